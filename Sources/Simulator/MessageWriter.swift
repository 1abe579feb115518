import CareModel
import Foundation

/// Writes reports as MQTT messages: topics and payloads of zigbee2mqtt and of self-monitoring.
struct MessageWriter {
    private let chance: Chance
    private let firstDay: LocalDay
    private let lastSeen: Plan.LastSeenForm
    private let skewMilliseconds: Int64
    private let clockSteps: [(span: Range<Timestamp>, milliseconds: Int64)]
    /// By sensor: when its battery runs out, and when it has a new one.
    private let deaths: [[(from: Timestamp, until: Timestamp?)]]
    private let topics: [String]
    private let availabilityTopics: [String]
    private let stateTopic: String
    private let devicesTopic: String
    private let weightTopic: String
    private let pressureTopic: String
    private let pulseTopic: String
    private let bridgeDevices: String
    private var calendar: HomeCalendar
    private var json = JSONText()

    init(_ installation: Installation, chance: Chance, start: LocalDay, plan: Plan, calendar: HomeCalendar) {
        var calendar = calendar
        clockSteps = plan.faults.clockSteps.map { step in
            let from = step.from.timestamp(start: start, calendar: &calendar)
            let to = max(from, step.to.timestamp(start: start, calendar: &calendar))
            return (from..<to, Int64(step.seconds) * 1000)
        }
        deaths = Sensor.allCases.map { sensor in
            plan.faults.deadSensors.filter { $0.device == sensor.name }.map { death in
                let until = death.untilDay.map { PlanTime(day: $0).timestamp(start: start, calendar: &calendar) }
                return (PlanTime(day: death.fromDay).timestamp(start: start, calendar: &calendar), until)
            }
        }
        let (bridge, base) = (installation.bridgeTopic, installation.baseTopic)
        self.chance = chance
        firstDay = start
        lastSeen = plan.effectiveLastSeen
        skewMilliseconds = Int64(plan.faults.clockSkewSeconds) * 1000
        topics = Sensor.allCases.map { "\(bridge)/\($0.name)" }
        availabilityTopics = Sensor.allCases.map { "\(bridge)/\($0.name)/availability" }
        stateTopic = "\(bridge)/bridge/state"
        devicesTopic = "\(bridge)/bridge/devices"
        (weightTopic, pressureTopic) = ("\(base)/vitals/weight", "\(base)/vitals/blood_pressure")
        pulseTopic = "\(base)/vitals/pulse"
        bridgeDevices = BridgeDevices(chance).json(installation.sensors)
        self.calendar = calendar
    }

    /// The message that a report is sent as.
    mutating func message(_ report: Report) -> SimulatedMessage {
        let (topic, payload) = text(report)
        return SimulatedMessage(at: report.at, topic: topic, payload: payload, retained: report.retained)
    }

