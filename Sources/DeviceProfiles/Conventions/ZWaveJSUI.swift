import CareModel

/// Z-Wave nodes as zwave-js-ui publishes them: by name (`zwave/<place>/<node>/sensor_binary/endpoint_0/Motion`) or by
/// number (`zwave/12/48/0/Motion`), each value as the whole ValueId, with its time, or bare. The prefix is the
/// gateway's own; `zwave` is its default.
///
/// What a value means is found in the profile under its command class and property: `notification/home_security/
/// motion_sensor_status`. Source: zwave-js-ui `api/lib/Gateway.ts`, zwave-js `registries/Notifications.ts`.
struct ZWaveJSUI: Convention {
    static let name = "zwave_js_ui"

    /// By the topic of a node: what was learned of it.
    private var nodes: [String: Node] = [:]
    /// Prefixes of gateways that told their own state.
    private var prefixes: Set<String> = []
    /// What topics with values say.
    private var values = TopicCache<ValuePlace>()
    /// Of all topics, until another node or prefix is known.
    private var places = TopicCache<Place>()

    private var unitCount = 0

    private static let limit = 2000
    private static let lengthLimit = 256

    private struct Node: Sendable {
        /// Zero where not known.
        var id = 0 {
            didSet { address = id > 0 ? "nodeID_\(id)" : "" }
        }
        /// Empty where the number is not known.
        private(set) var address = ""
        /// Units of its values by key, where a ValueId stated them; bare values have none.
        var units: [String: String] = [:]
    }

    private struct ValuePlace: Sendable {
        var node: String
        var key: String
        var channel = ""
        /// What the topic alone tells of the node.
        var address = ""
        /// The last that was found, for the unit that values had then.
        var rule: FoundRule?
        /// The profile's rule of the key; nil where it has none.
        var form: PropertyRule.Form?
        /// The rule has a meaning for a value that is missing.
        var readsNull = false
    }

    private enum Place: Sendable {
        case value
        case status(node: String), lastActive(node: String), info(node: String)
        case gateway(prefix: String, name: String)
        case ignored
    }

