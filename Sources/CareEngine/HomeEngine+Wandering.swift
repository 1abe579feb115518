import CareModel

/// Walking about the home in the sleeping hours, more than this resident does.
extension HomeEngine {
    static let settledMinutes: Int64 = 30

    /// Called with each walk that is complete: four changes of room within half an hour, none of them on the way to or
    /// from a visit to the toilet.
    mutating func raiseNightWandering(at time: Timestamp, into effects: inout [Effect]) {
        guard mayJudge, let usual = limits.walks, state.whereabouts.walks > usual, knowsSleepingHours,
            isProven(at: time)
        else { return }
        let draft = draft(
            "night_wandering", .situation, .p2, onset: time,
            words: .nightWandering(walks: state.whereabouts.walks, usual: usual))
        raiseSituation(draft, at: time, into: &effects)
    }

    /// Nobody changed room for half an hour.
    var settledAt: Timestamp? {
        guard state.book.openCount > 0, state.book.isOpen("night_wandering") else { return nil }
        return max(state.whereabouts.roomSince.adding(minutes: Self.settledMinutes), state.clock)
    }
}
