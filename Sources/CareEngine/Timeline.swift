import CareModel

/// A stretch of one home's events read as movements, room by room: the ground of every daily feature.
struct Timeline: Sendable {
    /// One sign of a person, in order of time.
    struct Sign: Sendable {
        var time: Timestamp
        /// Index of the room; -1 when unknown.
        var room: Int
        var kind: Kind
        /// A motion sensor's, or a door's.
        var isMotion = false
        var isDoor = false
        /// A motion or presence sensor's.
        var isOfActivity = false
        /// A door that told shortly before that it was open.
        var isPassage = false
        /// Nobody was noticed for some minutes before and after.
        var isStray = false
        /// A measurement of their own, which may be taken elsewhere: does not tell who is back, where other sensors would.
        var isOwnMeasurement = false
        enum Kind: Sendable { case indoor, outerDoor, bed }
    }

    var window: TimeSpan
    var signs: [Sign] = []
    /// What was measured, and what a dispenser said; in order of time.
    struct Measurement: Sendable {
        var time: Timestamp
        var quantity: Quantity
        var value: Double
    }

    /// A door or a fridge was opened; in order of time.
    struct Opening: Sendable {
        var time: Timestamp
        var device: UInt16
    }

    /// By room: when somebody moved there.
    var active: [[TimeSpan]]
    var inBed: [TimeSpan] = []
    var inChair: [TimeSpan] = []
    var away: [TimeSpan] = []
    /// From a loss of sight until somebody was noticed again: at home, or gone out meanwhile.
    var unseen: [TimeSpan] = []
    /// Nobody was noticed for long, and an outer door could not be heard in it: at home, or gone out by that door.
    var perhapsOut: [TimeSpan] = []
    var measurements: [Measurement] = []
    var openings: [Opening] = []
    /// Motion sensors that spoke again while they were on: no new movement, but somebody is there.
    var repeats: [Sign] = []
    /// Each report of a bed sensor that nobody lies there, repeats included.
    var bedEmptyAt: [Timestamp] = []
    /// State after the last event.
    var carry: DayCarry

    private let map: HomeMap
    /// By outer door: when it could not be heard.
    let deaf: [UInt16: [TimeSpan]]
    /// By sensor of a bed or a chair: when it could not be heard.
    let silent: [UInt16: [TimeSpan]]

    /// Reads sorted `events` that begin at `window.start` with what `carry` knows. In the `blind` spans nothing of the
    /// home could be seen: what lasted until then is unknown after it. In the `deaf` spans of an outer door who came and
    /// went by it is not known, in the `silent` ones of a bed or chair whether somebody was in it.
    init(
        events: [LoggedEvent], carry: DayCarry, window: TimeSpan, blind: [TimeSpan] = [],
        deaf: [UInt16: [TimeSpan]] = [:], silent: [UInt16: [TimeSpan]] = [:], map: HomeMap
    ) {
        self.window = window
        self.carry = carry
        self.map = map
        self.deaf = deaf
        self.silent = silent
        active = Array(repeating: [], count: map.rooms.count)
        for (number, track) in carry.tracks.enumerated() where track.level == .on {
            resume(UInt16(number), track)
        }
        var losses = blind.map(Self.lost)[...]
        for event in events {
            while let next = losses.first, next <= event.time {
                loseSight(at: next)
                losses.removeFirst()
            }
            read(event)
        }
        for next in losses { loseSight(at: next) }
        for number in self.carry.tracks.indices where self.carry.tracks[number].level == .on {
            finish(UInt16(number), self.carry.tracks[number])
        }
        markStrays()
        if map.watchedRooms.count >= 2 { dropCorrections() }
        findUnseen()
        findAbsences(from: carry.awaySince)
        findPerhapsOut(from: carry)
    }

    private var openSince: [UInt16: Timestamp] = [:]

    private mutating func resume(_ device: UInt16, _ track: DeviceTrack) {
        guard map.role(device).lasts else { return }
        openSince[device] = window.start
        reported[device] = track.reported
    }

    private mutating func finish(_ device: UInt16, _ track: DeviceTrack) {
        guard map.role(device).lasts else { return }
        let believed: Timestamp
        if map.role(device) == .motion {
            believed = min(
                window.end, max(track.since, track.reported).adding(minutes: DeviceTrack.motionLingerMinutes))
        } else {
            believed = window.end
        }
        close(device, at: believed)
    }

    /// By bed sensor: somebody lay in it when sight was lost.
    private var inBedAtLoss: [UInt16: Timestamp] = [:]
    /// Who lies in bed before so long without sight and after it lay there all the time.
    private static let bridgedMinutes = 180.0

    /// When sight was lost in a blind span of whole slots: what was heard in the first of several came before.
    private static func lost(_ blind: TimeSpan) -> Timestamp {
        let slot = Int64(SlotSet.minutes)
        return blind.minutes > Double(slot) ? blind.start.adding(minutes: slot) : blind.start
    }

