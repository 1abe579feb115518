import CareModel

/// After an outage, while an outer door cannot be heard, or where messages are lost, the resident may have gone out
/// unseen: no rule about stillness holds, and somebody should look in when nobody is noticed for long.
extension HomeEngine {
    private static let shortestUnseenHours: Int64 = 12
    private static let longestUnseenHours: Int64 = 24

    /// Noticed since sight of the home, or of who goes by its doors, was last lost; or in bed.
    var isKnownAtHome: Bool { state.lastActivity >= state.whereaboutsLostAt || isInBed }

    /// Cheap, because every message of a drained backlog says so: all other timers only end or come later by it, which is
    /// seen when they are due, and this one's comes no earlier.
    mutating func loseWhereabouts(until time: Timestamp) {
        state.whereaboutsLostAt = max(state.whereaboutsLostAt, time)
        wakeAt = min(wakeAt, time.adding(hours: Self.shortestUnseenHours))
    }

    /// In a waking day they may have gone out meanwhile.
    mutating func loseWhereaboutsByDay(from start: Timestamp, to end: Timestamp) {
        guard end > daytime.start || start < daytime.end.adding(hours: -24) else { return }
        state.whereaboutsLostAt = max(state.whereaboutsLostAt, end)
    }

    /// Without the bridge nothing of the home was heard, for longer than a moment.
    mutating func noteBridgeBack(at time: Timestamp) {
        guard let since = state.bridgeOfflineSince else { return }
        if var today = state.today {
            noteBridgeOffline(until: time, in: &today)
            state.today = today
        }
        state.bridgeOfflineSince = nil
        guard time > since.adding(minutes: Self.briefMinutes) else { return }
        loseWhereaboutsByDay(from: since, to: time)
    }

    /// Notes in the open day since when the bridge has been offline.
    func noteBridgeOffline(until time: Timestamp, in today: inout DayLog) {
        guard let since = state.bridgeOfflineSince, time > since.adding(minutes: Self.briefMinutes) else { return }
        for slot in slots(from: since, to: time) { today.bridgeOffline.insert(slot) }
    }

    /// It is called offline, or reports by itself and has been silent for so long that it would be.
    func isDeaf(_ device: UInt16, at time: Timestamp) -> Bool {
        let health = state.health[Int(device)]
        if health.offlineSince != nil || isCalledOffline(device) { return true }
        guard health.lastHeard != .distantPast, state.deviceRhythms[Int(device)].reportsByItself else { return false }
        return time > max(health.lastHeard, state.watchingSince).adding(milliseconds: silenceLimit(of: device))
    }

    /// A device is heard again that could not be heard: what it says now may have been so for long. Who went by an outer
    /// door meanwhile is not known.
    mutating func forgetLevel(of device: UInt16, at time: Timestamp) {
        if Int(device) < state.tracks.count { state.tracks[Int(device)].level = .unknown }
        if map.role(device) == .outerDoor { loseWhereabouts(until: time) }
    }

    /// A sensor that would have seen the resident could not be heard until then.
    mutating func seeAgain(since time: Timestamp) {
        state.seesAgainSince = max(state.seesAgainSince, time)
        wakeAt = .distantPast
    }

    /// Since when it is not known whether the resident is at home, and nobody was noticed; nil when it is known.
    private var unknownSince: Timestamp? {
        guard state.lastActivity != .distantPast else { return nil }
        if let left = state.leftAt { return isLeavingInferred && !isInBed && left >= state.watchingSince ? left : nil }
        if !isKnownAtHome { return state.whereaboutsLostAt }
        return !isInBed && isAnyDoorCalledOffline || mayHaveLeftUnheard ? state.lastActivity : nil
    }

    private var isAnyDoorCalledOffline: Bool {
        map.outerDoors.contains { map.isListed[Int($0)] && isCalledOffline($0) }
    }

    /// Later than the resident's own absences last, between 12 and 24 hours after that; where only lost messages leave
    /// it open, already at twice the limit of stillness.
    var unseenAt: Timestamp? {
        guard mayJudge, let from = mayRaiseTechnical("unseen_since_outage"),
            let due = [unseenForLongAt, unheardBathroomAt].compactMap(\.self).min()
        else { return nil }
        return max(due, from, state.clock)
    }

    private var unseenForLongAt: Timestamp? {
        guard let since = unknownSince else { return nil }
        let own = limits.out[0] ?? 60 * Self.longestUnseenHours
        let minutes = min(60 * Self.longestUnseenHours, max(60 * Self.shortestUnseenHours, own))
        var due = since.adding(minutes: minutes)
        if isKnownAtHome, !isAnyDoorCalledOffline, let soon = stillForLongAt { due = min(due, soon) }
        return due
    }

    mutating func raiseUnseen(at time: Timestamp, into effects: inout [Effect]) {
        let isInBathroom = unheardBathroomAt.map { $0 <= time } ?? false
        guard let since = isInBathroom ? state.whereabouts.roomSince : unknownSince, isProven(at: time) else { return }
        let words: AlertWords =
            if isInBathroom {
                .unseenSinceBathroom(since: since, in: definition)
            } else if isAnyDoorCalledOffline {
                .unseenBehindDoor(since: since, in: definition)
            } else if isKnownAtHome {
                .unseenWithLoss(since: since, in: definition)
            } else {
                .unseenSinceOutage(since: since, in: definition)
            }
        raise(
            draft("unseen_since_outage", .technical, .p2, onset: since, words: words), at: time, into: &effects)
    }
}
