import CareModel

/// Timers: each is derived from the state, so a restart loses none and a replay fires them at the same moments.
extension HomeEngine {
    enum Timer: Int, Sendable {
        case lateData, testEnd, deviceOffline, bridgeOffline, homeUnreachable, welfareCheck, unseen, noActivityYet,
            silenceWhileHome, longBathroom, longBathroomUrgent, nightExit, notReturned, settled, dayEnd
    }

    struct Due {
        var at: Timestamp
        var timer: Timer
        var device: UInt16 = 0
    }

    /// The earliest timer; of several at one moment the one named first in `Timer`.
    func nextTimer() -> Due? {
        guard state.openDay != nil, dayEnd <= dormantAt else { return nil }
        var next = Due(at: dayEnd, timer: .dayEnd)
        func offer(_ at: Timestamp?, _ timer: Timer, _ device: UInt16 = 0) {
            guard let at, (at, timer.rawValue) < (next.at, next.timer.rawValue) else { return }
            next = Due(at: at, timer: timer, device: device)
        }
        offer(settledAt, .settled)
        offer(notReturnedAt, .notReturned)
        offer(nightExitAt, .nightExit)
        offer(longBathroomUrgentAt, .longBathroomUrgent)
        offer(longBathroomAt, .longBathroom)
        offer(silenceWhileHomeAt, .silenceWhileHome)
        offer(noActivityYetAt, .noActivityYet)
        offer(unseenAt, .unseen)
        offer(welfareCheckAt, .welfareCheck)
        offer(homeUnreachableAt, .homeUnreachable)
        offer(bridgeOfflineAt, .bridgeOffline)
        // While the whole home is out of reach no single device is blamed.
        if state.bridgeOfflineSince == nil, !isUnreachable {
            for device in map.roles.indices { offer(offlineAt(UInt16(device)), .deviceOffline, UInt16(device)) }
        }
        offer(testEndAt, .testEnd)
        offer(state.lateDueAt, .lateData)
        return next
    }

    /// A home that has not been heard for so long is closed down: no more empty days are made of it.
    static let dormantAfterDays: Int64 = 60

    var dormantAt: Timestamp { max(state.homeHeard, state.watchingSince).adding(hours: 24 * Self.dormantAfterDays) }

    mutating func reconsider() {
        wakeAt = nextTimer()?.at ?? .distantFuture
    }

