import CareModel

/// Out of the home: at night without return, and longer or later than the resident's own absences.
extension HomeEngine {
    // MARK: Night exit

    /// Ten minutes after the outer door, when nobody was noticed since and this resident does not usually go out then.
    var nightExitAt: Timestamp? {
        guard mayJudge, let exit = state.whereabouts.exitAt, let door = state.whereabouts.doorAt,
            sleepingHours.contains(where: { $0.contains(exit) }),
            exit >= max(state.watchingSince, state.seesAgainSince), !isInBed,
            limits.exits != nil, knowsSleepingHours, let from = mayRaise("night_exit"),
            !limits.isUsualExit(minuteOfNight(door))
        else { return nil }
        return max(door.adding(minutes: Whereabouts.passageMinutes), from, state.clock)
    }

    /// Minutes after the midnight in the night; an evening's are negative.
    private func minuteOfNight(_ time: Timestamp) -> Double {
        time >= daytime.end ? time.minutes(since: dayEnd) : time.minutes(since: dayStart)
    }

    mutating func raiseNightExit(at time: Timestamp, into effects: inout [Effect]) {
        guard let exit = state.whereabouts.exitAt, isProven(at: time) else { return }
        let draft = draft(
            "night_exit", .situation, .p1, onset: exit, words: .nightExit(since: exit, in: definition))
        raiseSituation(draft, at: time, into: &effects)
    }

    // MARK: Not returned home

    /// Away for longer than the own absences, or out later in the day than the own returns.
    var notReturnedAt: Timestamp? {
        guard mayJudge, let left = state.leftAt, left >= state.watchingSince, !isInBed, !isLeavingInferred,
            let from = mayRaise("not_returned_home"), !state.book.isOpen("night_exit")
        else { return nil }
        let isByDay = isByDay(left)
        guard let limit = limits.out[isByDay ? 0 : 1] else { return nil }
        var due = left.adding(minutes: limit)
        if isByDay, left >= dayStart, let late = limits.lastReturn {
            due = min(due, max(dayStart.adding(minutes: late), left.adding(minutes: Self.shortestOutMinutes)))
        }
        return max(due, from, state.clock)
    }

    /// No outer door told that it was opened, in a home that loses messages (`isUnseenPassage`).
    var isLeavingInferred: Bool { state.leftAt != nil && state.whereabouts.doorAt == nil }

    private func isByDay(_ time: Timestamp) -> Bool {
        let minute = wallMinute(time)
        return minute >= definition.night.to && minute < DayPart.eveningFrom
    }

    /// Who has just gone out is not yet late.
    private static let shortestOutMinutes: Int64 = 120

    mutating func raiseNotReturned(at time: Timestamp, into effects: inout [Effect]) {
        guard let left = state.leftAt, isProven(at: time) else { return }
        var draft = draft(
            "not_returned_home", .situation, .p2, onset: left,
            words: .notReturnedHome(since: left, hours: Int(time.minutes(since: left) / 60), in: definition))
        draft.probability = 0.0005
        raiseSituation(draft, at: time, into: &effects)
    }
}
