/// One component of an announcement: its keys, long or abbreviated, topics with `~` expanded, and what it shares with
/// the other components of a device's announcement.
///
/// Source: Home Assistant, "MQTT: discovery messages", and its table of abbreviations.
struct DiscoveryConfig {
    /// `sensor`, `binary_sensor`...
    let component: String
    /// What the topic or the device's announcement calls it.
    let object: String
    private let own: JSONValue
    /// The whole announcement of a device; nil where the component has one of its own.
    private let shared: JSONValue?
    private let base: String?

    init(component: String, object: String, own: JSONValue, shared: JSONValue? = nil) {
        self.component = component
        self.object = object
        self.own = own
        self.shared = shared
        base = own["~"]?.text ?? shared?["~"]?.text
    }

    /// The components that are announced; those of a device that have only a platform are taken back.
    static func components(of topic: DiscoveryTopic, _ payload: JSONValue) -> [DiscoveryConfig] {
        guard topic.isDevice else {
            return [DiscoveryConfig(component: topic.component, object: topic.object, own: payload)]
        }
        let listed = payload["components"] ?? payload["cmps"]
        return (listed?.members ?? .init()).compactMap { member in
            guard let platform = (member.value["platform"] ?? member.value["p"])?.text else { return nil }
            return DiscoveryConfig(component: platform, object: member.key, own: member.value, shared: payload)
        }
    }

    /// The table of the abbreviations of the keys that matter here.
    private static let abbreviations: [String: String] = [
        "automation_type": "atype", "availability": "avty", "availability_mode": "avty_mode",
        "availability_template": "avty_tpl", "availability_topic": "avty_t", "connections": "cns",
        "current_humidity_template": "curr_hum_tpl", "current_humidity_topic": "curr_hum_t",
        "current_temperature_template": "curr_temp_tpl", "current_temperature_topic": "curr_temp_t",
        "default_entity_id": "def_ent_id", "device": "dev", "device_class": "dev_cla", "entity_category": "ent_cat",
        "event_types": "evt_typ", "expire_after": "exp_aft", "identifiers": "ids", "object_id": "obj_id",
        "origin": "o", "payload": "pl", "payload_available": "pl_avail", "payload_home": "pl_home",
        "payload_not_available": "pl_not_avail", "payload_not_home": "pl_not_home", "payload_off": "pl_off",
        "payload_on": "pl_on", "state_class": "stat_cla", "state_jammed": "stat_jam", "state_locked": "stat_locked",
        "state_off": "stat_off", "state_on": "stat_on", "state_topic": "stat_t", "state_unlocked": "stat_unlocked",
        "state_value_template": "stat_val_tpl", "subtype": "stype", "temperature_unit": "temp_unit", "topic": "t",
        "unique_id": "uniq_id", "unit_of_measurement": "unit_of_meas", "value_template": "val_tpl",
    ]

    /// The keys that the components of a device's announcement share.
    private static let sharedKeys: Set<String> = [
        "availability", "availability_mode", "availability_template", "availability_topic", "device", "origin",
        "payload_available", "payload_not_available", "state_topic",
    ]

    /// The member of that long name.
    static func value(_ key: String, of object: JSONValue?) -> JSONValue? {
        guard let object else { return nil }
        return object[key] ?? abbreviations[key].flatMap { object[$0] }
    }

    func value(_ key: String) -> JSONValue? {
        if let found = Self.value(key, of: own) { return found }
        return Self.sharedKeys.contains(key) ? Self.value(key, of: shared) : nil
    }

    func text(_ key: String) -> String? { value(key)?.text }

    /// As a template renders it: `payload_on` may be true, 1 or "ON".
    func word(_ key: String, else usual: String) -> String { value(key)?.rendered ?? usual }

    func topic(_ key: String) -> String? { expanded(text(key)) }

    private func expanded(_ topic: String?) -> String? {
        guard let topic, !topic.isEmpty else { return nil }
        guard let base else { return topic }
        if topic.hasPrefix("~") { return base + topic.dropFirst() }
        if topic.hasSuffix("~") { return topic.dropLast() + base }
        return topic
    }
}

// MARK: - What an announcement says about the device

extension DiscoveryConfig {
    /// What the device is called for good: a hardware address where one is stated, else its first identifier. Empty
    /// where no device is announced.
    var deviceAddress: String {
        let device = value("device")
        for connection in Self.value("connections", of: device)?.elements ?? [] {
            let pair = connection.elements
            guard pair.count == 2, let kind = pair[0].text, let address = pair[1].text, !address.isEmpty else {
                continue
            }
            if ["mac", "bluetooth", "zigbee"].contains(kind) { return address }
        }
        let identifiers = Self.value("identifiers", of: device)
        return identifiers?.rendered ?? identifiers?.elements.lazy.compactMap(\.rendered).first ?? ""
    }

    var deviceName: String { value("device")?["name"]?.text ?? "" }

    /// Announced by zigbee2mqtt, which announces the same and more on `bridge/devices`.
    var isOfZigbee2MQTT: Bool {
        value("origin")?["name"]?.text?.lowercased() == "zigbee2mqtt" || deviceAddress.hasPrefix("zigbee2mqtt_")
    }

    /// A topic that says whether the device is there, and its words for it.
    struct Availability: Hashable, Sendable {
        var topic: String
        var template: String
        var available: String
        var notAvailable: String
    }

    /// The list, or the single topic.
    var availability: [Availability] {
        if let topic = topic("availability_topic") {
            return [
                Availability(
                    topic: topic, template: text("availability_template") ?? "",
                    available: word("payload_available", else: "online"),
                    notAvailable: word("payload_not_available", else: "offline"))
            ]
        }
        let stated = value("availability")
        let entries = stated.map { $0.elements.isEmpty ? [$0] : $0.elements } ?? []
        return entries.prefix(8).compactMap { entry in
            guard let topic = expanded(Self.value("topic", of: entry)?.text) else { return nil }
            return Availability(
                topic: topic, template: Self.value("value_template", of: entry)?.text ?? "",
                available: Self.value("payload_available", of: entry)?.rendered ?? "online",
                notAvailable: Self.value("payload_not_available", of: entry)?.rendered ?? "offline")
        }
    }
}

/// A topic of discovery: `<prefix>/<component>/[<node>/]<object>/config` or `<prefix>/device/<object>/config`.
struct DiscoveryTopic: Sendable {
    let component: String
    let node: String
    let object: String
    var isDevice: Bool { component == "device" }

    static let components: Set<String> = [
        "alarm_control_panel", "binary_sensor", "button", "camera", "climate", "cover", "device", "device_automation",
        "device_tracker", "event", "fan", "humidifier", "image", "lawn_mower", "light", "lock", "notify", "number",
        "scene", "select", "sensor", "siren", "switch", "tag", "text", "update", "vacuum", "valve", "water_heater",
    ]

    /// Nil for any other topic. The prefix may be another than `homeassistant`, also of two levels.
    init?(_ topic: MessageTopic) {
        let levels = topic.levels
        guard levels.count >= 4, levels.last == "config", !levels.contains("") else { return nil }
        let places = topic[0] == "homeassistant" ? [1] : [1, 2]
        let place = places.first { at in
            Self.components.contains(topic[at]) && (levels.count == at + 3 || levels.count == at + 4)
        }
        guard let place else { return nil }
        component = topic[place]
        node = levels.count == place + 4 ? topic[place + 1] : ""
        object = topic[levels.count - 2]
    }
}
