package import CareModel

/// What one home's sensors said on one local day: all that the day's features are made from.
///
/// Events are kept in order of arrival and sorted when used, so that features depend on the set alone.
package struct DayLog: Sendable, Equatable {
    package var day: LocalDay
    /// State at the first moment of the day.
    var carry: DayCarry
    var events: [LoggedEvent] = []
    /// By device number: the ten-minute slots in which the device was heard.
    var heard: [SlotSet] = []
    /// Spans in which nobody watched (gateway down, clock stepped), as slots.
    var unwatched = SlotSet()
    /// How long each device, and last the home, could be silent and still count as alive; set when the day closes, so
    /// that late data is judged by what was known then.
    var silenceLimits: [Int64] = []
    /// The values as last published; empty while the day is open.
    var published: [PublishedFeature] = []

    /// A flooding device must not take the memory of the box: later events of such a day are not logged.
    static let eventLimit = 50_000

    init(day: LocalDay, carry: DayCarry) {
        self.day = day
        self.carry = carry
    }

    mutating func log(_ event: LoggedEvent) {
        guard events.count < Self.eventLimit else { return }
        events.append(event)
    }

    mutating func hear(_ device: UInt16, slot: Int) {
        while heard.count <= Int(device) { heard.append(SlotSet()) }
        heard[Int(device)].insert(slot)
    }

    func heardSlots(_ device: UInt16) -> SlotSet {
        Int(device) < heard.count ? heard[Int(device)] : SlotSet()
    }

    /// The day's events in order, each once.
    func sortedEvents() -> [LoggedEvent] {
        var sorted = events
        var inOrder = true
        for i in sorted.indices.dropFirst() where !LoggedEvent.precedes(sorted[i - 1], sorted[i]) {
            inOrder = false
            break
        }
        if inOrder { return sorted }
        sorted.sort(by: LoggedEvent.precedes)
        var unique: [LoggedEvent] = []
        unique.reserveCapacity(sorted.count)
        for event in sorted where unique.last != event { unique.append(event) }
        return unique
    }
}

/// What is known at the first moment of a day from the days before it.
struct DayCarry: Sendable, Equatable {
    /// By device number.
    var tracks: [DeviceTrack] = []
    /// By device number: when the device was last heard; `.distantPast` when never.
    var lastHeard: [Timestamp] = []
    /// When the home was last heard at all.
    var homeHeard = Timestamp.distantPast
    /// The latest sign of a person.
    var lastActivity = Timestamp.distantPast
    /// The room of the latest indoor activity; -1 when unknown.
    var lastRoom = -1
    /// The resident went out at this moment and has not been noticed since.
    var awaySince: Timestamp?
}

/// A feature's last published value, kept to know whether late data changes it.
struct PublishedFeature: Sendable, Equatable {
    var feature: String
    var value: Double?
    var coverage: Double
    var context: DayContext
    var revision: Int
}

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

    private static func forEach(in word: UInt64, from base: Int, _ body: (Int) -> Void) {
        var rest = word
        while rest != 0 {
            body(base + rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }

    var isEmpty: Bool { words.0 | words.1 | words.2 == 0 }

    static func == (a: SlotSet, b: SlotSet) -> Bool { a.words == b.words }
    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }
}
