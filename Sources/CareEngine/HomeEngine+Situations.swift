import CareModel

/// Situations within the day. Each counts only time in which the home is known to live: silence proves nothing by
/// itself.
extension HomeEngine {
    static let shortestHistoryDays = 14

    /// A bed sensor that can be heard feels somebody.
    var isInBed: Bool {
        state.tracks.indices.contains {
            map.role(UInt16($0)) == .bed && state.tracks[$0].level == .on && !isDeaf(UInt16($0), at: state.clock)
        }
    }

    /// Minutes after midnight on the clock on the wall.
    func wallMinute(_ time: Timestamp) -> Int {
        var calendar = calendar
        return Int(calendar.wallMilliseconds(of: time) / 60_000)
    }

    /// Somebody lives here, and the home is not known to be out of reach.
    var mayJudge: Bool { state.resident != nil && !state.isHeld && !isUnreachable }

    /// From when on the rule may be raised: at once when it is not open, when what suppressed it has gone, or else when
    /// it will have gone. Nil while it is open and told, or while that cannot be said.
    func mayRaise(_ rule: String) -> Timestamp? {
        guard let open = state.book.open(rule) else { return .distantPast }
        guard open.state == .suppressed, open.suppressedBy != "test" else { return nil }
        if let hush = hush(rule, .situation, at: state.clock) {
            return hush.until == .distantFuture ? nil : hush.until
        }
        return blindSensor(at: state.clock) == nil && sensorThatMissed() == nil ? .distantPast : nil
    }

    /// Somebody was noticed by other means, and no motion or presence sensor spoke for an hour before it: then none of
    /// them can have been watching. The first of them, for the name.
    private func sensorThatMissed() -> Device? {
        let latest = map.activitySensors.map { state.health[Int($0)].lastHeard }.max()
        guard let latest, let first = map.activitySensors.first, state.lastActivity > latest.adding(minutes: 60)
        else { return nil }
        return definition.devices[Int(first)]
    }

    /// The home is within its own rhythm: it can be known that nobody moved. When not, situations are held until the
    /// home speaks again.
    mutating func isProven(at time: Timestamp) -> Bool {
        state.isHeld = time > state.homeHeard.adding(milliseconds: closeAliveLimit)
        return !state.isHeld
    }

    /// Raises a situation; a sensor that could not have seen the resident explains it: "cannot see", not "inactive".
    mutating func raiseSituation(_ draft: AlertBook.Draft, at time: Timestamp, into effects: inout [Effect]) {
        var draft = draft
        if let device = blindSensor(at: time) ?? sensorThatMissed() {
            draft.suppressedBy = "device_offline:\(device.name)"
        }
        raise(draft, at: time, into: &effects)
    }

    /// Closes an open situation that is over.
    mutating func endSituation(_ rule: String, note: String, into effects: inout [Effect]) {
        if let alert = state.book.clear(rule, at: state.clock, note: note) {
            effects.append(.alert(alert))
            wakeAt = .distantPast
        }
    }

    // MARK: Signs

    /// Takes a sign of a person into where they are, and ends what it ends. The sign is the newest.
    mutating func follow(_ reading: Reading, _ role: DeviceRole, into effects: inout [Effect]) {
        let device = reading.device
        // Each sign may change whether the way out was watched, and with it what comes first.
        if isLossy { wakeAt = .distantPast }
        if role == .outerDoor {
            state.whereabouts.noticeDoor(at: reading.time)
            wakeAt = .distantPast
        } else {
            let room = map.room(device)
            let isDoor = role == .door && map.isRoomDoor[Int(device)]
            let news = state.whereabouts.notice(
                in: room, at: reading.time, isDoor: isDoor, hours: sleepingHours(at: reading.time),
                bathrooms: map.bathrooms)
            if news != .none, map.bathrooms.contains(room) { wakeAt = .distantPast }
            if news == .walk { raiseNightWandering(at: state.clock, into: &effects) }
        }
        guard state.book.openCount > 0 else { return }
        endSituation("silence_while_home", note: "activity again", into: &effects)
        endSituation("no_activity_yet", note: "activity again", into: &effects)
        endSituation("unseen_since_outage", note: "noticed again", into: &effects)
        if !map.bathrooms.contains(state.whereabouts.room) {
            endSituation("long_bathroom_stay", note: "noticed elsewhere", into: &effects)
        }
        if role != .outerDoor {
            endSituation("night_exit", note: "noticed at home", into: &effects)
            endSituation("not_returned_home", note: "noticed at home", into: &effects)
        }
    }

    private func sleepingHours(at time: Timestamp) -> TimeSpan? {
        sleepingHours.first { $0.contains(time) }
    }
}
