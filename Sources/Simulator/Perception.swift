import CareModel

/// What the sensors of a home notice of the people in it, before any of them decides what to report.
struct Perception {
    let chance: Chance
    private let window: Range<Timestamp>
    private let layout: Layout
    /// Places of installed sensors, by raw value.
    private let isInstalled: [Bool]
    let bedDropoutsAnHour: Double
    private var stimuli: [Stimulus] = []

    init(
        chance: Chance, window: Range<Timestamp>, layout: Layout, isInstalled: [Bool], bedDropoutsAnHour: Double
    ) {
        (self.chance, self.window, self.layout) = (chance, window, layout)
        (self.isInstalled, self.bedDropoutsAnHour) = (isInstalled, bedDropoutsAnHour)
        stimuli.reserveCapacity(2500)
    }

    /// Everything noticed in the window, in time order.
    func inOrder() -> [Stimulus] {
        stimuli.filter { window.contains($0.at) && isInstalled[$0.sensor.rawValue] }
            .sorted { ($0.at, $0.sensor.rawValue) < ($1.at, $1.sensor.rawValue) }
    }

    func has(_ sensor: Sensor) -> Bool { isInstalled[sensor.rawValue] }

    mutating func add(_ stimulus: Stimulus) { stimuli.append(stimulus) }

    /// In the last seven hours of the window, which is a local day.
    func isEvening(_ time: Timestamp) -> Bool {
        time >= window.upperBound.adding(hours: -7) || time < window.lowerBound
    }

    /// The resident's stays, one after another.
    mutating func follow(_ stays: [Stay]) {
        // The door opens some seconds before an outing begins.
        let horizon = window.upperBound.adding(seconds: 15)
        for (index, stay) in stays.enumerated() where stay.start < horizon && stay.end >= window.lowerBound {
            look(at: stay)
            let isGoneOn = index > 0 && stays[index - 1].goesOn(in: stay)
            let goesOn = index + 1 < stays.count && stay.goesOn(in: stays[index + 1])
            feel(stay, isGoneOn: isGoneOn, goesOn: goesOn)
        }
    }

    /// Somebody else who comes and goes.
    mutating func follow(_ visit: Visit) {
        guard visit.start <= window.upperBound.adding(seconds: 15), visit.end >= window.lowerBound else { return }
        for stay in visit.stays { look(at: stay) }
        passDoor(entering: visit.start)
        passDoor(leaving: visit.end)
    }

    /// What a motion sensor sees of somebody: coming in, then movements in thirds of a minute of absolute time.
    private mutating func look(at stay: Stay) {
        guard stay.liveliness > 0, let sensor = layout.motion(in: stay.place) else { return }
        let (from, to) = (max(stay.start, window.lowerBound), min(stay.end, window.upperBound))
        if stay.place != .bed {
            let entering = 800 + Int64(chance.uniform(.motion, stay.start.milliseconds, sensor.rawValue) * 1200)
            let seen = stay.start.adding(milliseconds: entering)
            if seen < stay.end { stimuli.append(Stimulus(at: seen, sensor: sensor, kind: .motion)) }
        }
        let slotLength: Int64 = 20_000
        var slot = from.milliseconds.flooredDivision(by: slotLength)
        while slot * slotLength < to.milliseconds {
            let bits = chance.bits(.motion, slot, sensor.rawValue)
            if Double(bits >> 11) * 0x1p-53 < stay.liveliness {
                let at = Timestamp(milliseconds: slot * slotLength + Int64(bits & 0x7ff) * slotLength / 0x800)
                if at >= from, at < to { stimuli.append(Stimulus(at: at, sensor: sensor, kind: .motion)) }
            }
            slot += 1
        }
    }

