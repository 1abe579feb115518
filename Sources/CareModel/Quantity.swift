/// What a reading measures, in the words of the field (Home Assistant's device classes where there is one).
///
/// The raw value is written to disk: append new cases, never renumber.
package enum Quantity: UInt8, CaseIterable, Sendable {
    case motion = 1, occupancy, presence
    case bedOccupancy, chairOccupancy
    case contactOpen
    case waterLeak, smoke, gas, carbonMonoxide, vibration, tamper
    case temperature, humidity, illuminance, pressure, co2, pm25, pm10
    case power, energy, voltage, current
    case `switch`
    case buttonEvent, sos, fallDetected
    case lockState, medicationEvent
    case bodyWeight, bpSystolic, bpDiastolic, heartRate, spo2, respiratoryRate, bodyTemperature
    case sleepStage
    case battery, batteryLow, batteryVoltage, linkQuality, rssi
    case availability
    case devicePresence, steps, room, roomDistance
    /// The device spoke but the message holds nothing else that is kept: a sign of life.
    case heartbeat
    /// The device or its announcement states that it reports at least this often.
    case reportInterval

    /// Canonical name, as in `vardag decode`.
    package var name: String { Self.names[Int(rawValue)] }

    package init?(name: String) {
        guard let found = Self.byName[name] else { return nil }
        self = found
    }

    /// How the value is to be read: a truth value (0 or 1), a number in `unit`, or an index into `labels`.
    package var form: Form {
        switch self {
        case .motion, .occupancy, .presence, .bedOccupancy, .chairOccupancy, .contactOpen, .waterLeak, .smoke, .gas,
            .carbonMonoxide, .vibration, .tamper, .switch, .fallDetected, .batteryLow, .devicePresence, .heartbeat:
            .truth
        case .buttonEvent, .lockState, .medicationEvent, .sleepStage, .availability: .label
        case .sos: .event
        default: .number
        }
    }

    package enum Form: Sendable { case truth, number, label, event }

    /// Canonical unit; empty for truth values, labels and events.
    package var unit: String {
        switch self {
        case .temperature, .bodyTemperature: "Cel"
        case .humidity: "%RH"
        case .illuminance: "lx"
        case .pressure: "hPa"
        case .co2: "ppm"
        case .pm25, .pm10: "ug/m3"
        case .power: "W"
        case .energy: "Wh"
        case .voltage, .batteryVoltage: "V"
        case .current: "A"
        case .bodyWeight: "kg"
        case .bpSystolic, .bpDiastolic: "mmHg"
        case .heartRate, .respiratoryRate: "/min"
        case .spo2, .battery: "%"
        case .rssi: "dBm"
        case .roomDistance: "m"
        case .reportInterval: "s"
        default: ""
        }
    }

    /// The labels of a label quantity, by index; empty for all others.
    package var labels: [String] {
        switch self {
        case .buttonEvent: ["single", "double", "triple", "long", "hold", "raw"]
        case .lockState: ["locked", "unlocked", "not_fully_locked", "jammed"]
        case .medicationEvent: ["dispensed", "taken", "missed"]
        case .sleepStage: ["awake", "light", "deep", "rem"]
        case .availability: ["online", "offline", "sleeping"]
        default: []
        }
    }

    /// Something happened at a moment (a press, an alarm), as against a state that lasts.
    package var isEvent: Bool {
        switch self {
        case .buttonEvent, .sos, .medicationEvent: true
        default: false
        }
    }

    /// Raises a safety alert at once: SOS, fall, smoke, gas, carbon monoxide, leak.
    package var isSafety: Bool {
        switch self {
        case .sos, .fallDetected, .smoke, .gas, .carbonMonoxide, .waterLeak: true
        default: false
        }
    }

    private static let names: [String] = {
        var names = [String](repeating: "", count: 256)
        for quantity in allCases { names[Int(quantity.rawValue)] = snakeCase("\(quantity)") }
        return names
    }()

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            if letter.isUppercase { text += "_" + letter.lowercased() } else { text.append(letter) }
        }
    }
}
