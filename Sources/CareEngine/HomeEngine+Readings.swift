import CareModel

/// Taking in readings: liveness, the day's log, what is known now, and what must be told at once.
extension HomeEngine {
    /// `isSame`: the reading before it came from the same device at the same time, and its sign of life is known.
    mutating func take(_ reading: Reading, isSame: Bool, into effects: inout [Effect]) {
        guard reading.device < state.tracks.count else { return }
        switch reading.quantity {
        case .availability: return takeAvailability(reading, into: &effects)
        case .reportInterval: return takeReportInterval(reading)
        default: break
        }
        let bits = reading.flags.rawValue
        // A retained message is a state from an unknown past: no sign of life, no event.
        if bits & FlagBits.retained != 0 { return }
        let isBacklog = bits & FlagBits.backlog != 0
        let isHistorical = bits & FlagBits.historical != 0
        let isPast = reading.time < dayStart
        if !isSame, !isHistorical {
            hear(reading.device, at: isBacklog ? state.clock : reading.time, into: &effects)
        }
        if isPast {
            takeLate(reading)
        } else if !isSame {
            markHeard(reading.device, at: isBacklog ? state.clock : reading.time)
        }
        if bits & FlagBits.implausible != 0 { return }
        guard reading.quantity.isCareEvidence else {
            takeState(reading, isPast: isPast, into: &effects)
            return
        }
        if case .sos = reading.quantity { takeSafety(reading, into: &effects) }
        if isBacklog { return }
        if !isPast { log(LoggedEvent(reading)) }
        if !isHistorical { takeSign(reading, into: &effects) }
    }

    /// What a device says of itself or of its surroundings, and not of a person's doings.
    private mutating func takeState(_ reading: Reading, isPast: Bool, into effects: inout [Effect]) {
        switch reading.quantity {
        case .battery, .batteryLow: takeBattery(reading, into: &effects)
        case .smoke, .gas, .carbonMonoxide, .waterLeak, .fallDetected: takeSafety(reading, into: &effects)
        case .power, .temperature:
            if !isPast, reading.flags.rawValue & FlagBits.backlog == 0 { log(LoggedEvent(reading)) }
        default: break
        }
    }

    private mutating func takeLate(_ reading: Reading) {
        state.late.append(LoggedEvent(reading))
        guard state.lateDueAt == nil else { return }
        state.lateDueAt = state.clock.adding(minutes: Self.lateHoldMinutes)
        wakeAt = .distantPast
    }

    /// Late data is worked in this long after the first of it, so that a backfill makes one revision and not hundreds.
    static let lateHoldMinutes: Int64 = 5

    mutating func log(_ event: LoggedEvent) {
        if event.time >= dayEnd {
            state.ahead.append(event)
        } else if event.quantity.isCareEvidence {
            state.today?.log(event)
        } else {
            state.today?.note(event, start: dayStart, map: map)
        }
    }

    private mutating func markHeard(_ device: UInt16, at time: Timestamp) {
        guard time >= dayStart, time < dayEnd else { return }
        let slot = Int(time.milliseconds(since: dayStart)) / (SlotSet.minutes * 60_000)
        state.today?.hear(device, slot: slot)
    }

    // MARK: Liveness

    private mutating func hear(_ device: UInt16, at time: Timestamp, into effects: inout [Effect]) {
        let index = Int(device)
        let role = map.role(device)
        let wasDeaf = (role.isRemembered || role.seesPeople) && isDeaf(device, at: time)
        if state.health[index].offlineSince != nil {
            state.health[index].offlineSince = nil
        }
        // What it promised before counts from its first word.
        if state.health[index].lastHeard == .distantPast { wakeAt = .distantPast }
        if time > state.health[index].lastHeard { state.health[index].lastHeard = time }
        if state.book.openCount > 0 {
            if let alert = state.book.clear(
                "device_offline", place: definition.devices[index].name, at: state.clock)
            {
                effects.append(.alert(alert))
                wakeAt = .distantPast
            }
            if state.book.hasSuppressed { wakeAt = .distantPast }
        }
        hearHome(at: time, into: &effects)
        guard wasDeaf else { return }
        if role.isRemembered { forgetLevel(of: device, at: time) } else { seeAgain(since: time) }
    }

