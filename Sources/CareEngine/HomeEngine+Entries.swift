package import CareModel

/// What staff, an installer or the home's file say about a home.
extension HomeEngine {
    /// A test that was entered without an end, or with a later one.
    static let usualTestMinutes: Int64 = 60
    static let longestTestHours: Int64 = 24
    /// A visit that was entered without an end.
    static let usualVisitHours: Int64 = 2
    /// Circumstances are kept so long after their end: late data may still touch their days.
    static let circumstancesKeptDays: Int64 = 70

    /// Takes what a person entered. False when it changes nothing: nobody by that name lives here, there is no such
    /// device, nothing of that kind lasts.
    package mutating func enter(
        _ entry: HomeEntry, at time: Timestamp, by person: String, recall: DayLogLookup, into effects: inout [Effect]
    ) -> Bool {
        advance(to: time, recall: recall, into: &effects)
        defer { reconsider() }
        switch entry {
        case .begins(let circumstance): return begin(circumstance, into: &effects)
        case .ends(let kind): return end({ $0.kind == kind }, into: &effects)
        case .cancels(let circumstance):
            return end({ $0.kind == circumstance.kind && $0.from == circumstance.from }, into: &effects)
        case .admitted(let resident): return admit(resident, note: "moved in: \(person)", into: &effects)
        case .discharged: return admit(nil, note: "moved out: \(person)", into: &effects)
        case .replaced(let name):
            guard let device = listedDevice(name) else { return false }
            restart(device, note: "replaced: \(person)", into: &effects)
            return true
        }
    }

    /// What the home's file says now differs from what was last taken from it.
    package var changedSetup: SetupChange? {
        guard let before = state.setup else { return nil }
        let now = HomeSetup(definition)
        let isSame = now.resident == before.resident && now.devices.allSatisfy { before.devices[$0.key] == $0.value }
        return isSame ? nil : SetupChange(before: before, now: now)
    }

    /// Takes a changed file of the home: a new resident inherits nothing, and a device that stands elsewhere or is
    /// another kind of device starts anew with what depends on it.
    package mutating func take(
        _ change: SetupChange, at time: Timestamp, recall: DayLogLookup, into effects: inout [Effect]
    ) {
        advance(to: time, recall: recall, into: &effects)
        let (before, setup) = (change.before, change.now)
        if setup.resident != before.resident {
            _ = admit(setup.resident, note: "another resident in the home's file", into: &effects)
        }
        for name in before.moved(in: setup) {
            if let device = listedDevice(name) { restart(device, note: "moved", into: &effects) }
        }
        state.setup?.resident = setup.resident
        // A device that is left out for a while is remembered where it stood.
        state.setup?.devices.merge(setup.devices) { $1 }
        reconsider()
    }

    // MARK: Circumstances

    private mutating func begin(_ entered: Circumstance, into effects: inout [Effect]) -> Bool {
        var circumstance = entered
        switch entered.kind {
        case .test:
            let latest = entered.from.adding(hours: Self.longestTestHours)
            circumstance.until = min(entered.until ?? entered.from.adding(minutes: Self.usualTestMinutes), latest)
        case .visit: circumstance.until = entered.until ?? entered.from.adding(hours: Self.usualVisitHours)
        case .hospital, .away, .paused: break
        }
        guard circumstance.until.map({ $0 > circumstance.from }) ?? true,
            !state.circumstances.contains(circumstance)
        else { return false }
        state.circumstances.append(circumstance)
        state.circumstances.sort { ($0.from, $0.kind.rawValue) < ($1.from, $1.kind.rawValue) }
        let rests: Bool
        switch circumstance.kind {
        case .hospital, .away, .paused: rests = circumstance.covers(state.clock)
        case .visit, .test: rests = false
        }
        if rests { closeSituations(note: circumstance.kind.rawValue, into: &effects) }
        return true
    }

    /// Those that are meant and not over yet.
    private mutating func end(_ isMeant: (Circumstance) -> Bool, into effects: inout [Effect]) -> Bool {
        let now = state.clock
        var (hasChanged, endsTest) = (false, false)
        var kept: [Circumstance] = []
        for var circumstance in state.circumstances {
            if isMeant(circumstance), (circumstance.until ?? .distantFuture) > now {
                hasChanged = true
                endsTest = endsTest || circumstance.kind == .test
                if circumstance.from >= now { continue }
                circumstance.until = now
            }
            kept.append(circumstance)
        }
        state.circumstances = kept
        if endsTest { finishTest(at: now, into: &effects) }
        return hasChanged
    }