    private mutating func text(_ report: Report) -> (topic: String, payload: String) {
        switch report.content {
        case .state(let sensor, let on):
            json.begin()
            writeState(sensor, on: on, report)
            return (topics[sensor.rawValue], json.end())
        case .action(let sensor, let action):
            json.begin()
            json.field("action", text: action)
            writeSelfReport(sensor, report)
            return (topics[sensor.rawValue], json.end())
        case .nulls(let sensor): return (topics[sensor.rawValue], nulls(sensor))
        case .availability(let sensor, let online):
            return (availabilityTopics[sensor.rawValue], online ? #"{"state":"online"}"# : #"{"state":"offline"}"#)
        case .bridgeState(let online):
            return (stateTopic, online ? #"{"state":"online"}"# : #"{"state":"offline"}"#)
        case .bridgeDevices: return (devicesTopic, bridgeDevices)
        case .weight(let tenths):
            json.begin()
            json.field("weight", tenths: tenths)
            return (weightTopic, json.end())
        case .bloodPressure(let systolic, let diastolic):
            json.begin()
            json.field("systolic", systolic)
            json.field("diastolic", diastolic)
            return (pressureTopic, json.end())
        case .pulse(let rate):
            json.begin()
            json.field("heart_rate", rate)
            return (pulseTopic, json.end())
        case .reconnection: preconditionFailure("a reconnection is replaced by its messages before it is written")
        }
    }

    private mutating func writeState(_ sensor: Sensor, on: Bool, _ report: Report) {
        switch sensor {
        case .bathroomMotion, .bedroomMotion, .hallwayMotion, .kitchenMotion, .livingRoomMotion, .studyMotion,
            .guestRoomMotion:
            json.field("illuminance", illuminance(sensor, at: report.source))
            json.field("occupancy", on)
        case .frontDoor, .fridgeDoor, .bathroomDoor: json.field("contact", !on)
        case .kettle, .stove, .tv, .microwave: json.field("power", tenths: on ? power(sensor, at: report.source) : 3)
        case .bed, .chair: json.field("occupancy", on)
        case .sosButton: break
        case .smokeAlarm: json.field("smoke", on)
        case .kitchenLeak: json.field("water_leak", on)
        case .climate:
            json.field("humidity", 38 + Int(chance.uniform(.weather, report.source.milliseconds, 1) * 6))
            json.field("temperature", tenths: temperature(at: report.source))
        }
        writeSelfReport(sensor, report)
    }

    /// What every battery device of a Zigbee network says of itself with each report.
    private mutating func writeSelfReport(_ sensor: Sensor, _ report: Report) {
        let battery = batteryPercent(sensor, at: report.source)
        if !sensor.isMains { json.field("battery", battery) }
        switch lastSeen {
        case .none: break
        case .iso8601:
            json.field("last_seen", text: report.source.adding(milliseconds: skew(at: report.source)).description)
        case .epochMilliseconds:
            json.field("last_seen", Int(report.source.milliseconds + skew(at: report.source)))
        }
        if Self.tellsChipTemperature(sensor) {
            json.field("device_temperature", temperature(at: report.source) / 10 + 3)
            json.field("power_outage_count", 2 + sensor.rawValue)
        }
        let noise = chance.uniform(.link, report.source.milliseconds, sensor.rawValue + 100 * report.copy)
        let quality = 60 + Int(chance.uniform(.link, -1, sensor.rawValue) * 120)
        json.field("linkquality", quality + Int(noise * 30))
        json.field("voltage", sensor.isMains ? 230 : 2700 + battery * 3)
    }

    private func skew(at time: Timestamp) -> Int64 {
        clockSteps.reduce(skewMilliseconds) { $0 + ($1.span.contains(time) ? $1.milliseconds : 0) }
    }

    /// In tenths of a watt, while the appliance is on.
    private func power(_ sensor: Sensor, at time: Timestamp) -> Int {
        let watts: Double =
            switch sensor {
            case .kettle: 2000
            case .stove: 1400
            case .microwave: 1100
            default: 85
            }
        return Int(watts * chance.uniform(.appliance, time.milliseconds, 50 + sensor.rawValue, in: 9.2...10.4))
    }

    /// Some makers report the temperature of the chip, which says nothing about the room.
    static func tellsChipTemperature(_ sensor: Sensor) -> Bool {
        switch sensor.kind {
        case .motion, .door, .leak: true
        default: false
        }
    }

    private func batteryPercent(_ sensor: Sensor, at time: Timestamp) -> Int {
        let new = 70 + chance.uniform(.battery, 0, sensor.rawValue) * 30
        let dailyLoss = 0.01 + chance.uniform(.battery, 1, sensor.rawValue) * 0.03
        let days = Double(time.milliseconds) / 86_400_000 - Double(firstDay.number)
        let usual = max(1, Int(new - dailyLoss * days))
        for death in deaths[sensor.rawValue] {
            if let until = death.until, time >= until { return 100 }
            let left = Double(death.from.milliseconds(since: time)) / 86_400_000
            if left >= 0 { return min(usual, 5 + Int(left)) }
        }
        return usual
    }

    private mutating func illuminance(_ sensor: Sensor, at time: Timestamp) -> Int {
        let hour = Double(calendar.wallMilliseconds(of: time)) / 3_600_000
        let season = calendar.day(of: time).season
        let light = max(0, cos((hour - 12.5) / 24 * 2 * Double.pi) + 0.35 * season)
        let lamp = hour > 6.5 && hour < 22 ? 25.0 : 1
        let noise = chance.uniform(.weather, time.milliseconds, sensor.rawValue + 10)
        return Int((180 * light + lamp) * (0.7 + 0.6 * noise))
    }

    private mutating func temperature(at time: Timestamp) -> Int {
        let hour = Double(calendar.wallMilliseconds(of: time)) / 3_600_000
        let noise = chance.uniform(.weather, time.milliseconds, 2)
        return Int(
            (212 + 8 * cos((hour - 17) / 24 * 2 * Double.pi) + 6 * calendar.day(of: time).season + 4 * noise).rounded())
    }

    private mutating func nulls(_ sensor: Sensor) -> String {
        json.begin()
        json.null("battery")
        switch sensor.kind {
        case .motion:
            json.null("illuminance")
            json.null("occupancy")
        case .door: json.null("contact")
        case .bed, .chair: json.null("occupancy")
        case .power: json.null("power")
        case .button: json.null("action")
        case .smoke: json.null("smoke")
        case .leak: json.null("water_leak")
        default:
            json.null("humidity")
            json.null("temperature")
        }
        json.null("linkquality")
        json.null("voltage")
        return json.end()
    }
}