    /// A sign of life. What came later than a silence or the bridge's "offline" ends it: the bridge's "online" may have
    /// been lost. What is older, such as a late message, shows nothing of now, and what waited in the home for longer
    /// than a home may be silent does not either.
    mutating func hearHome(at time: Timestamp, into effects: inout [Effect]) {
        if time > state.homeHeard {
            if time > state.homeHeard.adding(milliseconds: aliveLimit) {
                state.watchingSince = max(state.watchingSince, time)
                loseWhereaboutsByDay(from: state.homeHeard, to: time)
                wakeAt = .distantPast
            }
            state.homeHeard = time
            if state.isHeld {
                state.isHeld = false
                wakeAt = .distantPast
            }
            if let since = state.bridgeOfflineSince, time > since {
                noteBridgeBack(at: time)
                wakeAt = .distantPast
            }
        }
        guard state.book.openCount > 0, silentHomeAt > state.clock else { return }
        for rule in ["home_unreachable", "welfare_check"] {
            guard let open = state.book.open(rule), time > open.onset else { continue }
            if let alert = state.book.clear(rule, at: state.clock) {
                effects.append(.alert(alert))
                state.watchingSince = max(state.watchingSince, time)
                wakeAt = .distantPast
            }
        }
    }

    private mutating func takeAvailability(_ reading: Reading, into effects: inout [Effect]) {
        let index = Int(reading.device)
        let isOffline = reading.value == 1
        let isRetained = reading.flags.contains(.retained)
        // When a retained "offline" was said is not known: of a device that was heard itself its own silence tells.
        if isOffline, isRetained, state.health[index].lastHeard != .distantPast { return }
        if isOffline, state.health[index].offlineSince == nil {
            state.health[index].offlineSince = state.clock
            wakeAt = .distantPast
        } else if !isOffline {
            state.health[index].offlineSince = nil
        }
        // The bridge spoke: the home is in reach. Whether the device lives is for the device to say.
        if !isRetained { hearHome(at: reading.time, into: &effects) }
    }

    /// What a device or its announcement promises, also long ago: no sign of life.
    private mutating func takeReportInterval(_ reading: Reading) {
        guard reading.flags.isDisjoint(with: [.implausible, .historical]) else { return }
        let stated = Int64(reading.value * 1000)
        guard stated != state.health[Int(reading.device)].reportInterval else { return }
        state.health[Int(reading.device)].reportInterval = stated
        wakeAt = .distantPast
    }

    private mutating func takeBattery(_ reading: Reading, into effects: inout [Effect]) {
        if reading.quantity == .battery { noteBattery(reading) }
        let isLow = reading.quantity == .batteryLow ? reading.value != 0 : reading.value <= 10
        let isFine = reading.quantity == .batteryLow ? reading.value == 0 : reading.value >= 20
        guard isLow || (isFine && state.book.openCount > 0) else { return }
        let device = definition.devices[Int(reading.device)]
        if isLow {
            let draft = draft(
                "battery_low", .technical, .technical, onset: reading.time, place: device.name,
                words: .batteryLow(device: device))
            raise(draft, at: state.clock, into: &effects)
        } else if isFine, state.book.hasOpen("battery_low"),
            let alert = state.book.clear("battery_low", place: device.name, at: state.clock)
        {
            effects.append(.alert(alert))
        }
    }

    private mutating func noteBattery(_ reading: Reading) {
        let index = Int(reading.device)
        state.health[index].battery = reading.value
        if state.health[index].batteryRun == nil {
            state.health[index].batteryRun = BatteryRun(percent: reading.value, at: reading.time)
        } else {
            state.health[index].batteryRun?.take(reading.value, at: reading.time)
        }
    }

    // MARK: Signs of a person

