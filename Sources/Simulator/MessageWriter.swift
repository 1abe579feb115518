import CareModel
import Foundation

/// Writes reports as MQTT messages: topics and payloads of zigbee2mqtt and of self-monitoring.
struct MessageWriter {
    private let chance: Chance
    private let firstDay: LocalDay
    private let lastSeen: Plan.LastSeenForm
    private let skewMilliseconds: Int64
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
        case .bathroomMotion, .bedroomMotion, .hallwayMotion, .kitchenMotion, .livingRoomMotion:
            json.field("illuminance", illuminance(sensor, at: report.source))
            json.field("occupancy", on)
        case .frontDoor, .fridgeDoor: json.field("contact", !on)
        case .bed: json.field("occupancy", on)
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
        json.field("battery", battery)
        switch lastSeen {
        case .none: break
        case .iso8601:
            json.field("last_seen", text: report.source.adding(milliseconds: skewMilliseconds).description)
        case .epochMilliseconds:
            json.field("last_seen", Int(report.source.milliseconds + skewMilliseconds))
        }
        if Self.tellsChipTemperature(sensor) {
            json.field("device_temperature", temperature(at: report.source) / 10 + 3)
            json.field("power_outage_count", 2 + sensor.rawValue)
        }
        let noise = chance.uniform(.link, report.source.milliseconds, sensor.rawValue + 100 * report.copy)
        let quality = 60 + Int(chance.uniform(.link, -1, sensor.rawValue) * 120)
        json.field("linkquality", quality + Int(noise * 30))
        json.field("voltage", 2700 + battery * 3)
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
        return max(1, Int(new - dailyLoss * days))
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
        case .bed: json.null("occupancy")
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
