import CareModel

/// What a zigbee2mqtt bridge lists on `bridge/devices`.
struct BridgeDevices {
    struct Entry {
        var address: String
        var friendlyName: String
        var model: String
        var vendor: String
        var properties: [ExposedProperty]
    }

    var entries: [Entry] = []

    /// A network of more devices, or a device of more properties, is none.
    static let deviceLimit = 1000
    private static let propertyLimit = 500

    /// Throws `PayloadFault`; a value that is not a list is one too. Entries without address or name are left out,
    /// as is the coordinator.
    init(_ payload: Span<UInt8>, profile: Profile) throws(PayloadFault) {
        guard case .list(let devices) = try JSONValue(payload) else {
            throw PayloadFault(reason: "a list of devices was expected", offset: 0)
        }
        for device in devices where device["type"]?.text != "Coordinator" && entries.count < Self.deviceLimit {
            guard let address = device["ieee_address"]?.text, let name = device["friendly_name"]?.text, !name.isEmpty
            else { continue }
            let definition = device["definition"]
            let properties = definition.map { Self.properties(of: $0, profile: profile) } ?? []
            entries.append(
                Entry(
                    address: address, friendlyName: name, model: definition?["model"]?.text ?? "",
                    vendor: definition?["vendor"]?.text ?? "", properties: properties))
        }
    }

    /// The properties of a definition that have a rule; `isComplete`: all.
    static func properties(of definition: JSONValue, profile: Profile, isComplete: Bool = false) -> [ExposedProperty] {
        var properties: [ExposedProperty] = []
        collect(
            definition["exposes"]?.elements ?? [], endpoint: "", profile: profile, isComplete: isComplete,
            into: &properties)
        return properties
    }

    /// Specific exposes (`switch`, `climate`, `lock`) hold their properties as features.
    private static func collect(
        _ exposes: [JSONValue], endpoint: String, inSwitch: Bool = false, profile: Profile, isComplete: Bool,
        into properties: inout [ExposedProperty]
    ) {
        for expose in exposes {
            let part = expose["endpoint"]?.text ?? endpoint
            let type = expose["type"]?.text ?? ""
            // A composite's or list's members are nested in the payload too: no keys of the message.
            if type != "composite", type != "list", let features = expose["features"] {
                collect(
                    features.elements, endpoint: part, inSwitch: type == "switch", profile: profile,
                    isComplete: isComplete, into: &properties)
            }
            guard let property = expose["property"]?.text, let name = expose["name"]?.text,
                isComplete || profile.properties[property] != nil || profile.properties[name] != nil
            else { continue }
            guard properties.count < propertyLimit else { return }
            // A switch whose state has a name of its own (`away_mode`) is a part of the device by that name.
            let ownName = inSwitch && part.isEmpty && property != name ? property : part
            properties.append(exposed(expose, property: property, name: name, endpoint: ownName, profile: profile))
        }
    }

    private static func exposed(
        _ expose: JSONValue, property: String, name: String, endpoint: String, profile: Profile
    ) -> ExposedProperty {
        let forms: [String: ExposedProperty.Form] = ["binary": .binary, "numeric": .numeric, "enum": .enumeration]
        let isTemperature = (profile.properties[property] ?? profile.properties[name])?.quantity == .temperature
        let description = isTemperature ? (expose["description"]?.text ?? "").lowercased() : ""
        return ExposedProperty(
            property: property, name: name, form: forms[expose["type"]?.text ?? ""] ?? .other,
            unit: expose["unit"]?.text ?? "", endpoint: endpoint, valueOn: stated(expose["value_on"]),
            valueOff: stated(expose["value_off"]),
            isSettable: (Int(exactly: expose["access"]?.number ?? 0) ?? 0) & 2 != 0,
            isChip: profile.chipWords.contains { description.contains($0) })
    }

    private static func stated(_ value: JSONValue?) -> String {
        switch value {
        case .text(let text): text
        case .truth(let truth): truth ? "true" : "false"
        case .number(let number): Int64(exactly: number).map { String($0) } ?? String(number)
        default: ""
        }
    }
}