    private mutating func takeSign(_ reading: Reading, into effects: inout [Effect]) {
        let role = map.role(reading.device)
        var isSign = true
        let changedBefore = state.tracks[Int(reading.device)].since
        let reportedBefore = state.tracks[Int(reading.device)].reported
        if reading.quantity.isLevel {
            let change = state.tracks[Int(reading.device)].observe(on: reading.value != 0, at: reading.time, kind: role)
            if change != .none || reading.value != 0 { isPrompted = true }
            switch change {
            case .none where isUnseenPassage(reading, role):
                state.leftAt = reading.time
                wakeAt = .distantPast
                return
            case .none where isUnseenMovement(reading, role, reportedBefore): break
            case .none, .first: isSign = false
            case .stillOn: isSign = !isHeldOn(reading, since: changedBefore)
            case .on: break
            case .off:
                isSign = role != .motion && role != .presence && role != .chair
                // Who lay there when sight was lost rose meanwhile.
                if role == .bed, reportedBefore < state.watchingSince { isSign = false }
            }
            if role == .bed, change != .none {
                wakeAt = .distantPast
                if isInBed { endSituation("unseen_since_outage", note: "in bed", into: &effects) }
            }
        } else {
            isPrompted = true
            isSign = reading.quantity.isEvent || role == .selfMonitoring && !isMeasuredElsewhere
        }
        guard isSign, reading.time >= state.lastActivity,
            !isCorrection(reading, role, reportedBefore)
        else { return }
        if state.lastActivity < daytime.start || part(of: state.lastActivity) != part(of: reading.time) {
            wakeAt = .distantPast
        }
        state.lastActivity = reading.time
        let left: Timestamp? = role == .outerDoor ? reading.time : nil
        if (left == nil) != (state.leftAt == nil) { wakeAt = .distantPast }
        state.leftAt = left
        follow(reading, role, into: &effects)
    }

    /// Who went out may weigh or measure themselves elsewhere: their own measurement does not tell that they are back
    /// where other sensors would; nor, where messages are lost, that they did not go out by a door that seems to stand
    /// open.
    private var isMeasuredElsewhere: Bool {
        guard !map.activitySensors.isEmpty else { return false }
        return state.leftAt != nil || isLossy && map.outerDoors.contains { state.tracks[Int($0)].level == .on }
    }

    /// A motion sensor stays on for a while: who set it off before going out is not at home because it says so again.
    private func isHeldOn(_ reading: Reading, since: Timestamp) -> Bool {
        guard let left = state.leftAt else { return false }
        return since <= left && reading.time <= left.adding(minutes: DeviceTrack.motionLingerMinutes)
    }

    /// A door that tells another state once, while nobody was noticed for a while, had its message lost earlier: its
    /// regular report corrects what was known, and nobody walks through it now. While the resident is out an outer door
    /// may be their return. One that told the other state just before was moved since.
    private func isCorrection(_ reading: Reading, _ role: DeviceRole, _ reportedBefore: Timestamp) -> Bool {
        guard role == .door || role == .outerDoor && state.leftAt == nil, map.watchedRooms.count >= 2,
            state.deviceRhythms[Int(reading.device)].reportsByItself
        else { return false }
        return reading.time > state.lastActivity.adding(minutes: Timeline.doorAloneMinutes)
            && reading.time > reportedBefore.adding(minutes: Timeline.passageMinutes)
    }

    /// The outer door says once more that it is shut, right after somebody was noticed beside it, in a home that loses
    /// messages: that it was opened was lost. Whether they went out is known with the next sign, as with any passage.
    private func isUnseenPassage(_ reading: Reading, _ role: DeviceRole) -> Bool {
        guard role == .outerDoor, isLossy, reading.value == 0, map.room(reading.device) >= 0 else { return false }
        let now = state.whereabouts
        if now.room == map.room(reading.device), reading.time >= now.noticedAt,
            reading.time <= now.noticedAt.adding(seconds: Self.passageSeconds)
        {
            return true
        }
        // A motion sensor tells of somebody once, and then waits.
        return map.activitySensors.contains { sensor in
            let track = state.tracks[Int(sensor)]
            return map.room(sensor) == map.room(reading.device) && track.level == .on
                && reading.time <= track.reported.adding(seconds: 2 * Self.passageSeconds)
        }
    }

