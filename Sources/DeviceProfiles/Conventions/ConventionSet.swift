/// The conventions beside zigbee2mqtt and self-monitoring, with what they have learned in one home.
struct ConventionSet: Sendable {
    /// The first that owns a topic reads it: those whose topics cannot be mistaken come first.
    static let types: [any Convention.Type] = [
        Lorawan.self, SparkplugB.self, ZWaveJSUI.self, Shelly.self, Tasmota.self, WirenBoard.self, RuuviGateway.self,
        Frigate.self, EnOcean.self, Homie.self, SenML.self, HomeAssistant.self,
    ]

    /// In the order in which they are asked; the index is the route's and that of the profile's rules.
    private var members: [Member] = []
    private var coded: [any Convention] = []
    private var listed: [TopicConvention] = []

    /// The index in `coded`, or in `listed` for a convention that its profile says whole.
    private enum Member: Sendable {
        case code(Int)
        case topics(Int)
    }

    /// The profiles in the order of the members: those that are asked last come after all others.
    static func ordered(_ profiles: [Profile]) -> [Profile] {
        let coded = types.compactMap { type in profiles.first { $0.convention == type.name } }
        let all = coded + profiles.filter { profile in !types.contains { $0.name == profile.convention } }
        return all.filter { !$0.isAskedLast } + all.filter(\.isAskedLast)
    }

    /// `profiles` are `ordered`.
    init(profiles: [Profile]) {
        for profile in profiles {
            if let type = Self.types.first(where: { $0.name == profile.convention }) {
                members.append(.code(coded.count))
                coded.append(type.init())
            } else {
                members.append(.topics(listed.count))
                listed.append(TopicConvention(forms: profile.topics, classes: profile.classes))
            }
        }
    }

    /// Index of the convention that a topic is of.
    func owner(of topic: MessageTopic) -> Int? {
        members.firstIndex { member in
            switch member {
            case .code(let index): coded[index].owns(topic)
            case .topics(let index): listed[index].owns(topic)
            }
        }
    }

    /// What the owner can tell from the topic alone.
    func place(of topic: MessageTopic, by index: Int) -> TopicPlace? {
        guard case .topics(let index) = members[index] else { return nil }
        return listed[index].place(of: topic)
    }

    mutating func read(_ message: DeviceMessage, by index: Int, into report: inout MessageReport) throws(PayloadFault) {
        switch members[index] {
        case .code(let index): try coded[index].read(message, into: &report)
        case .topics(let index): try listed[index].read(message, into: &report)
        }
    }
}
