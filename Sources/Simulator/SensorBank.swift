import CareModel

/// The sensors of one home: sees lived days and says what the bridge publishes about them.
struct SensorBank {
    private let chance: Chance
    private let missingOffShare: Double
    private var states: [SensorState]

    /// Something that one sensor notices, before it decides what to report.
    private struct Stimulus {
        var at: Timestamp
        var sensor: Sensor
        var kind: Kind
        enum Kind {
            case motion, heartbeat
            case turn(Bool)
            case press
        }
    }

    private struct SensorState {
        var isOn = false
        var lastReport = Timestamp.distantPast
        /// When a motion sensor reports "off" unless it sees something before.
        var offDue: Timestamp?
        /// Milliseconds for which a motion sensor is blind after a report, and after which it reports "off".
        var blind: Int64 = 0
        var offAfter: Int64 = 0
    }

    init(chance: Chance, missingOffShare: Double) {
        self.chance = chance
        self.missingOffShare = missingOffShare
        states = Sensor.allCases.map { sensor in
            var state = SensorState()
            let blind = chance.uniform(.motion, -1, sensor.rawValue, in: 60...80)
            state.blind = Int64(blind * 1000)
            state.offAfter = Int64(chance.uniform(.motion, -2, sensor.rawValue, in: (blind + 4)...90) * 1000)
            return state
        }
    }

    /// What is reported in `window`, in time order. Windows must follow one another.
    mutating func observe(
        stays: [Stay], visits: [Visit], safety: [Episode.Occurrence], in window: Range<Timestamp>
    ) -> [Report] {
        var stimuli: [Stimulus] = []
        stimuli.reserveCapacity(2500)
        // The door opens some seconds before an outing begins.
        let horizon = window.upperBound.adding(seconds: 15)
        for (index, stay) in stays.enumerated() where stay.start < horizon && stay.end >= window.lowerBound {
            look(at: stay, in: window, into: &stimuli)
            let isAfterBed = index > 0 && stays[index - 1].place == .bed
            let isBeforeBed = index + 1 < stays.count && stays[index + 1].place == .bed
            feel(stay, isAfterBed: isAfterBed, isBeforeBed: isBeforeBed, into: &stimuli)
        }
        for visit in visits where visit.start < horizon && visit.end >= window.lowerBound {
            for stay in visit.stays { look(at: stay, in: window, into: &stimuli) }
            passDoor(entering: visit.start, into: &stimuli)
            passDoor(leaving: visit.end, into: &stimuli)
        }
        for occurrence in safety { raise(occurrence, into: &stimuli) }
        beat(in: window, into: &stimuli)
        stimuli.removeAll { !window.contains($0.at) }
        stimuli.sort { ($0.at, $0.sensor.rawValue) < ($1.at, $1.sensor.rawValue) }
        return report(stimuli, until: window.upperBound)
    }

    /// Takes the bed's state at the very beginning, silently.
    mutating func begin(inBed: Bool) { states[Sensor.bed.rawValue].isOn = inBed }

    /// What a motion sensor sees of somebody: coming in, then movements in thirds of a minute of absolute time.
    private func look(at stay: Stay, in window: Range<Timestamp>, into stimuli: inout [Stimulus]) {
        guard stay.liveliness > 0, let sensor = Sensor.motion(in: stay.place) else { return }
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

    /// What contacts and the bed notice of a stay.
    private func feel(_ stay: Stay, isAfterBed: Bool, isBeforeBed: Bool, into stimuli: inout [Stimulus]) {
        switch stay.place {
        case .bed:
            if !isAfterBed { stimuli.append(Stimulus(at: stay.start, sensor: .bed, kind: .turn(true))) }
            if !isBeforeBed { stimuli.append(Stimulus(at: stay.end, sensor: .bed, kind: .turn(false))) }
        case .out:
            passDoor(leaving: stay.start, into: &stimuli)
            passDoor(entering: stay.end, into: &stimuli)
        case .kitchen: openFridge(stay, into: &stimuli)
        case .bedroom, .bathroom, .livingRoom, .hallway: break
        }
    }

    private func passDoor(leaving at: Timestamp, into stimuli: inout [Stimulus]) {
        let open = Int64(chance.uniform(.door, at.milliseconds, in: 5...12) * 1000)
        stimuli.append(Stimulus(at: at.adding(milliseconds: -open), sensor: .frontDoor, kind: .turn(true)))
        stimuli.append(Stimulus(at: at, sensor: .frontDoor, kind: .turn(false)))
    }

    private func passDoor(entering at: Timestamp, into stimuli: inout [Stimulus]) {
        let open = Int64(chance.uniform(.door, at.milliseconds, in: 5...12) * 1000)
        stimuli.append(Stimulus(at: at, sensor: .frontDoor, kind: .turn(true)))
        stimuli.append(Stimulus(at: at.adding(milliseconds: open), sensor: .frontDoor, kind: .turn(false)))
    }

    private func openFridge(_ stay: Stay, into stimuli: inout [Stimulus]) {
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

    private func raise(_ occurrence: Episode.Occurrence, into stimuli: inout [Stimulus]) {
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
    private func beat(in window: Range<Timestamp>, into stimuli: inout [Stimulus]) {
        let hour: Int64 = 3_600_000
        for sensor in Sensor.allCases {
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

    private mutating func report(_ stimuli: [Stimulus], until end: Timestamp) -> [Report] {
        var reports: [Report] = []
        reports.reserveCapacity(stimuli.count)
        for stimulus in stimuli {
            turnOff(stimulus.sensor, before: stimulus.at, into: &reports)
            react(to: stimulus, into: &reports)
        }
        for sensor in Sensor.allCases { turnOff(sensor, before: end, into: &reports) }
        return Report.inOrder(reports)
    }

    private mutating func react(to stimulus: Stimulus, into reports: inout [Report]) {
        let (sensor, at) = (stimulus.sensor, stimulus.at)
        let index = sensor.rawValue
        switch stimulus.kind {
        case .motion:
            guard at.milliseconds(since: states[index].lastReport) >= states[index].blind else { return }
            let wasOn = states[index].isOn
            states[index].isOn = true
            states[index].lastReport = at
            states[index].offDue = at.adding(milliseconds: states[index].offAfter)
            reports.append(Report(at: at, .state(sensor, on: true), isTransition: !wasOn))
        case .turn(let on):
            guard states[index].isOn != on else { return }
            states[index].isOn = on
            reports.append(Report(at: at, .state(sensor, on: on), isTransition: true))
        case .heartbeat: reports.append(Report(at: at, .state(sensor, on: states[index].isOn)))
        case .press:
            reports.append(Report(at: at, .action(sensor, "emergency")))
            reports.append(Report(at: at.adding(milliseconds: 300), .action(sensor, "")))
        }
    }

    private mutating func turnOff(_ sensor: Sensor, before time: Timestamp, into reports: inout [Report]) {
        let index = sensor.rawValue
        guard let due = states[index].offDue, due <= time else { return }
        states[index].offDue = nil
        if chance.uniform(.missingOff, due.milliseconds, index) < missingOffShare { return }
        states[index].isOn = false
        reports.append(Report(at: due, .state(sensor, on: false), isTransition: true))
    }
}
