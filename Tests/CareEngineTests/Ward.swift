import CareEngine
import CareModel
import Foundation

/// A small home for tests, with words to say what its sensors report.
struct Ward {
    static let devices: [(String, DeviceKind, String, Placement)] = [
        ("bathroom", .motion, "bathroom", .none), ("bedroom", .motion, "bedroom", .none),
        ("kitchen", .motion, "kitchen", .none), ("lounge", .motion, "living_room", .none),
        ("front-door", .door, "hallway", .outerDoor), ("bed", .bed, "bedroom", .bed),
        ("button", .button, "bedroom", .none), ("smoke", .smoke, "kitchen", .none),
        ("vitals", .selfMonitoring, "", .none),
    ]

    var engine: HomeEngine
    var effects: [Effect] = []
    var logs: [LocalDay: DayLog] = [:]
    var calendar: HomeCalendar

    /// What some homes have beyond the ordinary one.
    static let extras: [(String, DeviceKind, String, Placement)] = [
        ("fridge", .door, "kitchen", .fridge), ("kettle", .power, "kitchen", .kettle),
        ("armchair", .chair, "living_room", .chair), ("air", .climate, "living_room", .none),
        ("dispenser", .medication, "kitchen", .none),
    ]

    init(
        without missing: Set<String> = [], extras: Bool = false, hallway: Bool = false,
        zone: String = "Europe/Stockholm", budget: Double = 1, hints: Bool = false, area: String? = nil
    ) {
        let zone = TimeZone(identifier: zone) ?? .gmt
        let hall: [(String, DeviceKind, String, Placement)] = hallway ? [("hallway", .motion, "hallway", .none)] : []
        let kept = (Self.devices + (extras ? Self.extras : []) + hall).filter { !missing.contains($0.0) }
        let devices = kept.enumerated().map { index, device in
            Device(
                number: UInt16(index), name: device.0, kind: device.1, room: device.2, placement: device.3,
                topic: "homes/w/zigbee2mqtt/\(device.0)")
        }
        engine = HomeEngine(
            definition: HomeDefinition(
                id: "w", resident: "w", timeZone: zone, baseTopic: "homes/w", area: area,
                devices: devices),
            settings: EngineSettings(
                alertBudget: budget, areaBudgets: ["quiet": 0.5], conditionHints: hints))
        calendar = HomeCalendar(timeZone: zone)
    }

    func number(_ name: String) -> UInt16 { engine.definition.devices.first { $0.name == name }?.number ?? .max }

    /// A reading of a device; without `quantity` the device's usual one.
    func reading(
        _ device: String, _ value: Double, at time: Timestamp, quantity: Quantity? = nil, flags: ReadingFlags = []
    ) -> Reading {
        let usual: Quantity
        switch engine.definition.devices[Int(number(device))].kind {
        case .door: usual = .contactOpen
        case .bed: usual = .bedOccupancy
        case .button: usual = .sos
        case .smoke: usual = .smoke
        case .selfMonitoring: usual = .bodyWeight
        case .power: usual = .power
        case .chair: usual = .chairOccupancy
        case .climate: usual = .temperature
        case .medication: usual = .medicationEvent
        default: usual = .occupancy
        }
        return Reading(device: number(device), quantity: quantity ?? usual, flags: flags, value: value, time: time)
    }

    mutating func send(_ reading: Reading, receivedAt: Timestamp? = nil) {
        var out: [Effect] = []
        let logs = logs
        engine.fold([reading], at: receivedAt ?? reading.time, recall: { logs[$0] }, into: &out)
        keep(out)
    }

    mutating func bridge(online: Bool, at time: Timestamp) {
        var out: [Effect] = []
        let logs = logs
        engine.bridge(online: online, at: time, recall: { logs[$0] }, into: &out)
        keep(out)
    }

    mutating func unwatched(from start: Timestamp, to end: Timestamp) {
        var out: [Effect] = []
        let logs = logs
        engine.unwatched(from: start, to: end, recall: { logs[$0] }, into: &out)
        keep(out)
    }

    mutating func setClockBack(to time: Timestamp) { engine.setClockBack(to: time) }

    mutating func advance(to time: Timestamp) {
        var out: [Effect] = []
        let logs = logs
        engine.advance(to: time, recall: { logs[$0] }, into: &out)
        keep(out)
    }

    mutating func settle() {
        var out: [Effect] = []
        let logs = logs
        engine.settle(recall: { logs[$0] }, into: &out)
        keep(out)
    }

