import CareModel

/// After an outage the resident may have gone out unseen: no rule about stillness holds, and somebody should look in
/// when nobody is noticed for long.
extension HomeEngine {
    private static let shortestUnseenHours: Int64 = 12
    private static let longestUnseenHours: Int64 = 24

    /// Noticed since sight of the home was last lost, or in bed.
    var isKnownAtHome: Bool { state.lastActivity >= state.whereaboutsLostAt || isInBed }

    /// Cheap, because every message of a drained backlog says so: all other timers only end or come later by it, which is
    /// seen when they are due, and this one's comes no earlier.
    mutating func loseWhereabouts(until time: Timestamp) {
        state.whereaboutsLostAt = max(state.whereaboutsLostAt, time)
        wakeAt = min(wakeAt, time.adding(hours: Self.shortestUnseenHours))
    }

    /// Later than the resident's own absences last, between 12 and 24 hours after the outage.
    var unseenAt: Timestamp? {
        guard mayJudge, !isKnownAtHome, state.leftAt == nil, state.lastActivity != .distantPast,
            let from = mayRaiseTechnical("unseen_since_outage")
        else { return nil }
        let own = limits.out[0] ?? 60 * Self.longestUnseenHours
        let minutes = min(60 * Self.longestUnseenHours, max(60 * Self.shortestUnseenHours, own))
        return max(state.whereaboutsLostAt.adding(minutes: minutes), from, state.clock)
    }

    mutating func raiseUnseen(at time: Timestamp, into effects: inout [Effect]) {
        guard isProven(at: time) else { return }
        let draft = draft(
            "unseen_since_outage", .technical, .p2, onset: state.whereaboutsLostAt,
            words: .unseenSinceOutage(since: state.whereaboutsLostAt, in: definition))
        raise(draft, at: time, into: &effects)
    }
}
