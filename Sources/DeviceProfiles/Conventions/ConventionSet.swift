/// The conventions beside zigbee2mqtt and self-monitoring, with what they have learned in one home.
struct ConventionSet: Sendable {
    /// The first that owns a topic reads it: those whose topics cannot be mistaken come first.
    static let types: [any Convention.Type] = [
        Lorawan.self, SparkplugB.self, ZWaveJSUI.self, Shelly.self, Tasmota.self, WirenBoard.self, RuuviGateway.self,
        Frigate.self, EnOcean.self, Homie.self, SenML.self, HomeAssistant.self,
    ]

    /// In the order in which they are asked; the index is the route's and that of the profile's rules.
    private var members: [Member] = []

    private struct Member: Sendable {
        /// Nil for a convention that its profile says whole.
        var code: (any Convention)?
        var topics = TopicConvention()
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
                return Member(topics: TopicConvention(forms: profile.topics, classes: profile.classes))
            }
            return Member(code: type.init())
        }
    }

    /// Index of the convention that a topic is of.
    func owner(of topic: MessageTopic) -> Int? {
        members.firstIndex { $0.code?.owns(topic) ?? $0.topics.owns(topic) }
    }

    /// What the owner can tell from the topic alone.
    func place(of topic: MessageTopic, by index: Int) -> TopicPlace? { members[index].topics.place(of: topic) }

    mutating func read(_ message: DeviceMessage, by index: Int, into report: inout MessageReport) throws(PayloadFault) {
        guard members[index].code != nil else { return try members[index].topics.read(message, into: &report) }
        try members[index].code?.read(message, into: &report)
    }
}
