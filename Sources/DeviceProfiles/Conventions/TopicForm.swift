import Settings

/// A topic of a convention that needs no code, as its profile gives it: where the device, the property and the values
/// stand.
struct TopicForm: Hashable, Sendable {
    /// `home/+/BTtoMQTT/{device}`; a name with dots after it takes one level or more.
    var levels: [Level]
    /// Where in the payload the device's address stands; empty: in the topic.
    var device: [String] = []
    /// Several devices speak on this topic, told apart by their address.
    var isShared = false
    /// Where in the payload the object of values stands; empty: the whole payload.
    var values: [String] = []
    /// The property whose value is the whole payload; empty: as the topic says, or the members of the payload.
    var property = ""
    /// The payload says whether the device is there.
    var isAvailability = false
    /// Known, and of no interest.
    var isIgnored = false

    enum Level: Hashable, Sendable {
        case exactly(String)
        case any
        /// One level or more.
        case rest
        case device, devices
        case property, channel
    }

    /// What a topic that fits says.
    struct Match: Hashable, Sendable {
        var device: [String] = []
        var property = ""
        var channel = ""
    }

    /// Nil when the topic does not fit.
    func match(_ topic: MessageTopic) -> Match? {
        var found = Match()
        var rest = topic.levels[...]
        for (index, level) in levels.enumerated() {
            let behind = levels.count - index - 1
            switch level {
            case .rest: return rest.isEmpty ? nil : found
            case .devices:
                guard rest.count > behind else { return nil }
                found.device = Array(rest.dropLast(behind))
                rest = rest.suffix(behind)
                continue
            default: break
            }
            guard let word = rest.popFirst(), !word.isEmpty else { return nil }
            switch level {
            case .exactly(let wanted): guard word == wanted else { return nil }
            case .device: found.device = [word]
            case .property: found.property = word
            case .channel: found.channel = word
            case .any, .rest, .devices: break
            }
        }
        return rest.isEmpty ? found : nil
    }
}

extension TopicForm {
    /// Nil (reported) when something in it is wrong.
    init?(form: FormValue) {
        let optional = ["device", "shared", "values", "property", "availability", "ignored"]
        let read = form.map(required: ["topic"], optional: optional) { topic -> TopicForm? in
            guard let place = topic["topic"], let text = place.text() else { return nil }
            var made = TopicForm(levels: [])
            for word in text.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
                guard let level = Level(word) else {
                    place.error("`\(word)` is none of {device}, {device...}, {property}, {channel}, + and #")
                    return nil
                }
                made.levels.append(level)
            }
            if made.levels.dropLast().contains(.rest) {
                place.error("`#` stands only at the end")
                return nil
            }
            made.device = Self.path(topic["device"])
            made.values = Self.path(topic["values"])
            made.property = topic["property"]?.text() ?? ""
            made.isShared = topic["shared"]?.truth() ?? false
            made.isAvailability = topic["availability"]?.truth() ?? false
            made.isIgnored = topic["ignored"]?.truth() ?? false
            return made
        }
        guard let read else { return nil }
        self = read
    }

    private static func path(_ value: FormValue?) -> [String] {
        (value?.text() ?? "").split(separator: ".").map(String.init)
    }
}

extension TopicForm.Level {
    /// Nil for an unknown name in braces.
    init?(_ word: String) {
        switch word {
        case "+": self = .any
        case "#": self = .rest
        case "{device}": self = .device
        case "{device...}": self = .devices
        case "{property}": self = .property
        case "{channel}": self = .channel
        default:
            guard !word.contains("{") else { return nil }
            self = .exactly(word)
        }
    }
}
