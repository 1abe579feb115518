import CareModel

/// What a value can be at all, where a rule does not say it itself.
extension Quantity {
    /// Values outside are kept but flagged implausible; in the canonical unit. Vitals: those of a living adult.
    var plausible: ClosedRange<Double>? {
        switch self {
        case .temperature: -40...85
        case .humidity, .battery: 0...100
        case .illuminance: 0...200_000
        case .pressure: 500...1100
        case .co2: 0...40_000
        case .pm25, .pm10: 0...10_000
        case .power: -25_000...25_000
        case .energy: 0...1_000_000_000
        case .voltage: 0...500
        case .batteryVoltage: 0...20
        case .current: -100...100
        case .linkQuality: 0...255
        case .rssi: -130...20
        case .bodyWeight: 25...300
        case .bpSystolic: 50...280
        case .bpDiastolic: 25...180
        case .heartRate: 25...230
        case .spo2: 50...100
        case .respiratoryRate: 4...60
        case .bodyTemperature: 30...43
        case .steps: 0...200_000
        case .roomDistance: 0...100
        case .reportInterval: 1...1_209_600
        default: nil
        }
    }

    /// Numbers as stated that stand for "no value": a sensor of vitals without a person gives 0 or 255.
    var sentinels: [Double] {
        switch self {
        case .battery: [255]
        case .reportInterval: [0]
        case .bodyWeight: [0]
        case .bpSystolic, .bpDiastolic, .heartRate, .spo2, .respiratoryRate, .bodyTemperature: [0, 255]
        default: []
        }
    }
}
