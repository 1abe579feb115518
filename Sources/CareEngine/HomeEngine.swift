package import CareModel

/// One home's engine: folds readings into episodes, daily features, findings and alerts.
///
/// Pure: no clock, no randomness, no IO. Live operation, replay, simulation and recovery run this same code, and the
/// same inputs give the same effects. Time comes from the caller: each input carries the moment it is applied at.
package struct HomeEngine: Sendable {
    package let definition: HomeDefinition
    package internal(set) var state: HomeState
    package let settings: EngineSettings
    let map: HomeMap
    var calendar: HomeCalendar
    /// No timer is due before this; a lower bound that is made exact when it is reached.
    package internal(set) var wakeAt = Timestamp.distantPast

    // Bounds of the open day, kept beside the state because every reading needs them.
    var dayStart = Timestamp.distantPast
    var dayEnd = Timestamp.distantPast
    /// The day's awake hours, `night.to` to `night.from`.
    var daytime = TimeSpan(start: .distantPast, end: .distantPast)
    /// Noon and 17:00.
    var afternoon = Timestamp.distantPast
    var evening = Timestamp.distantPast
    /// Of the night that ends on the open day, and of the next.
    var sleepingHours: [TimeSpan] = []
    /// A person caused the message that is being folded.
    var isPrompted = false
    /// Derived from what was learned.
    var limits = SituationLimits()

    package init(
        definition: HomeDefinition, state: HomeState = HomeState(), settings: EngineSettings = EngineSettings()
    ) {
        self.definition = definition
        self.state = state
        self.settings = settings
        map = HomeMap(definition)
        calendar = HomeCalendar(timeZone: definition.timeZone)
        if self.state.setup == nil {
            self.state.setup = HomeSetup(definition)
            self.state.resident = definition.resident
        }
        learnLimits()
        grow()
    }

    /// Folds one message's readings at the clock `time`. Timers up to `time` fire first.
    package mutating func fold(
        _ readings: [Reading], at time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]
    ) {
        advance(to: time, recall: recall, into: &effects)
        if state.openDay == nil || time > dormantAt { open(firstReadings: readings, at: time) }
        isPrompted = false
        let readings = believed(readings, at: time)
        for index in readings.indices {
            let isSame = index > 0 && Self.isSameSign(readings[index], readings[index - 1])
            take(readings[index], isSame: isSame, into: &effects)
        }
        if !isPrompted, let first = readings.first, first.flags.rawValue & FlagBits.past == 0 {
            state.beats.beat(at: first.time)
        }
        if wakeAt == .distantPast { reconsider() }
    }

    /// Two readings of one message: one sign of life.
    private static func isSameSign(_ a: Reading, _ b: Reading) -> Bool {
        guard a.device == b.device, a.time == b.time, a.flags.rawValue == b.flags.rawValue else { return false }
        switch b.quantity {
        case .availability, .reportInterval: return false
        default: return true
        }
    }

    /// Moves the clock; every timer on the way fires at its own exact moment.
    package mutating func advance(to time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]) {
        while wakeAt <= time {
            guard let due = nextTimer(), due.at <= time else {
                reconsider()
                break
            }
            state.clock = max(state.clock, due.at)
            fire(due.timer, at: max(due.at, state.clock), recall: recall, into: &effects)
        }
        state.clock = max(state.clock, time)
    }

    /// Works in late data now, without waiting for more of it: at the end of a replay.
    package mutating func settle(recall: DayLogLookup, into effects: inout [Effect]) {
        reviseLateDays(recall: recall, into: &effects)
        reconsider()
    }

    /// The home's bridge came or went.
    package mutating func bridge(online: Bool, at time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]) {
        advance(to: time, recall: recall, into: &effects)
        guard state.openDay != nil else { return }
        if online {
            if state.bridgeOfflineSince != nil { state.watchingSince = max(state.watchingSince, time) }
            noteBridgeBack(at: time)
            hearHome(at: time, into: &effects)
        } else if state.bridgeOfflineSince == nil {
            state.bridgeOfflineSince = time
        }
        reconsider()
    }

    /// Nobody watched between two moments (the gateway was down, the clock stepped): that time proves nothing.
    package mutating func unwatched(
        from start: Timestamp, to end: Timestamp, recall: DayLogLookup, into effects: inout [Effect]
    ) {
        advance(to: min(start, end), recall: recall, into: &effects)
        state.watchingSince = max(state.watchingSince, end)
        if end > start.adding(minutes: Self.briefMinutes) {
            state.whereaboutsLostAt = max(state.whereaboutsLostAt, end)
        }
        shiftHeard(to: end)
        state.whereabouts = Whereabouts()
        for index in state.tracks.indices { state.tracks[index].level = .unknown }
        reconsider()
        markUnwatched(from: start, to: end)
        while state.openDay != nil, dayEnd < end, dayEnd <= dormantAt {
            advance(to: dayEnd, recall: recall, into: &effects)
            markUnwatched(from: start, to: end)
        }
    }

    /// Who was at home before so short a time that nobody watched is at home after it.
    static let briefMinutes: Int64 = 5

    /// The clock was set back: what follows carries earlier times.
    package mutating func setClockBack(to time: Timestamp) {
        let before = state.clock
        state.clock = time
        state.watchingSince = time
        state.homeHeard = min(state.homeHeard, time)
        state.lastActivity = min(state.lastActivity, time)
        state.beats.last = min(state.beats.last, time)
        for index in state.health.indices { state.health[index].lastHeard = min(state.health[index].lastHeard, time) }
        // What was seen on the clock that was ahead says nothing about now, nor about the hours that are to come.
        state.today?.forget(after: time)
        state.yesterday?.forget(after: time)
        state.ahead.removeAll { $0.time > time }
        for index in state.tracks.indices where state.tracks[index].reported > time {
            state.tracks[index] = DeviceTrack()
        }
        state.lastPress = state.lastPress.mapValues { min($0, time) }
        state.whereabouts = Whereabouts()
        state.leftAt = state.leftAt.map { min($0, time) }
        state.whereaboutsLostAt = time
        state.seesAgainSince = min(state.seesAgainSince, time)
        markUnwatched(from: time, to: before)
        reconsider()
    }

    /// A person's act on an alert. False when there is no such alert or its state does not allow the act.
    package mutating func act(
        _ verb: AlertVerb, at time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]
    ) -> Bool {
        advance(to: time, recall: recall, into: &effects)
        guard let changed = state.book.act(verb, at: state.clock) else { return false }
        if let judgement = verb.judgement { heed(judgement, of: changed, by: verb.by) }
        effects.append(.alert(changed))
        reconsider()
        return true
    }

    /// Alerts that are open now.
    package var openAlerts: [Alert] { state.book.alerts.filter { $0.state.isOpen && $0.state != .pending } }

    // MARK: Days

    private mutating func open(firstReadings readings: [Reading], at time: Timestamp) {
        guard readings.contains(where: { !$0.flags.contains(.retained) }) else { return }
        let day = calendar.day(of: time)
        state.openDay = day
        state.yesterday = DayLog(day: day.previous, carry: DayCarry())
        state.today = DayLog(day: day, carry: DayCarry())
        state.watchingSince = time
        state.homeHeard = time
        setBounds(day)
        grow()
        wakeAt = .distantPast
    }

    mutating func setBounds(_ day: LocalDay) {
        let windows = DayWindows(day, night: definition.night, calendar: &calendar)
        dayStart = windows.whole.start
        dayEnd = windows.whole.end
        daytime = windows.daytime
        afternoon = calendar.moment(day, minutes: DayPart.afternoonFrom)
        evening = calendar.moment(day, minutes: DayPart.eveningFrom)
        let next = DayWindows(day.next, night: definition.night, calendar: &calendar)
        sleepingHours = [sleepingHours(windows.night, on: day), sleepingHours(next.night, on: day.next)]
    }

    /// The moment at which the open day's wall clock reads `minutes` after midnight.
    func clock(_ minutes: Int) -> Timestamp {
        guard let day = state.openDay, dayEnd != dayStart.adding(hours: 24) else {
            return dayStart.adding(minutes: Int64(minutes))
        }
        var calendar = calendar
        return calendar.moment(day, minutes: minutes)
    }

    /// Makes room for devices that the definition gained since the state was written.
    mutating func grow() {
        let count = definition.devices.count
        while state.tracks.count < count { state.tracks.append(DeviceTrack()) }
        while state.health.count < count { state.health.append(DeviceHealth()) }
        while state.deviceRhythms.count < count { state.deviceRhythms.append(Rhythm()) }
    }

    /// Silence until `end` says nothing about a device.
    private mutating func shiftHeard(to end: Timestamp) {
        guard state.openDay != nil else { return }
        state.homeHeard = max(state.homeHeard, end)
        for index in state.health.indices where state.health[index].lastHeard != .distantPast {
            state.health[index].lastHeard = max(state.health[index].lastHeard, end)
        }
    }

    mutating func markUnwatched(from start: Timestamp, to end: Timestamp) {
        for slot in slots(from: start, to: end) { state.today?.unwatched.insert(slot) }
    }

    /// Of the open day, those in which every tenth minute of a span lies.
    func slots(from start: Timestamp, to end: Timestamp) -> [Int] {
        let length = Int64(SlotSet.minutes) * 60_000
        let (from, to) = (max(start, dayStart), min(end, dayEnd))
        guard from < to else { return [] }
        return stride(from: from.milliseconds(since: dayStart), to: to.milliseconds(since: dayStart), by: Int(length))
            .map { Int($0 / length) }
    }
}
