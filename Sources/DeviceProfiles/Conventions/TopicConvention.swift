import CareModel

/// The form that a topic fits and what it then says.
final class TopicPlace: Sendable {
    let form: TopicForm
    let property: String
    let channel: String
    /// Of the device, by the topic.
    let address: String
    /// So many of the topic's levels lead to it.
    let levels: Int

    init(form: TopicForm, match: TopicForm.Match, topic: MessageTopic) {
        self.form = form
        (property, channel, levels) = (match.property, match.channel, match.levels)
        let device = match.device.joined(separator: "/")
        address = device.isEmpty ? topic.text : device
    }
}

/// A convention that its profile says whole: the topics, and what the members of a payload or the plain values mean.
struct TopicConvention: Sendable {
    let forms: [TopicForm]
    private let classes: [DeviceClass]
    /// Where the values stand that tell classes apart, each looked up once a payload.
    private let paths: [[String]]
    /// For each class: index of the path, and the words there.
    private let conditions: [[(path: Int, words: [String])]]
    /// What keys mean in the payloads that were met; the index by what they state of their class.
    private var vocabularies: [Vocabulary] = []
    private var vocabularyOf: [Stated: Int] = [:]

    private static let vocabularyLimit = 200
    private static let wordLimit = 64

    /// What tells payloads with different meanings apart.
    private struct Stated: Hashable, Sendable {
        /// At the paths that tell classes apart.
        var words: [String?]
        /// As the topic says.
        var channel: String
    }

    fileprivate struct Vocabulary: Sendable {
        /// That hold for the payload.
        var classes: [DeviceClass]
        /// By key.
        var rules: [String: FoundRule] = [:]
    }

    init(forms: [TopicForm] = [], classes: [DeviceClass] = []) {
        self.forms = forms
        self.classes = classes
        var paths: [[String]] = []
        conditions = classes.map { found in
            found.conditions.map { condition in
                if !paths.contains(condition.path) { paths.append(condition.path) }
                return (paths.firstIndex(of: condition.path) ?? 0, condition.words)
            }
        }
        self.paths = paths
    }

    func owns(_ topic: MessageTopic) -> Bool { forms.contains { $0.match(topic) != nil } }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty, let place = message.topic.place ?? place(of: message.topic), !place.form.isIgnored
        else { return }
        try read(message, place, into: &report)
    }

    /// The first form that the topic fits; nil when it fits none.
    func place(of topic: MessageTopic) -> TopicPlace? {
        for form in forms {
            if let match = form.match(topic) { return TopicPlace(form: form, match: match, topic: topic) }
        }
        return nil
    }

    private mutating func read(
        _ message: DeviceMessage, _ place: TopicPlace, into report: inout MessageReport
    ) throws(PayloadFault) {
        let value = try message.value()
        report.device(
            place.form.address(in: value) ?? place.address, isShared: place.form.isShared, levels: place.levels)
        if place.form.isAvailability {
            report.value("availability", value["state"] ?? value)
            if place.form.isBridge, let state = report.lastReading {
                report.bridge(isOnline: state.value == 0)
            }
            return
        }
        if !place.form.property.isEmpty {
            report.value(place.form.property, value, channel: place.channel)
            return
        }
        // A property of its own may also be an object of several.
        guard case .object = value else {
            guard !place.property.isEmpty else {
                throw PayloadFault(reason: "a JSON object was expected", offset: 0)
            }
            report.value(place.property, value, channel: place.channel)
            return
        }
        let values = place.form.values.isEmpty ? value : value.at(place.form.values)
        let index = vocabulary(of: value, channel: place.channel)
        Self.read(values, &vocabularies[index], channel: place.channel, into: &report)
    }

    private mutating func vocabulary(of payload: JSONValue, channel: String) -> Int {
        let stated = Stated(
            words: paths.map { payload.at($0)?.word.flatMap { $0.utf8.count <= Self.wordLimit ? $0 : nil } },
            channel: channel)
        if let known = vocabularyOf[stated] { return known }
        // A cache: what one device invents must not keep another's out.
        if vocabularies.count >= Self.vocabularyLimit { (vocabularies, vocabularyOf) = ([], [:]) }
        let holding = classes.indices.filter { i in
            conditions[i].allSatisfy { stated.words[$0.path].map($0.words.contains) ?? false }
        }
        vocabularyOf[stated] = vocabularies.count
        vocabularies.append(Vocabulary(classes: holding.map { classes[$0] }))
        return vocabularies.count - 1
    }

    private static func read(
        _ object: JSONValue?, _ vocabulary: inout Vocabulary, channel: String, into report: inout MessageReport
    ) {
        for member in object?.members ?? [:] {
            if case .object = member.value, report.rule(of: vocabulary.name(of: member.key))?.reads == .container {
                read(member.value, &vocabulary, channel: channel, into: &report)
            } else {
                report.value(vocabulary.rule(of: member.key, channel: channel, &report), member.value)
            }
        }
    }
}

extension TopicConvention.Vocabulary {
    private static var limit: Int { 256 }
    private static var lengthLimit: Int { 64 }

    /// The profile's key for a key of the payload.
    fileprivate func name(of key: String) -> String { classes.lazy.compactMap { $0.names[key] }.first ?? key }

    fileprivate mutating func rule(of key: String, channel: String, _ report: inout MessageReport) -> FoundRule {
        if let known = rules[key] { return known }
        let rule = report.find(name(of: key), channel: channel)
        if rules.count < Self.limit, key.utf8.count <= Self.lengthLimit { rules[key] = rule }
        return rule
    }
}