    mutating func keep(_ out: [Effect]) {
        for effect in out { if case .dayLog(let log) = effect { logs[log.day] = log } }
        effects += out
    }

    /// Local time of a day, `"07:30"`.
    mutating func at(_ day: LocalDay, _ clock: String) -> Timestamp {
        let parts = clock.split(separator: ":").compactMap { Int($0) }
        return calendar.moment(day, minutes: parts[0] * 60 + parts[1])
    }

    /// One movement seen by a motion sensor: on, and off after `seconds`.
    func movement(_ device: String, _ time: Timestamp, seconds: Int64 = 60) -> [Reading] {
        [reading(device, 1, at: time), reading(device, 0, at: time.adding(seconds: seconds))]
    }

    /// An ordinary day: up at 07:00, meals, one outing, two daytime and `nightVisits` night toilet visits, to bed at
    /// 22:30; every device reports itself by the hour.
    mutating func ordinaryDay(_ day: LocalDay, nightVisits: Int = 1, heartbeats: Bool = true) -> [Reading] {
        var readings: [Reading] = []
        for visit in 0..<nightVisits {
            let time = at(day, "01:00").adding(minutes: Int64(visit * 40))
            readings.append(reading("bed", 0, at: time.adding(minutes: -1)))
            readings += movement("bathroom", time, seconds: 120)
            readings.append(reading("bed", 1, at: time.adding(minutes: 5)))
        }
        readings.append(reading("bed", 0, at: at(day, "07:00")))
        for clock in ["07:02", "12:30"] { readings += movement("bathroom", at(day, clock), seconds: 90) }
        for clock in ["07:20", "07:25", "12:00", "12:05", "17:30", "17:40"] {
            readings += movement("kitchen", at(day, clock))
        }
        for clock in ["08:00", "09:30", "11:00", "15:30", "18:30", "20:00", "21:30"] {
            readings += movement("lounge", at(day, clock))
        }
        for clock in ["13:00", "14:30"] {
            readings.append(reading("front-door", 1, at: at(day, clock)))
            readings.append(reading("front-door", 0, at: at(day, clock).adding(seconds: 10)))
        }
        readings += movement("lounge", at(day, "14:31"))
        readings += movement("bedroom", at(day, "22:25"))
        readings.append(reading("bed", 1, at: at(day, "22:30")))
        readings.append(reading("vitals", 70, at: at(day, "08:10")))
        if heartbeats {
            for device in engine.definition.devices where device.kind != .selfMonitoring {
                let start = calendar.start(of: day).adding(minutes: 7 + Int64(device.number))
                var time = start
                while time < calendar.start(of: day.next) {
                    readings.append(reading(device.name, 90, at: time, quantity: .battery))
                    time = time.adding(hours: 1)
                }
            }
        }
        return readings.sorted { $0.time < $1.time }
    }

    /// Whether this one of every so-and-so-many readings does not come, spread as chance would.
    static func isLost(_ reading: Reading, oneIn: UInt64) -> Bool {
        var hash = UInt64(bitPattern: reading.time.milliseconds) &+ UInt64(reading.device) &* 7919
        hash = (hash ^ (hash >> 31)) &* 0x9e37_79b9_7f4a_7c15
        return (hash >> 33) % oneIn == 0
    }

    mutating func live(
        through days: Int, from day: LocalDay = LocalDay(number: 20_000), nightVisits: (Int) -> Int = { _ in 1 }
    ) {
        for offset in 0..<days {
            let day = day.advanced(by: Int32(offset))
            for reading in ordinaryDay(day, nightVisits: nightVisits(offset)) { send(reading) }
        }
    }

    var features: [DailyFeature] {
        effects.compactMap { if case .feature(let feature) = $0 { feature } else { nil } }
    }

    /// The last published value of each feature of each day.
    var finalFeatures: [String: DailyFeature] {
        Dictionary(features.map { ("\($0.date)/\($0.feature)", $0) }, uniquingKeysWith: { _, new in new })
    }

    func value(_ feature: String, _ day: LocalDay) -> Double? { finalFeatures["\(day)/\(feature)"]?.value }

    /// Each alert in its last state.
    var alerts: [Alert] {
        var byID: [String: Alert] = [:]
        var order: [String] = []
        for effect in effects {
            guard case .alert(let alert) = effect else { continue }
            if byID.updateValue(alert, forKey: alert.id) == nil { order.append(alert.id) }
        }
        return order.compactMap { byID[$0] }
    }

    var careAlerts: [Alert] { alerts.filter { $0.family != .technical } }
}
