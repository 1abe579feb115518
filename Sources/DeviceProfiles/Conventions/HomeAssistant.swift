import CareModel

/// Home Assistant's MQTT discovery, and the conventions whose meaning only it tells: ESPHome's own topics and the state
/// stream.
///
/// Announcements teach which topics state what; they are kept over restarts. Topics that another convention owns stay
/// that one's.
struct HomeAssistant: Convention {
    static let name = "home_assistant"

    private var book = DiscoveryBook()
    private var nodes = NodeTopics()

    func owns(_ topic: MessageTopic) -> Bool {
        DiscoveryTopic(topic) != nil || book.owns(topic) || NodeTopic(topic) != nil
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        if let topic = DiscoveryTopic(message.topic) {
            try learn(message, topic, into: &report)
        } else if book.owns(message.topic) {
            try readStates(message, into: &report)
        } else if let topic = NodeTopic(message.topic) {
            try nodes.read(message, topic, into: &report)
        }
    }
}

// MARK: - Announcements

extension HomeAssistant {
    private mutating func learn(_ message: DeviceMessage, _ topic: DiscoveryTopic, into report: inout MessageReport)
        throws(PayloadFault)
    {
        let source = message.topic.text
        guard !message.isEmpty else {
            if book.knows(source) { report.keep() }
            book.forget(source)
            return
        }
        let payload = try message.json()
        guard case .object = payload else { throw PayloadFault(reason: "a JSON object was expected", offset: 0) }
        var announced = DiscoveryBook.Announcement()
        var isOthers = false
        for config in DiscoveryConfig.components(of: topic, payload) {
            let stated = config.deviceAddress
            let device = !stated.isEmpty ? stated : topic.node.isEmpty ? topic.object : topic.node
            let entities = DiscoveredEntity.entities(of: config, device: device, report)
            for entity in entities { report.declare(entity.declared) }
            isOthers = isOthers || config.isOfZigbee2MQTT
            announced.entities += entities
            announced.add(config, device: device, hasEntities: !entities.isEmpty, below: message.below)
        }
        guard !isOthers else { return }
        for i in announced.entities.indices {
            announced.entities[i].topic = message.below(announced.entities[i].topic)
        }
        let wasKnown = book.knows(source)
        if book.learn(announced, from: source) || wasKnown { report.keep() }
    }
}

extension DiscoveryBook.Announcement {
    /// The device's availability, once for all components that state the same.
    fileprivate mutating func add(
        _ config: DiscoveryConfig, device: String, hasEntities: Bool, below: (String) -> String
    ) {
        var stated = config.availability
        guard hasEntities, !stated.isEmpty else { return }
        for i in stated.indices { stated[i].topic = below(stated[i].topic) }
        guard !presences.contains(where: { $0.device == device && $0.stated == stated }) else { return }
        presences.append(
            DiscoveryBook.Presence(
                device: device, stated: stated, templates: stated.map { ValueTemplate($0.template) },
                mode: config.text("availability_mode") ?? "latest"))
    }
}

// MARK: - States

extension HomeAssistant {
    private mutating func readStates(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        let payload = try message.value()
        read(payload, of: book.entities(on: message.topic), into: &report)
        let presences = book.presences(on: message.topic)
        for presence in presences {
            guard let isThere = book.availability(of: presence, message.topic.text, payload) else { continue }
            report.device(presence.device, isShared: presences.count > 1)
            report.availability(isThere ? .online : .offline)
        }
    }

    private func read(
        _ payload: JSONValue, of uses: [DiscoveryBook.Use<DiscoveredEntity>], into report: inout MessageReport
    ) {
        let isShared = uses.contains { $0.value.device != uses[0].value.device }
        var device = ""
        var hasEvent = false
        for use in uses {
            let entity = use.value
            let value = entity.value(in: payload)
            // On a topic of several a device speaks where something is stated for it.
            if value == nil, isShared { continue }
            if entity.device != device {
                device = entity.device
                hasEvent = false
                report.device(device, isShared: isShared)
            }
            guard let value else { continue }
            // One press may be announced as an event and as triggers.
            if entity.quantity == .buttonEvent {
                if hasEvent { continue }
                hasEvent = true
            }
            report.value(entity.key, value, unit: entity.unit, channel: entity.channel)
        }
    }
}
