import CareModel
import DeviceProfiles

/// Counts messages in windows of ten seconds of the messages' own clock. A window after one with more than the limit
/// is in a flood; so no burst is one, however fast, and time that stands still never makes one.
struct FloodGauge {
    static let windowMilliseconds: Int64 = 10_000

    private var window = Int64.min
    private var count: Int32 = 0
    private var isFlooding = false

    /// Counts a message; true in a flood.
    @inline(__always)
    mutating func counts(_ window: Int64, limit: Int32) -> Bool {
        if window != self.window { turn(to: window, limit: limit) }
        count &+= 1
        return isFlooding
    }

    private mutating func turn(to window: Int64, limit: Int32) {
        isFlooding = window &- 1 == self.window && count > limit
        self.window = window
        count = 0
    }
}

/// Decides which messages of a flooding topic or home are news; all others are sampled away: counted and acknowledged,
/// of no influence. What is decided depends only on the messages and their times, so that a replay decides the same.
///
/// News is every alarm, every announcement that teaches, every change of a state (twenty a second of one thing), and
/// one message a second of each thing that a listed device states. What nobody's devices say is news once a second for
/// all of a home together.
struct FloodGuard {
    /// In a window: twenty messages a second on one topic, fifty a second of one home.
    static let topicLimit: Int32 = 200
    static let homeLimit: Int32 = 500
    static let keepEveryMilliseconds: Int64 = 1000
    static let changeLimit = 20
    /// Things that are told apart in one home.
    static let thingLimit = 16_384
    /// A flood of which nothing was sampled away for so long is over.
    static let overAfterMilliseconds: Int64 = 2 * FloodGauge.windowMilliseconds

    /// What one part of a device states.
    fileprivate struct Thing: Hashable {
        var device: UInt16
        var quantity: Quantity
        var channel: UInt8
    }

    fileprivate struct Stated {
        /// Of the last message that was kept.
        var value: Double
        /// The latest that was its own.
        var time: Timestamp
        var keptAt: Timestamp
        var seenAt: Timestamp
        var second: Int64
        var changes: Int
    }

    fileprivate struct Home {
        var gauge = FloodGauge()
        var things: [Thing: Stated] = [:]
        var nobodysKeptAt = Timestamp.distantPast
        /// The window in which there was last no room for a thing.
        var fullIn = Int64.min
        /// Since the flood began that is not over.
        var sampled = 0
        var sampledAt = Timestamp.distantPast
    }

    /// By index; the last is for topics of no home.
    private var homes: [Home]
    private var flooded: Set<Int> = []

    init(homes count: Int) { homes = Array(repeating: Home(), count: count + 1) }

    private func place(_ home: Int) -> Int { home >= 0 ? home : homes.count - 1 }

    /// Counts a message; true when only news of it is to be taken.
    @inline(__always)
    mutating func counts(_ at: Timestamp, home: Int, topic: inout FloodGauge) -> Bool {
        let window = at.milliseconds / FloodGauge.windowMilliseconds
        let isTopic = topic.counts(window, limit: Self.topicLimit)
        let isHome = homes[place(home)].gauge.counts(window, limit: Self.homeLimit)
        return isTopic || isHome
    }

    /// Whether a message of a flood is news; remembers what it states if it is.
    mutating func isNews(_ readings: [Reading], _ outcome: DecodeOutcome, at: Timestamp, home: Int) -> Bool {
        let place = place(home)
        guard outcome.learned.isEmpty else { return true }
        if case .bridge(let online, _) = outcome {
            let bridge = Reading(device: .max, quantity: .availability, value: online ? 0 : 1, time: at)
            return homes[place].isNews([bridge] + readings, at: at)
        }
        return homes[place].isNews(readings, at: at)
    }

    /// Counts a message that was sampled away; true when a flood of its home begins with it.
    mutating func sampled(at: Timestamp, home: Int) -> Bool {
        let place = place(home)
        homes[place].sampled += 1
        homes[place].sampledAt = at
        return flooded.insert(place).inserted
    }

    /// Floods that are over at `clock`: the home's index, -1 for topics of no home, and how many messages were sampled
    /// away.
    mutating func over(at clock: Timestamp) -> [(home: Int, sampled: Int)] {
        guard !flooded.isEmpty else { return [] }
        var over: [(Int, Int)] = []
        for place in flooded.sorted()
        where abs(clock.milliseconds(since: homes[place].sampledAt)) > Self.overAfterMilliseconds {
            over.append((place == homes.count - 1 ? -1 : place, homes[place].sampled))
            homes[place].sampled = 0
            homes[place].things = [:]
            flooded.remove(place)
        }
        return over
    }
}

extension FloodGuard.Home {
    fileprivate mutating func isNews(_ readings: [Reading], at: Timestamp) -> Bool {
        guard !readings.isEmpty else {
            guard at.milliseconds(since: nobodysKeptAt).magnitude >= FloodGuard.keepEveryMilliseconds else {
                return false
            }
            nobodysKeptAt = at
            return true
        }
        var isNews = false
        for reading in readings where self.isNews(reading, at: at) { isNews = true }
        if isNews { for reading in readings { keep(reading, at: at) } }
        return isNews
    }

    private mutating func isNews(_ reading: Reading, at: Timestamp) -> Bool {
        let isSafety = reading.quantity.isSafety
        if isSafety, reading.value != 0 { return true }
        let thing = FloodGuard.Thing(device: reading.device, quantity: reading.quantity, channel: reading.channel)
        guard var stated = things[thing] else { return hasRoom(at) }
        defer { things[thing] = stated }
        // What it stated outside of the flood is not known.
        let isStale = at.milliseconds(since: stated.seenAt).magnitude >= FloodGauge.windowMilliseconds
        stated.seenAt = at
        let since = at.milliseconds(since: stated.keptAt)
        if isStale || since.magnitude >= FloodGuard.keepEveryMilliseconds { return true }
        guard reading.quantity.form != .number, reading.value != stated.value else {
            // A queue is drained: each has a time of its own.
            let isTimed = reading.flags.contains(.sourceTime)
            return isTimed && reading.time.milliseconds(since: stated.time) >= FloodGuard.keepEveryMilliseconds
        }
        let isSameSecond = stated.second == at.milliseconds / FloodGuard.keepEveryMilliseconds
        return isSafety || !isSameSecond || stated.changes < FloodGuard.changeLimit
    }

    private mutating func keep(_ reading: Reading, at: Timestamp) {
        let thing = FloodGuard.Thing(device: reading.device, quantity: reading.quantity, channel: reading.channel)
        let known = things[thing]
        guard known != nil || things.count < FloodGuard.thingLimit else { return }
        let second = at.milliseconds / FloodGuard.keepEveryMilliseconds
        let changes = known.map { $0.second == second ? $0.changes : 0 } ?? 0
        things[thing] = FloodGuard.Stated(
            value: reading.value, time: max(reading.time, known?.time ?? .distantPast), keptAt: at, seenAt: at,
            second: second, changes: changes + (known.map { $0.value != reading.value } == true ? 1 : 0))
    }

    /// Where there is none, what was not heard of for a window makes room, looked for once a window.
    private mutating func hasRoom(_ at: Timestamp) -> Bool {
        guard things.count >= FloodGuard.thingLimit else { return true }
        let window = at.milliseconds / FloodGauge.windowMilliseconds
        guard window != fullIn else { return false }
        fullIn = window
        things = things.filter { at.milliseconds(since: $0.value.seenAt).magnitude < FloodGauge.windowMilliseconds }
        return things.count < FloodGuard.thingLimit
    }
}