    /// Somebody was in the bathroom, and a motion sensor outside it says once more, out of its own rhythm, that nobody
    /// moves there, in a home that loses messages: that somebody came out was lost.
    private func isUnseenMovement(_ reading: Reading, _ role: DeviceRole, _ before: Timestamp) -> Bool {
        role == .motion && isLossy && reading.value == 0 && map.bathrooms.contains(state.whereabouts.room)
            && !map.bathrooms.contains(map.room(reading.device))
            && state.deviceRhythms[Int(reading.device)].reportsByItself
            && reading.time >= before.adding(seconds: Self.passageSeconds)
            && reading.time <= before.adding(seconds: 4 * Self.passageSeconds)
    }

    private static let passageSeconds: Int64 = 60

    // MARK: Safety

    /// An alarm that is older than this when it arrives is history.
    static let safetyMaxAgeHours: Int64 = 24
    /// Presses closer together than this are one press.
    static let pressBurstSeconds: Int64 = 5

    private mutating func takeSafety(_ reading: Reading, into effects: inout [Effect]) {
        let device = definition.devices[Int(reading.device)]
        guard !reading.flags.contains(.historical),
            reading.time >= state.clock.adding(hours: -Self.safetyMaxAgeHours)
        else { return }
        let place = device.room.isEmpty ? device.name : device.room
        let rule = reading.quantity.name
        let key = UInt32(reading.device) << 8 | UInt32(reading.quantity.rawValue)
        if reading.quantity == .sos {
            let burst = state.lastPress[reading.device].map {
                reading.time >= $0 && reading.time < $0.adding(seconds: Self.pressBurstSeconds)
            }
            state.lastPress[reading.device] = max(reading.time, state.lastPress[reading.device] ?? .distantPast)
            if burst == true { return }
        } else if reading.value == 0 {
            state.alarmsOn.remove(key)
            guard reading.quantity != .fallDetected, !isAlarmOn(reading.quantity, room: place) else { return }
            if let alert = state.book.clear(rule, place: place, at: state.clock) { effects.append(.alert(alert)) }
            return
        } else if !state.alarmsOn.insert(key).inserted {
            return
        }
        var draft = draft(
            rule, .safety, reading.quantity == .waterLeak ? .p2 : .p1, onset: reading.time, place: place,
            words: .safety(reading.quantity, place: place))
        draft.isRepeatable = true
        if reading.flags.contains(.backlog) {
            draft.note = "came out of a backlog; when exactly it happened is not known"
        }
        raise(draft, at: state.clock, into: &effects)
    }

    private func isAlarmOn(_ quantity: Quantity, room: String) -> Bool {
        state.alarmsOn.contains { key in
            guard key & 0xff == UInt32(quantity.rawValue), Int(key >> 8) < definition.devices.count else {
                return false
            }
            let device = definition.devices[Int(key >> 8)]
            return (device.room.isEmpty ? device.name : device.room) == room
        }
    }

    func draft(
        _ rule: String, _ family: Alert.Family, _ priority: Alert.Priority, onset: Timestamp, place: String? = nil,
        words: AlertWords
    ) -> AlertBook.Draft {
        AlertBook.Draft(
            home: definition.id, resident: state.resident ?? "", rule: rule, family: family, priority: priority,
            onset: onset, place: place, words: words)
    }
}

extension Quantity {
    /// Belongs in a day's log: tells of a person, or is one of their measurements.
    var isCareEvidence: Bool {
        switch self {
        case .motion, .occupancy, .presence, .bedOccupancy, .chairOccupancy, .contactOpen, .buttonEvent, .sos,
            .medicationEvent, .bodyWeight, .bpSystolic, .bpDiastolic, .heartRate, .spo2, .respiratoryRate,
            .bodyTemperature:
            true
        default: false
        }
    }

    /// A state that lasts, told again and again.
    var isLevel: Bool {
        switch self {
        case .motion, .occupancy, .presence, .bedOccupancy, .chairOccupancy, .contactOpen: true
        default: false
        }
    }
}
