/// The conventions beside zigbee2mqtt and self-monitoring, with what they have learned in one home.
struct ConventionSet: Sendable {
    /// The first that owns a topic reads it: those whose topics cannot be mistaken come first.
    static let types: [any Convention.Type] = [Lorawan.self, ZWaveJSUI.self, SparkplugB.self, Homie.self, SenML.self]

    /// In the order in which they are asked; the index is the route's and that of the profile's rules.
    private var members: [Member] = []

    private enum Member: Sendable {
        case code(any Convention)
        case topics(TopicConvention)
    }

    /// The profiles in the order of the members.
    static func ordered(_ profiles: [Profile]) -> [Profile] {
        let coded = types.compactMap { type in profiles.first { $0.convention == type.name } }
        return coded + profiles.filter { profile in !types.contains { $0.name == profile.convention } }
    }

    /// `profiles` are `ordered`.
    init(profiles: [Profile]) {
        members = profiles.map { profile in
            guard let type = Self.types.first(where: { $0.name == profile.convention }) else {
                return .topics(TopicConvention(forms: profile.topics))
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

    mutating func read(_ message: DeviceMessage, by index: Int, into report: inout MessageReport) throws(PayloadFault) {
        switch members[index] {
        case .code(var convention):
            // The set lets go of the value first, so that it is changed in place.
            members[index] = .topics(TopicConvention(forms: []))
            defer { members[index] = .code(convention) }
            try convention.read(message, into: &report)
        case .topics(let convention):
            try convention.read(message, into: &report)
        }
    }
}