    func owns(_ topic: MessageTopic) -> Bool { place(of: topic) != nil }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        let known = places[message.topic]
        let found = known ?? place(of: message.topic)
        if known == nil { places[message.topic] = found }
        guard let place = found, !message.isEmpty else { return }
        switch place {
        case .value: try readValue(message, into: &report)
        case .status(let node): try readStatus(message, of: node, into: &report)
        case .lastActive(let node):
            report.device(address(of: node))
        case .info(let node):
            learn(try message.json(), of: node)
            report.keep()
        case .gateway(let prefix, let name):
            if prefixes.insert(prefix).inserted {
                report.keep()
                places.forget()
            }
            let value = try message.value()
            report.device(name, isShared: true)
            report.value("status", Self.plain(value["value"] ?? value))
            if let state = report.lastReading { report.bridge(isOnline: state.value == 0) }
        case .ignored: return
        }
    }

    // MARK: Topics

    private func place(of topic: MessageTopic) -> Place? {
        let levels = topic.levels
        if let place = gatewayPlace(levels) { return place }
        if let at = classLevel(of: levels) {
            let isCommand = levels[at + 1] == "set" || levels.last == "set" || levels.last == "get"
            return isCommand || levels.count < at + 3 ? .ignored : .value
        }
        guard levels.count >= 2, !levels.contains("") else { return nil }
        let node = levels.dropLast().joined(separator: "/")
        guard nodes[node] != nil || (levels.count >= 3 && isPrefixed(levels)) else { return nil }
        switch levels[levels.count - 1] {
        case "status": return .status(node: node)
        case "lastActive": return .lastActive(node: node)
        case "nodeinfo": return .info(node: node)
        default: return nil
        }
    }

    private func gatewayPlace(_ levels: [String]) -> Place? {
        guard let at = levels.firstIndex(where: { $0 == "_CLIENTS" || $0 == "_EVENTS" }), at + 1 < levels.count,
            levels[at + 1].hasPrefix("ZWAVE_GATEWAY")
        else { return nil }
        guard levels[at] == "_CLIENTS", levels.count == at + 3, levels[at + 2] == "status" else { return .ignored }
        return .gateway(prefix: levels[..<at].joined(separator: "/"), name: levels[at + 1])
    }

    /// Index of the command class; an endpoint follows it.
    private func classLevel(of levels: [String]) -> Int? {
        guard levels.count >= 3 else { return nil }
        for at in 1..<(levels.count - 1) {
            if levels[at + 1].hasPrefix("endpoint_"), UInt8(levels[at + 1].dropFirst(9)) != nil { return at }
        }
        guard levels.count >= 5, isPrefixed(levels) else { return nil }
        return (2..<(levels.count - 2)).first { at in
            UInt8(levels[at]).map { $0 >= 0x20 } == true && UInt8(levels[at + 1]).map { $0 < 128 } == true
        }
    }

    private func isPrefixed(_ levels: [String]) -> Bool {
        let first = levels[0].lowercased()
        if first.hasPrefix("zwave") || first.hasPrefix("z-wave") { return true }
        guard !prefixes.isEmpty else { return false }
        return (0..<levels.count).contains { prefixes.contains(levels[..<$0].joined(separator: "/")) }
    }

    private mutating func valuePlace(_ topic: MessageTopic, _ report: MessageReport) -> ValuePlace? {
        if let known = values[topic] { return known }
        let levels = topic.levels
        guard let at = classLevel(of: levels) else { return nil }
        let name = levels[at]
        var place = ValuePlace(
            node: levels[..<at].joined(separator: "/"), key: Self.classes[name] ?? Self.normal(name))
        let endpoint = levels[at + 1].hasPrefix("endpoint_") ? levels[at + 1].dropFirst(9) : levels[at + 1][...]
        if endpoint != "0" { place.channel = String(endpoint) }
        for property in levels[(at + 2)...] {
            if place.key == "central_scene/scene" {
                place.channel = UInt8(property).map(String.init) ?? property
            } else {
                place.key += "/" + Self.normal(property)
            }
        }
        place.address = Self.address(of: place.node)
        let rule = report.rule(of: place.key)
        (place.form, place.readsNull) = (rule?.reads, rule?.words["null"] != nil)
        return place
    }

    /// `Door state (simple)` and `Door_state_simple` are the same property.
    private static func normal(_ name: String) -> String {
        var text = ""
        for letter in name.utf8 {
            switch letter {
            case 0x30...0x39, 0x61...0x7a: text.unicodeScalars.append(Unicode.Scalar(letter))
            case 0x41...0x5a: text.unicodeScalars.append(Unicode.Scalar(letter | 0x20))
            case 0x20, 0x2d, 0x2f, 0x5f: text += "_"
            default: break
            }
        }
        return text
    }

    /// Command classes by number and other names, as the profile names them.
    private static let classes = [
        "32": "basic", "37": "switch_binary", "38": "switch_multilevel", "48": "sensor_binary",
        "49": "sensor_multilevel", "50": "meter", "91": "central_scene", "98": "door_lock", "lock": "door_lock",
        "113": "notification", "118": "door_lock", "128": "battery", "156": "sensor_alarm",
    ]

    // MARK: Nodes

    private func address(of node: String) -> String {
        if let known = nodes[node]?.address, !known.isEmpty { return known }
        return Self.address(of: node)
    }

    private static func address(of node: String) -> String {
        let last = node.split(separator: "/").last ?? ""
        return Int(last).map { "nodeID_\($0)" } ?? (last.hasPrefix("nodeID_") ? String(last) : node)
    }

    private mutating func learn(id: JSONValue?, of node: String) {
        let number = id?.number.flatMap { Int(exactly: $0) } ?? 0
        if let known = nodes[node]?.id {
            if number > 0, number != known { nodes[node]?.id = number }
            return
        }
        guard nodes.count < Self.limit, node.utf8.count <= Self.lengthLimit else { return }
        var new = Node()
        if number > 0 { new.id = number }
        nodes[node] = new
        places.forget()
    }

    /// `nodeinfo`: the node with its values.
    private mutating func learn(_ info: JSONValue, of node: String) {
        learn(id: info["id"], of: node)
        let values = info["values"]
        let listed = values?.elements ?? []
        for value in (listed.isEmpty ? (values?.members.map(\.value) ?? []) : listed).prefix(Self.limit) {
            guard let unit = value["unit"]?.text, !unit.isEmpty, let number = value["commandClass"]?.number else {
                continue
            }
            var key = Self.classes[JSONText.number(number)] ?? value["commandClassName"]?.text ?? ""
            for part in ["property", "propertyKey"] {
                if let name = value[part]?.text ?? value[part]?.number.map(JSONText.number) {
                    key += "/" + Self.normal(name)
                }
            }
            guard unit.utf8.count <= 16, key.utf8.count <= Self.lengthLimit else { continue }
            if nodes[node]?.units[key] == nil {
                guard unitCount < Self.limit else { return }
                unitCount += 1
            }
            nodes[node]?.units[key] = unit
        }
    }

    // MARK: Payloads

    private mutating func readStatus(
        _ message: DeviceMessage, of node: String, into report: inout MessageReport
    ) throws(PayloadFault) {
        let value = try message.value()
        learn(id: value["nodeId"], of: node)
        let state = Self.plain(value["status"] ?? value["value"] ?? value)
        let word = state.truth.map { $0 ? "true" : "false" } ?? state.text?.lowercased() ?? ""
        // Of a node that nobody has heard yet nothing is said.
        guard report.rule(of: "status")?.words[word] != nil else { return }
        report.device(address(of: node))
        report.time(SourceTime(value["time"]))
        report.value("status", .text(word))
    }

    private mutating func readValue(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard var place = valuePlace(message.topic, report) else { return }
        let payload = try message.value()
        learn(id: payload["nodeId"], of: place.node)
        let address = nodes[place.node]?.address ?? ""
        report.device(address.isEmpty ? place.address : address)
        report.time(SourceTime(payload["lastUpdate"] ?? payload["time"]))
        guard let form = place.form else {
            values[message.topic] = place
            return
        }
        // An object without a value is none of this convention's messages.
        guard payload.members.isEmpty || payload["value"] != nil else { return }
        var value = payload.members.isEmpty ? Self.plain(payload) : Self.plain(payload["value"] ?? .null)
        // A notification that only happens has no value, or an object of parameters; the profile knows those.
        if place.readsNull, value.isNull || !value.members.isEmpty { value = .text("null") }
        var unit = ""
        if form == .number { unit = payload["unit"]?.text ?? nodes[place.node]?.units[place.key] ?? "" }
        if let rule = place.rule, rule.unit == unit {
            report.value(rule, value)
        } else {
            let rule = report.find(place.key, unit: unit, channel: place.channel)
            place.rule = rule
            values[message.topic] = place
            report.value(rule, value)
        }
    }

    /// A bare text is published with quotes.
    private static func plain(_ value: JSONValue) -> JSONValue {
        guard let text = value.text, text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "\""),
            text.utf8.last == UInt8(ascii: "\"")
        else { return value }
        return .text(String(text.dropFirst().dropLast()))
    }
}
