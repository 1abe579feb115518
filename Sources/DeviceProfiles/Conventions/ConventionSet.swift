/// The conventions beside zigbee2mqtt and self-monitoring, with what they have learned in one home.
struct ConventionSet: Sendable {
    /// The first that owns a topic reads it: those whose topics cannot be mistaken come first.
    static let types: [any Convention.Type] = [
        Lorawan.self, SparkplugB.self, ZWaveJSUI.self, Shelly.self, Tasmota.self, WirenBoard.self, RuuviGateway.self,
        Frigate.self, EnOcean.self, Homie.self, SenML.self, HomeAssistant.self,
    ]

    /// In the order in which they are asked; the index is the route's and that of the profile's rules.
    private var members: [Member] = []

    private enum Member: Sendable {
        case code(any Convention)
        case topics(TopicConvention)
    }

    /// The profiles in the order of the members: those that are asked last come after all others.
    static func ordered(_ profiles: [Profile]) -> [Profile] {
        let coded = types.compactMap { type in profiles.first { $0.convention == type.name } }
        let all = coded + profiles.filter { profile in !types.contains { $0.name == profile.convention } }
        return all.filter { !$0.isAskedLast } + all.filter(\.isAskedLast)
    }

    /// `profiles` are `ordered`.
    init(profiles: [Profile]) {
        members = profiles.map { profile in
            guard let type = Self.types.first(where: { $0.name == profile.convention }) else {
                return .topics(TopicConvention(forms: profile.topics, classes: profile.classes))
            }
            return .code(type.init())
        }
    }

    /// Index of the convention that a topic is of.
    func owner(of topic: MessageTopic) -> Int? {
        members.firstIndex { member in
            switch member {
            case .code(let convention): convention.owns(topic)
            case .topics(let convention): convention.owns(topic)
            }
        }
    }

    /// The topic with what its owner can tell from it alone.
    func placed(_ topic: MessageTopic, by index: Int) -> MessageTopic {
        guard case .topics(let convention) = members[index] else { return topic }
        var topic = topic
        topic.place = convention.place(of: topic)
        return topic
    }

    mutating func read(_ message: DeviceMessage, by index: Int, into report: inout MessageReport) throws(PayloadFault) {
        switch members[index] {
        case .code(var convention):
            // The set lets go of the value first, so that it is changed in place.
            members[index] = .topics(TopicConvention())
            defer { members[index] = .code(convention) }
            try convention.read(message, into: &report)
        case .topics(let convention):
            try convention.read(message, into: &report)
        }
    }
}
