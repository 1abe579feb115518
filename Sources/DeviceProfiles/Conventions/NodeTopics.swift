import CareModel

/// A topic of ESPHome (`<node>/<component>/<object>/state`, `<node>/status`) or of Home Assistant's state stream
/// (`<base>/<domain>/<object>/<attribute>`).
struct NodeTopic: Sendable {
    enum Form: Sendable { case state, deviceClass, unit, status, ignored }

    let form: Form
    /// The node, or the base of a stream.
    let node: String
    let component: String
    let object: String
    /// All three.
    let entity: String

    private static let components: Set<String> = [
        "alarm_control_panel", "binary_sensor", "button", "climate", "cover", "date", "datetime", "device_tracker",
        "event", "fan", "light", "lock", "number", "person", "select", "sensor", "switch", "text", "text_sensor",
        "time", "update", "valve",
    ]
    /// Those with topics one level deeper (`<node>/climate/<object>/mode/state`).
    private static let deep: Set<String> = ["climate", "cover", "fan", "light", "valve"]

    /// Nil for any other topic.
    init?(_ topic: MessageTopic) {
        guard !topic.levels.contains(""), let found = topic.levels.count < 4 ? Self.short(topic) : Self.long(topic)
        else { return nil }
        self = found
    }

    private init(_ form: Form, node: String, component: String = "", object: String = "") {
        self.form = form
        self.node = node
        self.component = component
        self.object = object
        entity = node + "/" + component + "/" + object
    }

    /// `<node>/status`, `<node>/debug`, `esphome/discover/<node>`.
    private static func short(_ topic: MessageTopic) -> NodeTopic? {
        let node = topic[0]
        switch (topic.levels.count, topic[1]) {
        case (2, "status"): return NodeTopic(node == "homeassistant" ? .ignored : .status, node: node)
        case (2, "debug"): return NodeTopic(.ignored, node: node)
        case (3, "discover") where node == "esphome": return NodeTopic(.ignored, node: node)
        default: return nil
        }
    }

    private static func long(_ topic: MessageTopic) -> NodeTopic? {
        let levels = topic.levels
        let last = levels[levels.count - 1]
        var at = levels.count - 3
        let isDeep = (last == "state" || last == "command") && at > 1 && deep.contains(levels[at - 1])
        if isDeep { at -= 1 }
        guard components.contains(levels[at]) else { return nil }
        let node = levels[..<at].joined(separator: "/")
        var form = Form.ignored
        switch last {
        case "state" where isDeep:
            // A climate's measured temperature is a sensor's; its settings are nobody's.
            let isMeasured = levels[at] == "climate" && levels[at + 2] == "current_temperature"
            return NodeTopic(
                isMeasured ? .state : .ignored, node: node, component: "sensor",
                object: levels[at + 1] + "_" + levels[at + 2])
        case "state": form = .state
        case "device_class": form = .deviceClass
        case "unit_of_measurement": form = .unit
        case "command": break
        default: guard node == "homeassistant" else { return nil }
        }
        return NodeTopic(form, node: node, component: levels[at], object: levels[at + 1])
    }
}

/// The entities of nodes and streams that nothing has announced: only their names, and what a stream states beside the
/// state, tell what they measure.
struct NodeTopics: Sendable {
    private static let limit = 2000

    /// What a stream said about an entity.
    private struct Stated: Sendable {
        var deviceClass = ""
        var unit = ""
    }

    private var stated: [String: Stated] = [:]
    /// The rule of each entity that was met; empty where it is no quantity.
    private var keys: [String: String] = [:]

    mutating func read(_ message: DeviceMessage, _ topic: NodeTopic, into report: inout MessageReport)
        throws(PayloadFault)
    {
        let entity = topic.entity
        switch topic.form {
        case .ignored: return
        case .deviceClass, .unit: learn(message, topic, entity, into: &report)
        case .status:
            report.device(topic.node)
            switch message.text {
            case "online": report.availability(.online)
            case "offline": report.availability(.offline)
            default: break
            }
        case .state:
            guard !message.isEmpty else { return }
            // A stream is of one home, not of one device.
            let isStream = topic.node == "homeassistant" || stated[entity] != nil
            report.device(isStream ? topic.component + "." + topic.object : topic.node)
            let key = key(of: topic, entity, report)
            guard !key.isEmpty else { return }
            let value = try message.value()
            switch topic.component {
            case "event": report.value(key, value["event_type"])
            case "light" where !value.members.isEmpty: report.value(key, value["state"])
            default: report.value(key, value, unit: stated[entity]?.unit ?? "")
            }
        }
    }

    private mutating func key(of topic: NodeTopic, _ entity: String, _ report: MessageReport) -> String {
        if let known = keys[entity] { return known }
        let told = stated[entity]
        let meaning = EntityMeaning(
            component: topic.component, deviceClass: told?.deviceClass ?? "", unit: told?.unit ?? "",
            names: [topic.object])
        let key = meaning.key(report) ?? ""
        if keys.count < Self.limit { keys[entity] = key }
        return key
    }

    /// An attribute of a stream, a JSON string.
    private mutating func learn(
        _ message: DeviceMessage, _ topic: NodeTopic, _ entity: String, into report: inout MessageReport
    ) {
        var text = message.text
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
        guard text.utf8.count <= 64, text != "null", stated[entity] != nil || stated.count < Self.limit else { return }
        if topic.form == .unit {
            stated[entity, default: Stated()].unit = text
        } else {
            stated[entity, default: Stated()].deviceClass = text
        }
        keys[entity] = nil
        report.keep()
        let key = key(of: topic, entity, report)
        guard let rule = report.rule(of: key) else { return }
        report.declare(
            MessageReport.Entity(
                device: topic.component + "." + topic.object, quantity: rule.quantity, unit: stated[entity]?.unit ?? "",
                stateTopic: topic.node + "/" + topic.component + "/" + topic.object + "/state"))
    }
}
