import CareModel

extension Phrases {
    /// What a quantity is called.
    func text(_ quantity: Quantity) -> String {
        catalogue.find("quantity.\(quantity.name)") ?? quantity.name.replacing("_", with: " ")
    }

    /// A quantity with a value that was stated.
    /// As people write it; SenML and UCUM have words of their own.
    static func unit(_ unit: String) -> String {
        switch unit {
        case "Cel": "°C"
        case "%RH": "%"
        default: unit
        }
    }

    func text(_ quantity: Quantity, _ value: Double) -> String {
        let name = text(quantity)
        switch quantity.form {
        case .truth where quantity == .contactOpen:
            return value == 0 ? say("closed") : name
        case .truth: return quantity == .heartbeat || value != 0 ? name : "\(name): \(say("no"))"
        case .event: return name
        case .label:
            let labels = quantity.labels
            return labels.indices.contains(Int(value)) ? "\(name): \(labels[Int(value)])" : name
        case .number:
            let tenths = (value * 10).rounded() / 10
            let number = tenths == tenths.rounded() ? String(Int64(tenths)) : String(tenths)
            return "\(name) \(catalogue.number(number)) \(Self.unit(quantity.unit))"
        }
    }
}