    /// Drops what ended long ago; with every day that closes.
    mutating func forgetCircumstances() {
        let limit = state.clock.adding(hours: -24 * Self.circumstancesKeptDays)
        state.circumstances.removeAll { ($0.until ?? .distantFuture) < limit }
    }

    /// When a test that is not yet worked off ends.
    var testEndAt: Timestamp? {
        var end: Timestamp?
        for test in state.circumstances where test.kind == .test {
            guard let until = test.until, until > state.testEndedAt else { continue }
            end = min(end ?? until, until)
        }
        return end
    }

    /// What was raised in a test is over with it, and nothing that began in it is counted further.
    mutating func finishTest(at time: Timestamp, into effects: inout [Effect]) {
        state.testEndedAt = max(state.testEndedAt, time)
        guard circumstance(.test, at: time) == nil else { return }
        for alert in state.book.alerts where alert.state == .suppressed && alert.suppressedBy == "test" {
            close(alert, note: "the test ended", into: &effects)
        }
        state.lastPress = [:]
        state.watchingSince = max(state.watchingSince, time)
        state.whereabouts = Whereabouts()
        for index in state.health.indices { state.health[index].offlineSince = nil }
        if state.bridgeOfflineSince != nil { state.bridgeOfflineSince = time }
    }

    // MARK: Residents and devices

    private mutating func admit(_ resident: String?, note: String, into effects: inout [Effect]) -> Bool {
        // A home that is rebuilt from its log begins with the resident whom its file names today.
        guard resident != state.resident || (resident != nil && state.residentSince == .distantPast) else {
            return false
        }
        for alert in state.forgetResident(note: note) { effects.append(.alert(alert)) }
        state.resident = resident
        state.residentSince = state.clock
        _ = end({ $0.kind != .test }, into: &effects)
        learnLimits()
        return true
    }

    private func listedDevice(_ name: String) -> UInt16? {
        definition.devices.first { $0.name == name && !$0.topic.isEmpty }?.number
    }

    /// Another sensor under a known name, or the same one elsewhere: what was learned of it is not used.
    private mutating func restart(_ device: UInt16, note: String, into effects: inout [Effect]) {
        let index = Int(device)
        let name = definition.devices[index].name
        for alert in state.book.alerts
        where alert.state.isOpen && alert.family == .technical && alert.place == name {
            close(alert, note: note, into: &effects)
        }
        state.deviceRhythms[index] = Rhythm()
        state.health[index] = DeviceHealth()
        state.tracks[index] = DeviceTrack()
        state.alarmsOn = state.alarmsOn.filter { $0 >> 8 != UInt32(device) }
        state.lastPress[device] = nil
        let features = map.features(dependingOn: device)
        state.forget(features)
        state.habits.forget(features)
        learnLimits()
    }

    /// Closes every open alert about the resident's day.
    private mutating func closeSituations(note: String, into effects: inout [Effect]) {
        for alert in state.book.alerts where alert.family == .situation && alert.state.isOpen {
            close(alert, note: note, into: &effects)
        }
    }

    private mutating func close(_ alert: Alert, note: String, into effects: inout [Effect]) {
        if let closed = state.book.clear(alert.rule, place: alert.place, at: state.clock, note: note) {
            effects.append(.alert(closed))
        }
    }
}

extension HomeState {
    /// Starts what was learned of these features' days anew.
    mutating func forget(_ features: Set<String>) {
        detector.forget(features)
        past.forget(features)
    }

    /// Forgets all that was learned of a resident, and closes the alerts about them; gives back those that somebody
    /// knew of.
    mutating func forgetResident(note: String) -> [Alert] {
        detector = ChangeDetector()
        history = DayHistory()
        past = FeaturePast()
        firstActivities = []
        longestInactivities = []
        families = HomeState.noFamilies
        habits = Habits()
        whereabouts = Whereabouts()
        leftAt = nil
        isHeld = false
        return book.alerts.filter { $0.state.isOpen && ($0.family != .technical || HomeEngine.isAboutPerson($0.rule)) }
            .compactMap { book.clear($0.rule, place: $0.place, at: clock, note: note) }
    }
}