    mutating func fire(_ due: Timer, at time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]) {
        switch due {
        case .lateData: reviseLateDays(recall: recall, into: &effects)
        case .dayEnd: closeDay(recall: recall, into: &effects)
        case .deviceOffline: raiseOverdueDevices(at: time, into: &effects)
        case .bridgeOffline: raise(unreachable(since: state.bridgeOfflineSince ?? time), at: time, into: &effects)
        case .homeUnreachable: raise(unreachable(since: state.homeHeard), at: time, into: &effects)
        case .welfareCheck: raiseWelfareCheck(at: time, into: &effects)
        case .unseen: raiseUnseen(at: time, into: &effects)
        case .noActivityYet: raiseNoActivityYet(at: time, into: &effects)
        case .silenceWhileHome: raiseSilenceWhileHome(at: time, into: &effects)
        case .longBathroom: raiseLongBathroomStay(at: time, into: &effects)
        case .longBathroomUrgent: urgeLongBathroomStay(at: time, into: &effects)
        case .nightExit: raiseNightExit(at: time, into: &effects)
        case .notReturned: raiseNotReturned(at: time, into: &effects)
        case .settled: endSituation("night_wandering", note: "settled", into: &effects)
        case .testEnd: finishTest(at: time, into: &effects)
        }
        reconsider()
    }

    // MARK: The home out of reach

    static let bridgeOfflineHoldMinutes: Int64 = 10

    var isUnreachable: Bool { state.book.isOpen("home_unreachable") }

    private var bridgeOfflineAt: Timestamp? {
        guard let since = state.bridgeOfflineSince, !isUnreachable else { return nil }
        return since.adding(minutes: Self.bridgeOfflineHoldMinutes)
    }

    private var homeUnreachableAt: Timestamp? {
        guard state.homeHeard != .distantPast, !isUnreachable else { return nil }
        return silentHomeAt
    }

    /// When the home has been silent for too long.
    var silentHomeAt: Timestamp { max(state.homeHeard, state.watchingSince).adding(milliseconds: homeLimit) }

    private func unreachable(since: Timestamp) -> AlertBook.Draft {
        draft(
            "home_unreachable", .technical, .technical, onset: since,
            words: .homeUnreachable(since: since, in: definition))
    }

    /// Somebody should look in when the home has been silent for the set hours and is known to be out of reach.
    /// A resident who was seen leaving is given a day.
    private var welfareCheckAt: Timestamp? {
        guard let alert = state.book.open("home_unreachable"), let raised = alert.raisedAt,
            state.resident != nil, let from = mayRaiseTechnical("welfare_check")
        else { return nil }
        let hours = state.leftAt == nil ? Int64(definition.welfareCheckHours) : 24
        return max(raised, from, max(state.homeHeard, state.watchingSince).adding(hours: hours))
    }

    /// As `mayRaise`, for an alert that no sensor explains away.
    func mayRaiseTechnical(_ rule: String) -> Timestamp? {
        guard let open = state.book.open(rule) else { return .distantPast }
        guard open.state == .suppressed, open.suppressedBy != "test" else { return nil }
        let until = hush(rule, .technical, at: state.clock)?.until ?? state.clock
        return until == .distantFuture ? nil : until
    }

    private mutating func raiseWelfareCheck(at time: Timestamp, into effects: inout [Effect]) {
        let draft = draft(
            "welfare_check", .technical, .p2, onset: state.homeHeard,
            words: .welfareCheck(since: state.homeHeard, in: definition))
        raise(draft, at: time, into: &effects)
    }

    // MARK: Devices

    static let availabilityHoldMinutes: Int64 = 10

    /// When a device is to be called offline: ten minutes after the bridge said so, or when it is silent for longer
    /// than its own rhythm allows.
    private func offlineAt(_ device: UInt16) -> Timestamp? {
        let number = Int(device)
        guard map.roles[number] != .selfMonitoring, map.isListed[number] else { return nil }
        let said = state.health[number].offlineSince.map { $0.adding(minutes: Self.availabilityHoldMinutes) }
        let lastHeard = state.health[number].lastHeard
        var at = said
        let isKnown = state.deviceRhythms[number].deviceIsLearned || state.health[number].reportInterval > 0
        if lastHeard != .distantPast, isKnown {
            let silent = max(lastHeard, state.watchingSince).adding(milliseconds: silenceLimit(of: device))
            at = min(said ?? silent, silent)
        }
        guard let at, !state.book.isOpen("device_offline", place: definition.devices[number].name) else { return nil }
        return at
    }

    /// Silence in milliseconds after which a device counts as dead.
    func silenceLimit(of device: UInt16) -> Int64 {
        state.deviceRhythms[Int(device)].deviceLimit(
            isMains: definition.devices[Int(device)].kind == .power, stated: state.health[Int(device)].reportInterval)
    }

    /// As a day's log keeps them: of the devices by number, last of the home.
    var silenceLimits: [Int64] {
        state.deviceRhythms.indices.map {
            state.deviceRhythms[$0].deviceLimit(stated: state.health[$0].reportInterval)
        } + [homeLimit]
    }

    private mutating func raiseOverdueDevices(at time: Timestamp, into effects: inout [Effect]) {
        for device in definition.devices {
            guard let at = offlineAt(device.number), at <= time else { continue }
            let since = state.health[Int(device.number)].lastHeard
            let draft = draft(
                "device_offline", .technical, .technical, onset: since == .distantPast ? time : since,
                place: device.name,
                words: .deviceOffline(device: device))
            raise(draft, at: time, into: &effects)
        }
    }

    /// The activity sensor, if any, that could not have seen the resident now.
    ///
    /// An outer door that no longer tells who goes out is one, too, where it used to report by itself.
    func blindSensor(at time: Timestamp) -> Device? {
        let witnesses = map.activitySensors + map.outerDoors.filter { isSelfReporting($0) }
        return witnesses.lazy.map { definition.devices[Int($0)] }.first { device in
            let health = state.health[Int(device.number)]
            if health.offlineSince != nil || health.lastHeard == .distantPast { return true }
            if state.book.open("device_offline", place: device.name) != nil { return true }
            let doubt = state.deviceRhythms[Int(device.number)].doubtLimit(stated: health.reportInterval)
            return time > health.lastHeard.adding(milliseconds: doubt)
        }
    }

    private func isSelfReporting(_ device: UInt16) -> Bool {
        state.deviceRhythms[Int(device)].reportsByItself || state.health[Int(device)].offlineSince != nil
    }
}
