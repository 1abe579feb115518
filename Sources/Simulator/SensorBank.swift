import CareModel

/// The sensors of one home: sees lived days and says what the bridge publishes about them.
struct SensorBank {
    private let chance: Chance
    private let missingOffShare: Double
    private let bedDropoutsAnHour: Double
    private let layout: Layout
    private let installed: [Sensor]
    private let isInstalled: [Bool]
    private let hasHeartbeats: Bool
    private var states: [SensorState]

    private struct SensorState {
        var isOn = false
        var lastReport = Timestamp.distantPast
        /// When a motion sensor reports "off" unless it sees something before.
        var offDue: Timestamp?
        /// Milliseconds for which a motion sensor is blind after a report, and after which it reports "off".
        var blind: Int64 = 0
        var offAfter: Int64 = 0
    }

    init(_ installation: Installation, chance: Chance, faults: Faults) {
        self.chance = chance
        (missingOffShare, bedDropoutsAnHour) = (faults.missingOffShare, faults.bedDropoutsAnHour)
        (layout, installed) = (installation.layout, installation.sensors)
        isInstalled = Sensor.allCases.map { installation.sensors.contains($0) }
        hasHeartbeats = installation.hasHeartbeats
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
        var perception = Perception(
            chance: chance, window: window, layout: layout, isInstalled: isInstalled,
            bedDropoutsAnHour: bedDropoutsAnHour)
        perception.follow(stays)
        for visit in visits { perception.follow(visit) }
        for occurrence in safety { perception.raise(occurrence) }
        if hasHeartbeats { perception.beat() }
        return report(perception.inOrder(), until: window.upperBound)
    }

    /// Takes the bed's state at the very beginning, silently; the bathroom's door stands open.
    mutating func begin(inBed: Bool) {
        states[Sensor.bed.rawValue].isOn = inBed
        states[Sensor.bathroomDoor.rawValue].isOn = true
    }

    private mutating func report(_ stimuli: [Stimulus], until end: Timestamp) -> [Report] {
        var reports: [Report] = []
        reports.reserveCapacity(stimuli.count)
        for stimulus in stimuli {
            turnOff(stimulus.sensor, before: stimulus.at, into: &reports)
            react(to: stimulus, into: &reports)
        }
        for sensor in installed { turnOff(sensor, before: end, into: &reports) }
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
