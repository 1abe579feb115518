import CareModel

/// A long stay in the bathroom: the last sign of a person was in there, and nobody was noticed elsewhere since.
extension HomeEngine {
    /// Where the way out may not have been seen it is no care alert, but a reason to look in (`unheardBathroomAt`).
    private var bathroomLimit: Int64? { mayBeOutAgain ? nil : stayLimit }

    /// Messages are lost; or, at night, who is back lies in a bed whose sensor is dead.
    private var mayBeOutAgain: Bool {
        guard !isLossy else { return true }
        guard isNight(state.whereabouts.roomSince) else { return false }
        return state.tracks.indices.contains {
            map.role(UInt16($0)) == .bed && map.isListed[$0] && isDeaf(UInt16($0), at: state.clock)
        }
    }

    /// The own limit of the stay that lasts now, minutes; nil where there is none, or it is not known that anybody is
    /// in there: a door of the room moved last or stands open, or somebody lies in bed.
    private var stayLimit: Int64? {
        let now = state.whereabouts
        guard map.bathrooms.contains(now.room), !now.isAtDoor,
            now.roomSince >= max(state.watchingSince, state.seesAgainSince), !isInBed,
            isKnownAtHome,
            !map.roomDoors(now.room).contains(where: { state.tracks[Int($0)].level == .on })
        else { return nil }
        return limits.bathroom[isNight(now.roomSince) ? 1 : 0]
    }

    /// When a stay whose end may not have been seen is twice as long as the own limit; four times at night, when who is
    /// back lies still.
    var unheardBathroomAt: Timestamp? {
        guard let limit = stayLimit, mayBeOutAgain else { return nil }
        return state.whereabouts.roomSince.adding(minutes: (isNight(state.whereabouts.roomSince) ? 4 : 2) * limit)
    }

    private func isNight(_ time: Timestamp) -> Bool {
        let (minute, night) = (wallMinute(time), definition.night)
        return night.from > night.to
            ? minute >= night.from || minute < night.to : minute >= night.from && minute < night.to
    }

    var longBathroomAt: Timestamp? {
        guard mayJudge, let limit = bathroomLimit, let from = mayRaise("long_bathroom_stay") else { return nil }
        return max(state.whereabouts.roomSince.adding(minutes: limit), from, state.clock)
    }

    /// Twice the limit makes it a matter of the highest priority.
    var longBathroomUrgentAt: Timestamp? {
        guard mayJudge, let limit = bathroomLimit, let open = state.book.open("long_bathroom_stay"),
            open.priority == .p2, open.state == .firing || open.state == .acknowledged
        else { return nil }
        return max(state.whereabouts.roomSince.adding(minutes: 2 * limit), state.clock)
    }

    mutating func raiseLongBathroomStay(at time: Timestamp, into effects: inout [Effect]) {
        guard let limit = bathroomLimit, isProven(at: time), othersWatched(at: time),
            !isNight(state.whereabouts.roomSince) || !losesReports(since: state.whereabouts.roomSince)
        else { return }
        var draft = draft(
            "long_bathroom_stay", .situation, .p2, onset: state.whereabouts.roomSince,
            words: .longBathroomStay(
                since: state.whereabouts.roomSince, minutes: Int(time.minutes(since: state.whereabouts.roomSince)),
                usualMinutes: limit, in: definition))
        draft.probability = 0.0005
        raiseSituation(draft, at: time, into: &effects)
    }

    /// Every other sensor that reports by itself did so during the stay, so that it would have seen the resident come
    /// out; until then the rule is held.
    private mutating func othersWatched(at time: Timestamp) -> Bool {
        let since = state.whereabouts.roomSince
        state.isHeld = map.activitySensors.contains { device in
            !map.bathrooms.contains(map.room(device)) && state.deviceRhythms[Int(device)].reportsByItself
                && state.health[Int(device)].lastHeard < since && !isCalledOffline(device)
        }
        return !state.isHeld
    }

    func isCalledOffline(_ device: UInt16) -> Bool {
        state.book.isOpen("device_offline", place: definition.devices[Int(device)].name)
    }

    mutating func urgeLongBathroomStay(at time: Timestamp, into effects: inout [Effect]) {
        guard isProven(at: time) else { return }
        let note = "twice as long as the resident's own limit"
        if let alert = state.book.escalate("long_bathroom_stay", to: .p1, at: time, note: note) {
            effects.append(.alert(alert))
        }
    }
}