    /// What contacts and the bed notice of a stay: `isGoneOn` from the one before, `goesOn` in the next.
    private mutating func feel(_ stay: Stay, isGoneOn: Bool, goesOn: Bool) {
        switch stay.place {
        case .bed:
            if !isGoneOn { stimuli.append(Stimulus(at: stay.start, sensor: .bed, kind: .turn(true))) }
            if !goesOn { stimuli.append(Stimulus(at: stay.end, sensor: .bed, kind: .turn(false))) }
            if bedDropoutsAnHour > 0 { dropOut(stay) }
            touch(.tv, off: stay.start)
        case .out:
            if !isGoneOn { passDoor(leaving: stay.start) }
            if !goesOn { passDoor(entering: stay.end) }
            touch(.tv, off: stay.start)
        case .kitchen:
            openFridge(stay)
            cook(stay)
        case .bathroom: closeBathroom(stay)
        case .livingRoom: sit(stay)
        case .bedroom, .hallway, .study, .guestRoom: break
        }
    }

    private mutating func passDoor(leaving at: Timestamp) {
        let open = Int64(chance.uniform(.door, at.milliseconds, in: 5...12) * 1000)
        stimuli.append(Stimulus(at: at.adding(milliseconds: -open), sensor: .frontDoor, kind: .turn(true)))
        stimuli.append(Stimulus(at: at, sensor: .frontDoor, kind: .turn(false)))
    }

    private mutating func passDoor(entering at: Timestamp) {
        let open = Int64(chance.uniform(.door, at.milliseconds, in: 5...12) * 1000)
        stimuli.append(Stimulus(at: at, sensor: .frontDoor, kind: .turn(true)))
        stimuli.append(Stimulus(at: at.adding(milliseconds: open), sensor: .frontDoor, kind: .turn(false)))
    }

    private mutating func openFridge(_ stay: Stay) {
        guard stay.activity == .meal || stay.activity == .leisure else { return }
        var draw = chance.stream(.fridge, stay.start.milliseconds)
        let count = stay.activity == .meal ? 1 + draw.poisson(0.9) : (draw.happens(0.35) ? 1 : 0)
        var free = stay.start.adding(seconds: 5)
        for index in 0..<count {
            let share = (Double(index) + draw.uniform()) / Double(count)
            let length = Double(stay.end.milliseconds(since: stay.start))
            let open = max(free, stay.start.adding(milliseconds: Int64(share * length)))
            let shut = open.adding(milliseconds: Int64(draw.uniform(6, 25) * 1000))
            guard shut < stay.end else { return }
            stimuli.append(Stimulus(at: open, sensor: .fridgeDoor, kind: .turn(true)))
            stimuli.append(Stimulus(at: shut, sensor: .fridgeDoor, kind: .turn(false)))
            free = shut.adding(seconds: 5)
        }
    }

    mutating func raise(_ occurrence: Episode.Occurrence) {
        switch occurrence.kind {
        case .sos: stimuli.append(Stimulus(at: occurrence.from, sensor: .sosButton, kind: .press))
        case .smoke, .leak:
            let sensor: Sensor = occurrence.kind == .smoke ? .smokeAlarm : .kitchenLeak
            stimuli.append(Stimulus(at: occurrence.from, sensor: sensor, kind: .turn(true)))
            stimuli.append(Stimulus(at: occurrence.to, sensor: sensor, kind: .turn(false)))
        default: break
        }
    }

    /// Every device reports itself about once an hour, whatever happens in the home.
    mutating func beat() {
        let hour: Int64 = 3_600_000
        for sensor in Sensor.allCases where isInstalled[sensor.rawValue] {
            let phase = Int64(chance.uniform(.beats, -1, sensor.rawValue) * 3_000_000)
            var index = window.lowerBound.milliseconds.flooredDivision(by: hour) - 1
            while index * hour < window.upperBound.milliseconds {
                let jitter = Int64(chance.uniform(.beats, index, sensor.rawValue) * 300_000)
                let at = Timestamp(milliseconds: index * hour + phase + jitter)
                stimuli.append(Stimulus(at: at, sensor: sensor, kind: .heartbeat))
                index += 1
            }
        }
    }
}