    private mutating func loseSight(at time: Timestamp) {
        for device in openSince.keys where map.role(device) == .bed { inBedAtLoss[device] = min(time, window.end) }
        for device in openSince.keys.sorted() { close(device, at: min(time, window.end)) }
        for number in carry.tracks.indices { carry.tracks[number].level = .unknown }
        carry.awaySince = nil
        lostAt.append(min(time, window.end))
    }

    /// When sight of the home was lost.
    private var lostAt: [Timestamp] = []
    /// When a bed or chair first told after it that somebody was in it.
    private var foundAt: [Timestamp] = []

    /// From each loss of sight to the next sign of a person. A door that only corrected itself is none.
    private mutating func findUnseen() {
        let noticed = (signs.map(\.time) + foundAt).sorted()
        var losses = lostAt.sorted()
        if let since = carry.unseenSince { losses.insert(since, at: 0) }
        carry.unseenSince = nil
        for lost in losses where lost >= unseen.last?.end ?? .distantPast {
            let found = noticed.first { $0 >= lost }
            let start = max(lost, window.start)
            unseen.append(TimeSpan(start: start, end: max(found ?? window.end, start)))
            if found == nil {
                carry.unseenSince = lost
                return
            }
        }
    }

    private mutating func read(_ event: LoggedEvent) {
        let role = map.role(event.device)
        switch event.quantity {
        case .motion, .occupancy, .presence, .bedOccupancy, .chairOccupancy, .contactOpen:
            readLevel(event, role)
        case .buttonEvent, .sos, .medicationEvent:
            addSign(event.time, event.device, .indoor)
            if event.quantity == .medicationEvent { measure(event) }
        default:
            measure(event)
            if role == .selfMonitoring {
                addSign(event.time, event.device, .indoor)
                signs[signs.count - 1].isOwnMeasurement = !map.activitySensors.isEmpty
            }
        }
    }

    private mutating func measure(_ event: LoggedEvent) {
        measurements.append(Measurement(time: event.time, quantity: event.quantity, value: event.value))
    }

    private mutating func readLevel(_ event: LoggedEvent, _ role: DeviceRole) {
        if role == .bed, event.value == 0 { bedEmptyAt.append(event.time) }
        while carry.tracks.count <= Int(event.device) { carry.tracks.append(DeviceTrack()) }
        if tellsAgain(event) {
            close(event.device, at: event.time)
            carry.tracks[Int(event.device)].level = .unknown
        }
        let reportedBefore = carry.tracks[Int(event.device)].reported
        let change = carry.tracks[Int(event.device)].observe(on: event.value != 0, at: event.time, kind: role)
        switch change {
        case .none: break
        case .stillOn:
            repeats.append(Sign(time: event.time, room: map.room(event.device), kind: .indoor, isMotion: true))
        case .first:
            let lost = inBedAtLoss.removeValue(forKey: event.device)
                .flatMap { event.time.minutes(since: $0) <= Self.bridgedMinutes ? $0 : nil }
            guard event.value != 0, role.lasts else { break }
            open(event.device, at: lost ?? event.time)
            if role == .bed || role == .chair { foundAt.append(event.time) }
        case .on:
            if openSince[event.device] != nil {
                close(event.device, at: min(event.time, lastBelieved(event.device)))
            }
            if role.lasts { open(event.device, at: event.time) }
            addSign(event.time, event.device, role.sign)
            if role == .door || role == .outerDoor {
                openings.append(Opening(time: event.time, device: event.device))
            }
            reported[event.device] = event.time
        case .off(let until):
            close(event.device, at: until)
            if role != .motion && role != .presence { addSign(event.time, event.device, role.sign) }
            if role == .door || role == .outerDoor {
                signs[signs.count - 1].isPassage = event.time <= reportedBefore.adding(minutes: Self.passageMinutes)
            }
        }
        if event.value != 0 { reported[event.device] = event.time }
    }

    private var reported: [UInt16: Timestamp] = [:]

    private func lastBelieved(_ device: UInt16) -> Timestamp {
        (reported[device] ?? window.start).adding(minutes: DeviceTrack.motionLingerMinutes)
    }

    private mutating func open(_ device: UInt16, at time: Timestamp) {
        if openSince[device] == nil { openSince[device] = time }
    }

    private mutating func close(_ device: UInt16, at time: Timestamp) {
        guard let start = openSince.removeValue(forKey: device), time > start else { return }
        let span = TimeSpan(start: start, end: time)
        switch map.role(device) {
        case .bed: inBed += [span].without(silent[device] ?? [])
        case .chair: inChair += [span].without(silent[device] ?? [])
        default:
            let room = map.room(device)
            if room >= 0 { active[room].append(span) }
        }
    }

    private mutating func addSign(_ time: Timestamp, _ device: UInt16, _ kind: Sign.Kind) {
        let room = map.room(device)
        signs.append(
            Sign(
                time: time, room: room, kind: kind, isMotion: map.role(device) == .motion,
                isDoor: map.role(device) == .door || kind == .outerDoor,
                isOfActivity: map.role(device).watchesActivity))
        carry.lastActivity = max(carry.lastActivity, time)
        // A door that moves is a moment of activity in its room.
        if room >= 0, kind != .bed, !map.role(device).lasts {
            active[room].append(TimeSpan(start: time, end: time.adding(seconds: 10)))
        }
    }

