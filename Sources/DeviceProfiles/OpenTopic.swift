/// What a topic looks like when no home's file says whose it is.
enum OpenTopic: Hashable {
    case bridgeDevices(base: String)
    case bridgeState
    case availability(device: String)
    /// A JSON object with a device's state.
    case state(device: String)
    case attribute(device: String, name: String)
    case vitals(device: String)
    /// Commands and what a bridge says about itself.
    case ignored
    /// Of no known convention.
    case other(device: String)

    /// `bases` are those of bridges that have announced devices. The payload's form decides whether the last part of
    /// a topic is a device's name (an object) or one property (a plain value).
    init(_ topic: String, isObject: Bool, bases: Set<String>) {
        if topic.hasSuffix("/bridge/devices") {
            self = .bridgeDevices(base: String(topic.dropLast("/bridge/devices".count)))
            return
        }
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let names = Self.names(parts, bases: bases) else {
            let last = parts.last ?? topic
            self = parts.dropLast().last == "vitals" ? .vitals(device: last) : .other(device: topic)
            return
        }
        if names.first == "bridge", names.count > 1 {
            self = names == ["bridge", "state"] ? .bridgeState : .ignored
            return
        }
        let device = names.dropLast().joined(separator: "/")
        switch names.last {
        case "availability" where names.count > 1: self = .availability(device: device)
        case _ where names.dropFirst().contains(where: { $0 == "set" || $0 == "get" }): self = .ignored
        case let last? where names.count > 1 && !isObject: self = .attribute(device: device, name: last)
        default: self = .state(device: names.joined(separator: "/"))
        }
    }

    /// The parts behind a bridge's base; nil when the topic is of no bridge.
    private static func names(_ parts: [String], bases: Set<String>) -> [String]? {
        for end in stride(from: parts.count - 1, to: 0, by: -1) {
            let isBase = parts[end - 1] == "zigbee2mqtt" || bases.contains(parts[..<end].joined(separator: "/"))
            if isBase { return Array(parts[end...]) }
        }
        return nil
    }
}
