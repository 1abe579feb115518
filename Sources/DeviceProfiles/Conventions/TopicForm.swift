import Settings

/// A topic of a convention that needs no code, as its profile gives it: where the device, the property and the values
/// stand.
struct TopicForm: Hashable, Sendable {
    /// `home/+/BTtoMQTT/{device}`; a name with dots after it takes one level or more.
    var levels: [Level]
    /// Where in the payload the parts of the device's address stand, joined by slashes; empty: in the topic.
    var device: [[String]] = []
    /// Several devices speak on this topic, told apart by their address.
    var isShared = false
    /// Where in the payload the object of values stands; empty: the whole payload.
    var values: [String] = []
    /// The property whose value is the whole payload; empty: as the topic says, or the members of the payload.
    var property = ""
    /// The payload says whether the device is there.
    var isAvailability = false
    /// That device is the bridge of the others.
    var isBridge = false
    /// Known, and of no interest.
    var isIgnored = false

    enum Level: Hashable, Sendable {
        case exactly(String)
        case any
        /// One level or more; `rest` at the end of the topic.
        case some, rest
        case device, devices
        case property, channel
    }

    /// What a topic that fits says.
    struct Match: Hashable, Sendable {
        var device: [String] = []
        /// So many of the topic's levels lead to the device.
        var levels = 1
        var property = ""
        var channel = ""
    }

    /// The device's address where the payload states it.
    func address(in payload: JSONValue) -> String? {
        var address = ""
        for path in device {
            guard let word = payload.at(path)?.word, !word.isEmpty else { continue }
            address = address.isEmpty ? word : address + "/" + word
        }
        return address.isEmpty ? nil : address
    }

    /// Nil when the topic does not fit.
    func match(_ topic: MessageTopic) -> Match? {
        var found = Match()
        var rest = topic.levels[...]
        for (index, level) in levels.enumerated() {
            switch level {
            case .rest: return rest.isEmpty ? nil : found
            case .devices, .some:
                guard let end = end(of: rest, at: index), !rest[rest.startIndex].isEmpty else { return nil }
                if level == .devices {
                    found.device = Array(rest[..<end])
                    found.levels = end
                }
                rest = rest[end...]
                continue
            default: break
            }
            guard let word = rest.popFirst(), !word.isEmpty else { return nil }
            switch level {
            case .exactly(let wanted): guard word == wanted else { return nil }
            case .device:
                found.device = [word]
                found.levels = rest.startIndex
            case .property: found.property = word
            case .channel: found.channel = word
            case .any, .some, .rest, .devices: break
            }
        }
        return rest.isEmpty ? found : nil
    }

    /// Where the words of the level at `index`, which takes one or more, end: all but those behind it; where another
    /// such level follows, at the word between the two.
    private func end(of rest: ArraySlice<String>, at index: Int) -> Int? {
        let behind = levels[(index + 1)...]
        guard rest.count > behind.count else { return nil }
        guard behind.contains(.devices), case .exactly(let word)? = behind.first else {
            return rest.endIndex - behind.count
        }
        return rest.dropFirst().firstIndex(of: word)
    }
}

extension TopicForm {
    /// Nil (reported) when something in it is wrong.
    init?(form: FormValue) {
        let optional = ["device", "shared", "values", "property", "availability", "bridge", "ignored"]
        let read = form.map(required: ["topic"], optional: optional) { topic -> TopicForm? in
            guard let place = topic["topic"], let text = place.text() else { return nil }
            var made = TopicForm(levels: [])
            for word in text.split(separator: "/", omittingEmptySubsequences: false).map(String.init) {
                guard let level = Level(word) else {
                    place.error("`\(word)` is none of {device}, {device...}, {property}, {channel}, +, +... and #")
                    return nil
                }
                made.levels.append(level)
            }
            if let fault = Self.fault(made.levels) {
                place.error(fault)
                return nil
            }
            made.device = Self.paths(topic["device"])
            made.values = Self.path(topic["values"])
            made.property = topic["property"]?.text() ?? ""
            made.isShared = topic["shared"]?.truth() ?? false
            made.isAvailability = topic["availability"]?.truth() ?? false
            made.isBridge = topic["bridge"]?.truth() ?? false
            made.isIgnored = topic["ignored"]?.truth() ?? false
            return made
        }
        guard let read else { return nil }
        self = read
    }

    /// What a topic may not be; nil when all is well.
    private static func fault(_ levels: [Level]) -> String? {
        if levels.dropLast().contains(.rest) { return "`#` stands only at the end" }
        let open = levels.indices.filter { levels[$0] == .some || levels[$0] == .devices }
        guard open.count > 1 else { return nil }
        guard open.count == 2, levels[open[0]] == .some, levels[open[1]] == .devices,
            case .exactly = levels[open[0] + 1]
        else {
            return "of `+...` and `{device...}` at most one each, `+...` first and a word behind it"
        }
        return nil
    }

    /// One path, or a list of them.
    private static func paths(_ value: FormValue?) -> [[String]] {
        guard let value else { return [] }
        if case .list(let paths) = value.content { return paths.map { path($0) } }
        return [path(value)]
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
        case "+...": self = .some
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
