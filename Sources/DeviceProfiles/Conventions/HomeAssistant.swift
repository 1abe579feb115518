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
    /// Until the next announcement.
    private var topics = TopicCache<Topic>()

    private enum Topic: Sendable {
        case announcement(DiscoveryTopic)
        case states(Announced)
        case node(NodeTopic)
    }

    /// The entities and devices that a topic speaks of; by reference, because they are long.
    private final class Announced: Sendable {
        let entities: [DiscoveredEntity]
        let rules: [FoundRule]
        /// Beside the entities: seconds after which values of the entity's device expire; 0: they do not.
        let expiries: [Int]
        /// Several devices have entities here.
        let isShared: Bool
        let presences: [DiscoveryBook.Presence]

        init(
            _ entities: [DiscoveredEntity], _ rules: [FoundRule], _ expiries: [Int],
            _ presences: [DiscoveryBook.Presence]
        ) {
            (self.entities, self.rules, self.expiries, self.presences) = (entities, rules, expiries, presences)
            isShared = entities.contains { $0.device != entities[0].device }
        }
    }

    func owns(_ topic: MessageTopic) -> Bool {
        DiscoveryTopic(topic) != nil || book.owns(topic) || NodeTopic(topic) != nil
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        switch topic(message.topic, &report) {
        case .announcement(let topic): try learn(message, topic, into: &report)
        case .states(let announced): try readStates(message, of: announced, into: &report)
        case .node(let topic): try nodes.read(message, topic, into: &report)
        case nil: return
        }
    }

    private mutating func topic(_ topic: MessageTopic, _ report: inout MessageReport) -> Topic? {
        if let known = topics[topic] { return known }
        var found: Topic?
        if let topic = DiscoveryTopic(topic) {
            found = .announcement(topic)
        } else if book.owns(topic) {
            let entities = book.entities(on: topic).map(\.value)
            let rules = entities.map { report.find($0.key, unit: $0.unit, channel: $0.channel) }
            let expiries = entities.map { book.expiry(of: $0.device) }
            found = .states(Announced(entities, rules, expiries, book.presences(on: topic)))
        } else if let topic = NodeTopic(topic) {
            found = .node(topic)
        }
        topics[topic] = found
        return found
    }
}

// MARK: - Announcements

extension HomeAssistant {
    private mutating func learn(_ message: DeviceMessage, _ topic: DiscoveryTopic, into report: inout MessageReport)
        throws(PayloadFault)
    {
        let source = message.topic.text
        let digest = message.digest
        if !report.isComplete, !message.isEmpty, book.knows(source, digest: digest) {
            report.keep()
            return
        }
        topics.forget()
        guard !message.isEmpty else {
            if book.knows(source) { report.keep() }
            book.forget(source)
            return
        }
        let payload = try message.json()
        guard case .object = payload else { throw PayloadFault(reason: "a JSON object was expected", offset: 0) }
        var announced = DiscoveryBook.Announcement(digest: digest)
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
    private mutating func readStates(
        _ message: DeviceMessage, of announced: Announced, into report: inout MessageReport
    ) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        let payload = try message.value()
        read(payload, of: announced, into: &report)
        for presence in announced.presences {
            guard let isThere = book.availability(of: presence, message.topic.text, payload) else { continue }
            report.device(presence.device, isShared: announced.presences.count > 1)
            report.availability(isThere ? .online : .offline)
        }
    }

    private func read(_ payload: JSONValue, of announced: Announced, into report: inout MessageReport) {
        var device = ""
        var hasEvent = false
        for index in announced.entities.indices {
            let value = announced.entities[index].value(in: payload)
            // On a topic of several a device speaks where something is stated for it.
            if value == nil, announced.isShared { continue }
            if announced.entities[index].device != device {
                device = announced.entities[index].device
                hasEvent = false
                report.device(device, isShared: announced.isShared)
                if announced.expiries[index] > 0 { report.reports(everySeconds: Double(announced.expiries[index])) }
            }
            guard let value else { continue }
            // One press may be announced as an event and as triggers.
            if announced.entities[index].quantity == .buttonEvent {
                if hasEvent { continue }
                hasEvent = true
            }
            report.value(announced.rules[index], value)
        }
    }
}
