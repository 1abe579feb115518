import CareModel

extension Phrases {
    /// What a quantity is called.
    func text(_ quantity: Quantity) -> String {
        switch quantity {
        case .motion: say("rörelse", "motion")
        case .occupancy, .presence: say("närvaro", "presence")
        case .bedOccupancy: say("i säng", "in bed")
        case .chairOccupancy: say("i stol", "in chair")
        case .contactOpen: say("öppen", "open")
        case .waterLeak: say("läckage", "leak")
        case .smoke: say("rök", "smoke")
        case .gas: say("gas", "gas")
        case .carbonMonoxide: say("kolmonoxid", "carbon monoxide")
        case .vibration: say("vibration", "vibration")
        case .tamper: say("sabotage", "tamper")
        case .temperature: say("temperatur", "temperature")
        case .humidity: say("luftfuktighet", "humidity")
        case .illuminance: say("ljus", "light")
        case .power: say("effekt", "power")
        case .energy: say("energi", "energy")
        case .switch: say("strömbrytare", "switch")
        case .buttonEvent: say("knapp", "button")
        case .sos: "SOS"
        case .fallDetected: say("fall", "fall")
        case .bodyWeight: say("vikt", "weight")
        case .bpSystolic, .bpDiastolic: say("blodtryck", "blood pressure")
        case .heartRate: say("puls", "pulse")
        case .spo2: say("syremättnad", "oxygen saturation")
        case .battery, .batteryLow, .batteryVoltage: say("batteri", "battery")
        case .linkQuality, .rssi: say("signal", "signal")
        case .heartbeat: say("livstecken", "sign of life")
        case .reportInterval: say("rapporterar minst var", "reports at least every")
        default: quantity.name.replacing("_", with: " ")
        }
    }

    /// A quantity with a value that was stated.
    func text(_ quantity: Quantity, _ value: Double) -> String {
        let name = text(quantity)
        switch quantity.form {
        case .truth where quantity == .contactOpen:
            return value == 0 ? say("stängd", "closed") : name
        case .truth: return quantity == .heartbeat || value != 0 ? name : "\(name): \(say("nej", "no"))"
        case .event: return name
        case .label:
            let labels = quantity.labels
            return labels.indices.contains(Int(value)) ? "\(name): \(labels[Int(value)])" : name
        case .number:
            let tenths = (value * 10).rounded() / 10
            let number = tenths == tenths.rounded() ? String(Int64(tenths)) : String(tenths)
            let unit = quantity.unit == "Cel" ? "°C" : quantity.unit == "%RH" ? "%" : quantity.unit
            return "\(name) \(language == .swedish ? number.replacing(".", with: ",") : number) \(unit)"
        }
    }
}