    /// An absence begins with an outer door after which nobody is noticed for ten minutes, and ends at an outer door,
    /// or at a sign just before one. A door that moves while nobody is noticed indoors does not end it, nor does a
    /// motion sensor's stray sign.
    ///
    /// Published for outer-door framing with sensitivity .939, specificity .975 (see docs/features.md).
    private mutating func findAbsences(from awaySince: Timestamp?) {
        var leftAt = awaySince
        var strays = 0
        var wasIndoors = true
        for (index, sign) in signs.enumerated() {
            let isDoor = sign.kind == .outerDoor
            if let left = leftAt {
                if sign.isOwnMeasurement { continue }
                if !isDoor, sign.isStray, strays < Self.mostStrays {
                    strays += 1
                    continue
                }
                if isDoor || doorWithin(2, after: index), sign.time.minutes(since: left) >= Self.shortestAbsenceMinutes,
                    !isLyingOrSitting(TimeSpan(start: left, end: sign.time))
                {
                    if !wasIndoors, let last = away.last {
                        away[away.count - 1] = TimeSpan(start: last.start, end: sign.time)
                    } else {
                        away.append(TimeSpan(start: left, end: sign.time))
                    }
                    wasIndoors = false
                }
            }
            strays = 0
            leftAt = isDoor ? sign.time : nil
            if !isDoor { wasIndoors = true }
        }
        let inBedNow = carry.tracks.indices.contains {
            map.role(UInt16($0)) == .bed && carry.tracks[$0].level == .on
                && silent[UInt16($0)]?.contains { $0.end >= window.end } != true
        }
        carry.awaySince = inBedNow ? nil : leftAt
        if let left = carry.awaySince, window.end.minutes(since: left) >= Self.shortestAbsenceMinutes {
            away.append(TimeSpan(start: wasIndoors ? left : away.last?.end ?? left, end: window.end))
        }
        away = away.clipped(to: window).merged()
    }

    /// In bed or in a chair for most of it: not out.
    private func isLyingOrSitting(_ span: TimeSpan) -> Bool {
        (inBed + inChair).merged().clipped(to: span).totalMinutes > span.minutes / 2
    }

    private func doorWithin(_ minutes: Double, after index: Int) -> Bool {
        for sign in signs[index...] {
            if sign.time.minutes(since: signs[index].time) > minutes { return false }
            if sign.kind == .outerDoor { return true }
        }
        return false
    }

    /// Marks the signs indoors that stand alone: a person who walks passes more than one sensor, or one more than once.
    private mutating func markStrays() {
        for index in signs.indices where signs[index].isMotion {
            let before = index > 0 ? signs[index].time.minutes(since: signs[index - 1].time) : .infinity
            let after = index + 1 < signs.count ? signs[index + 1].time.minutes(since: signs[index].time) : .infinity
            signs[index].isStray = before >= Self.strayMinutes && after >= Self.strayMinutes
        }
    }

    /// Leaves out doors that moved although nobody else was noticed around then: a regular report corrected what a lost
    /// one had said. An outer door that ends an absence, or is heard during one, stands after another.
    private mutating func dropCorrections() {
        var kept: [Sign] = []
        kept.reserveCapacity(signs.count)
        for (index, sign) in signs.enumerated() {
            guard sign.isDoor, !sign.isPassage, let last = kept.last,
                last.kind != .outerDoor || sign.kind != .outerDoor,
                sign.time.minutes(since: last.time) > Double(Self.doorAloneMinutes)
            else {
                kept.append(sign)
                continue
            }
            let next = signs[(index + 1)...].first { !$0.isDoor }
            let hasPartner =
                index + 1 < signs.count && signs[index + 1].isDoor
                && signs[index + 1].time <= sign.time.adding(minutes: Self.passageMinutes)
            let isAlone = !hasPartner && next.map { $0.time.minutes(since: sign.time) > Self.strayMinutes } ?? true
            if !isAlone { kept.append(sign) }
        }
        signs = kept
    }

    /// Who goes through a door opens and closes it.
    static let passageMinutes: Int64 = 3
    /// Somebody who goes through a door was noticed so long before it, or is noticed soon after.
    static let doorAloneMinutes: Int64 = 10

    private static let strayMinutes = 5.0
    static let mostStrays = 1
    static let shortestAbsenceMinutes = 10.0
}

extension DeviceRole {
    /// Its "on" is a stretch of time with somebody there, as against a moment.
    var lasts: Bool { self == .motion || self == .presence || self == .bed || self == .chair }

    var sign: Timeline.Sign.Kind {
        switch self {
        case .outerDoor: .outerDoor
        case .bed: .bed
        default: .indoor
        }
    }
}
