import CareModel

/// A set of ten-minute slots of one local day (at most 25 hours, 150 slots).
struct SlotSet: Sendable, Hashable {
    static let minutes = 10
    private(set) var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

    init() {}
    init(words: (UInt64, UInt64, UInt64)) { self.words = words }

    mutating func insert(_ slot: Int) {
        switch slot >> 6 {
        case 0: words.0 |= 1 << UInt64(slot & 63)
        case 1: words.1 |= 1 << UInt64(slot & 63)
        case 2: words.2 |= 1 << UInt64(slot & 63)
        default: break
        }
    }

    func contains(_ slot: Int) -> Bool {
        switch slot >> 6 {
        case 0: words.0 & (1 << UInt64(slot & 63)) != 0
        case 1: words.1 & (1 << UInt64(slot & 63)) != 0
        case 2: words.2 & (1 << UInt64(slot & 63)) != 0
        default: false
        }
    }

    mutating func formUnion(_ other: SlotSet) {
        words = (words.0 | other.words.0, words.1 | other.words.1, words.2 | other.words.2)
    }

    /// The slots, in order.
    func forEach(_ body: (Int) -> Void) {
        Self.forEach(in: words.0, from: 0, body)
        Self.forEach(in: words.1, from: 64, body)
        Self.forEach(in: words.2, from: 128, body)
    }

    /// Slots without a gap between them, in order.
    var runs: [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        forEach { slot in
            if let last = runs.last, last.upperBound + 1 == slot {
                runs[runs.count - 1] = last.lowerBound...slot
            } else {
                runs.append(slot...slot)
            }
        }
        return runs
    }

    private static func forEach(in word: UInt64, from base: Int, _ body: (Int) -> Void) {
        var rest = word
        while rest != 0 {
            body(base + rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }

    static func == (a: SlotSet, b: SlotSet) -> Bool { a.words == b.words }
    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }
}

/// A set of minutes of one local day (at most 25 hours): whatever order they come in, the same set.
struct MinuteSet: Sendable, Hashable {
    private(set) var words: [UInt64]

    static let wordCount = 25 * 60 / 64 + 1

    init() { words = Array(repeating: 0, count: Self.wordCount) }
    init(words: [UInt64]) { self.words = words }

    mutating func insert(_ minute: Int) {
        guard minute >= 0, minute >> 6 < words.count else { return }
        words[minute >> 6] |= 1 << UInt64(minute & 63)
    }

    /// Runs of minutes with gaps of at most `gap` minutes, as spans from `start`.
    func spans(from start: Timestamp, gap: Int) -> [TimeSpan] {
        var spans: [TimeSpan] = []
        var last = Int.min
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                let minute = index * 64 + rest.trailingZeroBitCount
                rest &= rest - 1
                let end = start.adding(minutes: Int64(minute + 1))
                if let open = spans.last, minute - last <= gap + 1 {
                    spans[spans.count - 1] = TimeSpan(start: open.start, end: end)
                } else {
                    spans.append(TimeSpan(start: start.adding(minutes: Int64(minute)), end: end))
                }
                last = minute
            }
        }
        return spans
    }
}
