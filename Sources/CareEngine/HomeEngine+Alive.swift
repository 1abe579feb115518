import CareModel

/// Proof that the home lives: from devices that report by themselves, where it has any.
extension HomeEngine {
    static let unlearnedAliveLimit: Int64 = 2 * 3_600_000
    /// A home speaks by itself when the longest silence of its own reports is usually no longer than this.
    static let longestBeatGap: Int64 = 6 * 3_600_000
    static let leastEventAliveLimit: Int64 = 14 * 3_600_000

    /// Silence in milliseconds within which the whole home is known to live, so that nobody having moved can be told
    /// from nothing having been heard.
    ///
    /// Devices that report by themselves tell of an outage within an hour or two. In a home whose devices speak only
    /// when somebody moves, silence is the resident's until it is far beyond their usual nights. Medians, because an
    /// outage is such a silence too and must not teach that silence is usual.
    var aliveLimit: Int64 {
        guard state.homeRhythm.hasThreeDays else { return Self.unlearnedAliveLimit }
        if speaksByItself { return max(3_600_000, state.beats.rhythm.median * 3 / 2 + 600_000) }
        return min(20 * 3_600_000, max(Self.leastEventAliveLimit, 2 * state.homeRhythm.median + 1_800_000))
    }

    /// For a rule that is due: a home that reports by itself is known to live for no longer than its own reports are
    /// usually apart at most; an outage may have begun since.
    var closeAliveLimit: Int64 {
        speaksByItself ? min(aliveLimit, state.beats.rhythm.median + Int64(SlotSet.minutes) * 60_000) : aliveLimit
    }

    /// Devices report without anybody's doing, so that a home that lives can be told from one out of reach.
    var speaksByItself: Bool {
        let beats = state.beats.rhythm
        return beats.hasThreeDays && beats.median <= Self.longestBeatGap
    }

    /// Silence in milliseconds after which the whole home counts as out of reach.
    var homeLimit: Int64 { state.homeRhythm.hasThreeDays ? aliveLimit : Rhythm.unlearnedHomeLimit }
}

/// The reports that no person caused, and how regularly they come.
struct Beats: Sendable, Equatable {
    var last = Timestamp.distantPast
    /// The longest silence between two of them that ended on the open day, in slots; nil when none came.
    var longestGapSlots: Int?
    var rhythm = Rhythm()

    mutating func beat(at time: Timestamp) {
        guard time > last else { return }
        let length = Int64(SlotSet.minutes) * 60_000
        let gap = last == .distantPast ? 0 : Int(time.milliseconds(since: last) / length)
        longestGapSlots = max(longestGapSlots ?? 0, gap)
        last = time
    }

    /// Ends a day on which the home was heard: a day without any report of this kind is one long silence.
    mutating func closeDay() {
        rhythm.close(longestGapSlots: longestGapSlots ?? 24 * 60 / SlotSet.minutes)
        longestGapSlots = nil
    }
}
