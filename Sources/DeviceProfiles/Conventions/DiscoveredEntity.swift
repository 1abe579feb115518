import CareModel

/// What one announced component states, ready to read its messages.
struct DiscoveredEntity: Sendable {
    /// How the template's value becomes the quantity's.
    enum Form: Sendable {
        /// By the profile's rule as it is.
        case value
        /// The words for true and false.
        case truth(on: String, off: String)
        /// Words of its own for labels of the quantity.
        case label([(word: String, label: String)])
        /// `event_type` of a JSON object; only those of the list, where there is one.
        case event(types: [String])
        /// A trigger: the action happens when the payload is this one.
        case trigger(payload: String, action: String)
    }

    /// Home Assistant's name of the device, lasting.
    var device: String
    /// Of the profile.
    var key: String
    var quantity: Quantity
    /// As announced.
    var statedUnit: String
    /// In the one spelling that values are read by.
    var unit: String
    var form: Form
    /// As announced.
    var topic: String
    var templateText: String
    var template: ValueTemplate
    /// What tells it from others of the same quantity on its device.
    var name: String
    var expireAfterSeconds: Int
    /// The part of the device; empty where it has only one of the quantity.
    var channel = ""

    var declared: MessageReport.Entity {
        MessageReport.Entity(
            device: device, quantity: quantity, unit: statedUnit, stateTopic: topic, valueTemplate: templateText,
            expireAfterSeconds: expireAfterSeconds)
    }
}

extension DiscoveredEntity {
    /// The entities of a component; a climate may give two. Empty where it states no quantity that is known.
    static func entities(of config: DiscoveryConfig, device: String, _ rules: MessageReport) -> [DiscoveredEntity] {
        switch config.component {
        case "climate":
            let unit = config.text("temperature_unit") ?? ""
            return [
                measured(config, "current_temperature", "sensor/temperature", unit, device, rules),
                measured(config, "current_humidity", "sensor/humidity", "%", device, rules),
            ].compactMap { $0 }
        case "device_automation":
            return config.text("automation_type") ?? "trigger" == "trigger"
                ? [trigger(config, device, rules)].compactMap { $0 } : []
        default:
            return [state(config, device, rules)].compactMap { $0 }
        }
    }

    private static func state(_ config: DiscoveryConfig, _ device: String, _ rules: MessageReport) -> DiscoveredEntity?
    {
        guard let topic = config.topic("state_topic") else { return nil }
        let name = ownName(config.text("name") ?? "", config)
        let object = ownName(config.object, config)
        var text = config.text("value_template") ?? config.text("state_value_template") ?? ""
        if text.isEmpty, config.component == "light", config.text("schema") == "json" {
            text = "{{ value_json.state }}"
        }
        let template = ValueTemplate(text)
        let meaning = EntityMeaning(
            component: config.component, deviceClass: config.text("device_class") ?? "",
            unit: config.text("unit_of_measurement") ?? "", category: config.text("entity_category") ?? "",
            names: [name, object, template.key].filter { !$0.isEmpty }, device: config.deviceName)
        guard let key = meaning.key(rules), let rule = rules.rule(of: key) else { return nil }
        // What cannot be read is not promised; an event is mostly in the payload as it is.
        if case .unreadable = template.form, rule.reads != .action { return nil }
        return DiscoveredEntity(
            device: device, key: key, quantity: rule.quantity, statedUnit: meaning.unit,
            unit: Measure.plain(meaning.unit), form: form(of: config),
            topic: topic, templateText: text, template: template, name: name.isEmpty ? object : name,
            expireAfterSeconds: max(0, Int(exactly: config.value("expire_after")?.number ?? 0) ?? 0))
    }

    private static func form(of config: DiscoveryConfig) -> Form {
        switch config.component {
        case "binary_sensor":
            return .truth(on: config.word("payload_on", else: "ON"), off: config.word("payload_off", else: "OFF"))
        case "switch", "light":
            let on = config.word("state_on", else: config.word("payload_on", else: "ON"))
            return .truth(on: on, off: config.word("state_off", else: config.word("payload_off", else: "OFF")))
        case "device_tracker":
            return .truth(
                on: config.word("payload_home", else: "home"), off: config.word("payload_not_home", else: "not_home"))
        case "lock":
            return .label([
                (config.word("state_locked", else: "LOCKED"), "locked"),
                (config.word("state_unlocked", else: "UNLOCKED"), "unlocked"),
                (config.word("state_jammed", else: "JAMMED"), "jammed"),
            ])
        case "event":
            return .event(types: config.value("event_types")?.elements.compactMap(\.text) ?? [])
        default: return .value
        }
    }

