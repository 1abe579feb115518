import CareModel

/// Devices of the Homie convention 3, 4 and 5: `homie/<device>/<node>/<property>`, described by attributes of their own
/// (`$unit`, `$datatype`) or, from 5 on, by one `$description` below `homie/5/<device>`.
///
/// The base topic can be another; it is known from the attributes. Source: the convention's specification.
struct Homie: Convention {
    static let name = "homie"

    /// By topic of the device, then by `<node>/<property>`.
    private var devices: [String: [String: Attributes]] = [:]
    private var count = 0
    private var names = FreeNames()
    /// Until a device says something of itself.
    private var known = TopicCache<Known>()

    private static let deviceLimit = 500
    private static let propertyLimit = 2000
    private static let lengthLimit = 256

    struct Attributes: Sendable {
        var unit = ""
        var datatype = ""
        /// The words for false and true, where the format names them.
        var words: [String] = []
        var isSettable = false
    }

    /// What a topic with values says.
    private struct Value: Sendable {
        /// Of the device.
        var address: String
        /// Nil when it is no reading.
        var rule: FoundRule?
        /// What `false` and `true` stand for, where the rule knows the words.
        var words = (no: "false", yes: "true")
    }

    private enum Known: Sendable {
        case place(Place)
        case value(Value)
    }

    private enum Place: Sendable {
        case device(String, attribute: String)
        case property(device: String, name: String, attribute: String)
        case value(device: String, name: String)
        case ignored
    }

