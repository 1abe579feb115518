import CareModel

/// What devices promise by reporting at a steady pace whatever happens, and how much of it came: the only measure of
/// lost messages that a home itself gives.
///
/// Read from the ten-minute slots in which each device was heard, over the day and the day before.
struct OwnReports: Sendable {
    /// Reports of all devices with a steady pace that should have come.
    private(set) var expected = 0
    /// Of these did not.
    private(set) var missing = 0
    /// By device number: spans in which at least one report did not come.
    private(set) var lost: [[TimeSpan]] = []

    /// Fewer expected reports measure nothing.
    static let fewestExpected = 40

    init() {}

    /// `blind`: when nothing of the home could be seen; a silence that touches it says nothing of single messages. With
    /// `now` a report that is due and has not come is lost, too.
    init(
        yesterday: DayLog, today: DayLog, windows: DayWindows, blind: [TimeSpan], devices: Int, now: Timestamp? = nil
    ) {
        let offset = Int(windows.whole.start.minutes(since: windows.reading.start)) / SlotSet.minutes
        for device in 0..<devices {
            var slots: [Int] = []
            yesterday.heardSlots(UInt16(device)).forEach { if $0 < offset { slots.append($0) } }
            today.heardSlots(UInt16(device)).forEach { slots.append($0 + offset) }
            lost.append(take(slots, from: windows.reading.start, blind: blind, now: now))
        }
    }

    /// Share of the home's messages that are lost, 0 to 1; 0 where too few reports are expected to tell.
    var lossShare: Double { expected >= Self.fewestExpected ? Double(missing) / Double(expected) : 0 }

    private mutating func take(
        _ slots: [Int], from start: Timestamp, blind: [TimeSpan], now: Timestamp?
    ) -> [TimeSpan] {
        let gaps = zip(slots, slots.dropFirst()).map { $1 - $0 }
        guard let pace = Self.pace(gaps) else { return [] }
        var spans: [TimeSpan] = []
        for (slot, gap) in zip(slots, gaps) where gap >= pace - 1 {
            guard gap > pace + 1 else {
                expected += 1
                continue
            }
            let silence = TimeSpan(
                start: DayCoverage.span(slot, from: start).end, end: DayCoverage.span(slot + gap, from: start).start)
            guard blind.clipped(to: silence).isEmpty else { continue }
            spans.append(silence)
            // Longer than this the device itself was away.
            guard gap <= 4 * pace + 1 else { continue }
            let absent = max(1, (2 * gap + pace) / (2 * pace) - 1)
            missing += absent
            expected += absent + 1
        }
        if let now, let last = slots.last {
            let heard = DayCoverage.span(last, from: start).end
            // Two that did not come are rather the device's own fault.
            let due = heard.adding(minutes: Int64((pace + 1) * SlotSet.minutes))
            let isDead = now > heard.adding(minutes: Int64(2 * pace * SlotSet.minutes))
            if now > due, !isDead { spans.append(TimeSpan(start: heard, end: now)) }
        }
        return spans
    }

    /// The usual number of slots from one report to the next; nil for a device without a steady pace.
    ///
    /// A steady pace stands out among the gaps: hardly any is longer, and fewer are shorter. What speaks only when
    /// something happens has ever fewer gaps the longer they are, and none that stands out.
    static func pace(_ gaps: [Int]) -> Int? {
        var counts = [Int](repeating: 0, count: longestPace + 2)
        for gap in gaps { counts[min(gap, longestPace + 1)] += 1 }
        func count(_ range: ClosedRange<Int>) -> Int { counts[range].reduce(0, +) }
        var best: (pace: Int, near: Int)?
        for pace in 3...longestPace - 1 {
            let near = count(pace - 1...pace + 1)
            guard near >= fewestGaps, near >= 2 * count(max(1, pace - 4)...pace - 2) else { continue }
            let longer = pace + 2 <= longestPace + 1 ? count(pace + 2...longestPace + 1) : 0
            guard longer * 2 <= near else { continue }
            if let best, (near, counts[pace]) <= (best.near, counts[best.pace]) { continue }
            best = (pace, near)
        }
        return best?.pace
    }

    private static let fewestGaps = 8
    /// Six hours, in slots.
    private static let longestPace = 36
}