    private static func measured(
        _ config: DiscoveryConfig, _ key: String, _ rule: String, _ unit: String, _ device: String,
        _ rules: MessageReport
    ) -> DiscoveredEntity? {
        guard let topic = config.topic(key + "_topic"), let found = rules.rule(of: rule) else { return nil }
        let text = config.text(key + "_template") ?? ""
        return DiscoveredEntity(
            device: device, key: rule, quantity: found.quantity, statedUnit: unit, unit: Measure.plain(unit),
            form: .value, topic: topic,
            templateText: text, template: ValueTemplate(text), name: config.object, expireAfterSeconds: 0)
    }

    private static func trigger(_ config: DiscoveryConfig, _ device: String, _ rules: MessageReport)
        -> DiscoveredEntity?
    {
        guard let topic = config.topic("topic"), let rule = rules.rule(of: "event") else { return nil }
        let (type, subtype) = (config.text("type") ?? "", config.text("subtype") ?? "")
        // The general type `action` says nothing; the subtype is then the action.
        let action = type.hasPrefix("button_") ? subtype + "_" + type : subtype.isEmpty ? type : subtype
        let text = config.text("value_template") ?? ""
        return DiscoveredEntity(
            device: device, key: "event", quantity: rule.quantity, statedUnit: "", unit: "",
            form: .trigger(payload: config.word("payload", else: ""), action: action), topic: topic,
            templateText: text, template: ValueTemplate(text), name: "", expireAfterSeconds: 0)
    }

    /// A name in words with `_` between, without the device's name before it.
    private static func ownName(_ stated: String, _ config: DiscoveryConfig) -> String {
        let words = EntityMeaning.words(stated)
        let device = EntityMeaning.words(config.deviceName)
        let own = words.starts(with: device) ? words.dropFirst(device.count) : words[...]
        return own.joined(separator: "_")
    }
}

// MARK: - Values

extension DiscoveredEntity {
    /// What a payload states for it, as the profile's rule reads it; nil where it states nothing.
    func value(in payload: JSONValue) -> JSONValue? {
        switch form {
        case .value:
            return template.value(in: payload).flatMap { $0.isNull ? nil : $0 }
        case .truth(let on, let off):
            guard let word = template.value(in: payload)?.rendered, let truth = Self.truth(word, on: on, off: off)
            else { return nil }
            return quantity.form == .label ? .text(truth ? "on" : "off") : .truth(truth)
        case .label(let words):
            guard let word = template.value(in: payload)?.rendered else { return nil }
            return words.first { Self.isSame($0.word, word) }.map { .text($0.label) }
        case .event(let types): return event(in: payload, types)
        case .trigger(let wanted, let action):
            guard let word = template.value(in: payload)?.rendered, !word.isEmpty else { return nil }
            return wanted.isEmpty || word == wanted ? .text(action) : nil
        }
    }

    /// A payload that is neither of the two words says nothing.
    private static func truth(_ word: String, on: String, off: String) -> Bool? {
        if word == on { return true }
        if word == off { return false }
        if isSame(word, on) { return true }
        return isSame(word, off) ? false : nil
    }

    private static func isSame(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }

    private func event(in payload: JSONValue, _ types: [String]) -> JSONValue? {
        let found = template.value(in: payload)
        // A template too rich to be read mostly rebuilds what the payload has.
        let stated = found?["event_type"]?.text ?? found?.text.flatMap(Self.eventType) ?? payload["event_type"]?.text
        guard let stated, !stated.isEmpty, types.isEmpty || types.contains(stated) else { return nil }
        return .text(stated)
    }

    /// Of a JSON text that a template has put together.
    private static func eventType(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return (try? JSONValue(bytes))?["event_type"]?.text
    }
}