    func owns(_ topic: MessageTopic) -> Bool { place(of: topic) != nil }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        var found: Place?
        switch known[message.topic] {
        case .value(let value):
            if !message.isEmpty { read(message, value, into: &report) }
            return
        case .place(let place): found = place
        case nil:
            found = place(of: message.topic)
            // What a value means is remembered with the first.
            if case .value = found { break }
            known[message.topic] = found.map { .place($0) }
        }
        switch found {
        case .device(let device, "$description"): try describe(message, device, into: &report)
        case .device(let device, let attribute): read(message, attribute, of: device, into: &report)
        case .property(let device, let name, let attribute):
            guard ["$unit", "$datatype", "$format", "$settable"].contains(attribute),
                message.payload.count <= Self.lengthLimit
            else { return }
            learn(attribute, message.text, of: name, device: device)
            report.keep()
        case .value(let device, let name) where !message.isEmpty:
            let value = value(of: name, device: device, &report)
            known[message.topic] = .value(value)
            read(message, value, into: &report)
        case .value, .ignored, nil: return
        }
    }

    // MARK: Topics

    private static let deviceAttributes: Set<String> = [
        "$homie", "$state", "$description", "$name", "$nodes", "$localip", "$mac", "$fw", "$implementation", "$stats",
        "$extensions", "$log", "$alert", "$online",
    ]
    private static let propertyAttributes: Set<String> = [
        "$unit", "$datatype", "$format", "$settable", "$retained", "$target",
    ]

    private func place(of topic: MessageTopic) -> Place? {
        let levels = topic.levels
        guard levels.count >= 3, !levels.contains("") else { return nil }
        guard let at = levels.firstIndex(where: { $0.hasPrefix("$") }) else { return valuePlace(levels) }
        let isHomie = levels[0] == "homie"
        let attribute = levels[at...].joined(separator: "/")
        if levels[at] == "$broadcast" { return isHomie ? .ignored : nil }
        guard at >= 2, !isCounted(levels, at) else { return nil }
        if Self.propertyAttributes.contains(levels[at]), at >= 4 {
            return .property(
                device: levels[..<(at - 2)].joined(separator: "/"),
                name: levels[at - 2] + "/" + levels[at - 1], attribute: attribute)
        }
        // `$name` and `$type` also belong to nodes and properties.
        let depth = isHomie ? (levels[1] == "5" ? 3 : 2) : at
        if Self.deviceAttributes.contains(levels[at]), at == depth {
            return .device(levels[..<at].joined(separator: "/"), attribute: attribute)
        }
        return isHomie || levels[at] == "$properties" ? .ignored : nil
    }

    /// `homie/5` alone is no device.
    private func isCounted(_ levels: [String], _ at: Int) -> Bool {
        at == 2 && levels[0] == "homie" && levels[1] == "5"
    }

    private func valuePlace(_ levels: [String]) -> Place? {
        let isCommand = levels.last == "set"
        let end = isCommand ? levels.count - 1 : levels.count
        guard end >= 4 else { return nil }
        let device = levels[..<(end - 2)].joined(separator: "/")
        let isDefault = levels[0] == "homie" && end == (levels[1] == "5" ? 5 : 4)
        guard isDefault || devices[device] != nil else { return nil }
        return isCommand ? .ignored : .value(device: device, name: levels[end - 2] + "/" + levels[end - 1])
    }

    // MARK: What devices say of themselves

    private mutating func read(
        _ message: DeviceMessage, _ attribute: String, of device: String, into report: inout MessageReport
    ) {
        guard !message.isEmpty else { return }
        if attribute == "$homie" || attribute == "$nodes" {
            if know(device) { report.keep() }
            return
        }
        guard attribute == "$state" || attribute == "$online" || attribute.hasPrefix("$stats/") else { return }
        _ = know(device)
        let word = message.text.lowercased()
        // A device that starts says nothing yet.
        guard attribute != "$state" || report.rule(of: attribute)?.words[word] != nil else { return }
        report.device(Self.address(device))
        report.value(attribute, .text(word))
    }

    private static func address(_ device: String) -> String {
        guard let slash = device.utf8.lastIndex(of: UInt8(ascii: "/")) else { return device }
        return String(device[device.utf8.index(after: slash)...])
    }

    /// False when no more devices are taken in.
    private mutating func know(_ device: String) -> Bool {
        if devices[device] != nil { return true }
        guard devices.count < Self.deviceLimit, device.utf8.count <= Self.lengthLimit else { return false }
        devices[device] = [:]
        return true
    }

    private mutating func learn(_ attribute: String, _ text: String, of name: String, device: String) {
        guard know(device) else { return }
        var attributes = devices[device]?[name] ?? Attributes()
        switch attribute {
        case "$unit": attributes.unit = text
        case "$datatype": attributes.datatype = text
        case "$format": attributes.words = Self.words(of: text)
        default: attributes.isSettable = text == "true"
        }
        set(attributes, of: name, device: device)
    }

    private mutating func set(_ attributes: Attributes, of name: String, device: String) {
        if devices[device]?[name] == nil {
            guard count < Self.propertyLimit, name.utf8.count <= Self.lengthLimit else { return }
            count += 1
        }
        devices[device]?[name] = attributes
        known.forget()
    }

    /// `closed,open`, in the order false, true.
    private static func words(of format: String) -> [String] {
        guard format.utf8.count <= lengthLimit else { return [] }
        let words = format.split(separator: ",", omittingEmptySubsequences: false).map { $0.lowercased() }
        return words.count == 2 ? words : []
    }

    /// An empty description takes the device back.
    private mutating func describe(
        _ message: DeviceMessage, _ device: String, into report: inout MessageReport
    ) throws(PayloadFault) {
        known.forget()
        guard !message.isEmpty else {
            count -= devices.removeValue(forKey: device)?.count ?? 0
            report.keep()
            return
        }
        let description = try message.json()
        guard know(device) else { return }
        count -= devices[device]?.count ?? 0
        devices[device] = [:]
        for node in description["nodes"]?.members ?? .init() {
            for property in node.value["properties"]?.members ?? .init() where count < Self.propertyLimit {
                let stated = property.value
                var attributes = Attributes()
                attributes.unit = String((stated["unit"]?.text ?? "").prefix(16))
                attributes.datatype = stated["datatype"]?.text == "boolean" ? "boolean" : ""
                attributes.words = Self.words(of: stated["format"]?.text ?? "")
                attributes.isSettable = stated["settable"]?.truth ?? false
                set(attributes, of: node.key + "/" + property.key, device: device)
                declare(node.key + "/" + property.key, attributes, of: device, into: &report)
            }
        }
        report.keep()
    }

    private mutating func declare(
        _ name: String, _ attributes: Attributes, of device: String, into report: inout MessageReport
    ) {
        guard let found = names.find(name, in: report), let rule = report.rule(of: found.key),
            isReading(rule, attributes)
        else { return }
        report.declare(
            MessageReport.Entity(
                device: Self.address(device), quantity: rule.quantity, unit: attributes.unit,
                stateTopic: device + "/" + name))
    }

    // MARK: Values

    private func read(_ message: DeviceMessage, _ value: Value, into report: inout MessageReport) {
        report.device(value.address)
        guard let rule = value.rule, message.firstByte != UInt8(ascii: "{"), message.firstByte != UInt8(ascii: "[")
        else { return }
        let text = message.text
        report.value(rule, .text(text == "true" ? value.words.yes : text == "false" ? value.words.no : text))
    }

    private mutating func value(of name: String, device: String, _ report: inout MessageReport) -> Value {
        var value = Value(address: Self.address(device))
        let attributes = attributes(of: name, device: device)
        guard let found = names.find(name, in: report), let rule = report.rule(of: found.key),
            isReading(rule, attributes)
        else { return value }
        value.rule = report.find(
            found.key, unit: rule.reads == .number ? attributes.unit : "", channel: found.channel)
        if attributes.datatype == "boolean", attributes.words.count == 2 {
            if rule.words[attributes.words[0]] != nil { value.words.no = attributes.words[0] }
            if rule.words[attributes.words[1]] != nil { value.words.yes = attributes.words[1] }
        }
        return value
    }

    /// What can be set is a setting, save for what people switch.
    private func isReading(_ rule: PropertyRule, _ attributes: Attributes) -> Bool {
        switch rule.reads {
        case .truth, .number, .label, .action:
            !attributes.isSettable || rule.quantity == .switch || rule.quantity == .lockState
        default: false
        }
    }

    /// Those of the property; of `lights_0/power` also those of `lights/power`.
    private func attributes(of name: String, device: String) -> Attributes {
        guard let known = devices[device] else { return Attributes() }
        if let own = known[name] { return own }
        let parts = name.split(separator: "/")
        guard parts.count == 2, let end = parts[0].lastIndex(of: "_"), UInt16(parts[0][end...].dropFirst()) != nil
        else { return Attributes() }
        return known[parts[0][..<end] + "/" + parts[1]] ?? Attributes()
    }
}
