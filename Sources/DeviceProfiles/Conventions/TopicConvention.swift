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
    private let conditions: [Condition]
    /// What keys mean in the payloads that were met; the index by what holds for them.
    private var vocabularies: [Vocabulary] = []
    private var vocabularyOf: [Scope: Int] = [:]

    private static let vocabularyLimit = 200

    /// A value that tells classes apart, looked up once a payload.
    private struct Condition {
        var path: [String]
        /// The bits of the classes that ask for it, and the words that they ask for.
        var asked: [(class: UInt64, words: [String])]
    }

    /// What tells payloads with different meanings apart.
    private struct Scope: Hashable {
        /// A bit for each class that the payload is of.
        var classes: UInt64
        /// As the topic says.
        var channel: String

        func hash(into hasher: inout Hasher) { hasher.combine(classes) }
    }

    fileprivate struct Vocabulary: Sendable {
        /// That hold for the payload.
        var classes: [DeviceClass]
        var rules = KeyMemory<FoundRule>()
    }

    /// Of the classes at most `DeviceClass.limit` count.
    init(forms: [TopicForm] = [], classes: [DeviceClass] = []) {
        self.forms = forms
        self.classes = classes
        var conditions: [Condition] = []
        for (index, found) in classes.prefix(DeviceClass.limit).enumerated() {
            for condition in found.conditions {
                let asked: (UInt64, [String]) = (1 << UInt64(index), condition.words)
                if let known = conditions.firstIndex(where: { $0.path == condition.path }) {
                    conditions[known].asked.append(asked)
                } else {
                    conditions.append(Condition(path: condition.path, asked: [asked]))
                }
            }
        }
        self.conditions = conditions
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
        let scope = Scope(classes: classes.isEmpty ? 0 : classesHolding(for: payload), channel: channel)
        if let known = vocabularyOf[scope] { return known }
        // A cache: what one device invents must not keep another's out.
        if vocabularies.count >= Self.vocabularyLimit { (vocabularies, vocabularyOf) = ([], [:]) }
        let holding = classes.indices.filter { $0 < DeviceClass.limit && scope.classes & 1 << UInt64($0) != 0 }
        vocabularyOf[scope] = vocabularies.count
        vocabularies.append(Vocabulary(classes: holding.map { classes[$0] }))
        return vocabularies.count - 1
    }

    /// A bit for each class all of whose conditions hold.
    private func classesHolding(for payload: JSONValue) -> UInt64 {
        var holding = UInt64.max
        for condition in conditions {
            let word = payload.at(condition.path)?.word
            for asked in condition.asked where !(word.map(asked.words.contains) ?? false) { holding &= ~asked.class }
        }
        return holding & (UInt64.max >> UInt64(64 - min(classes.count, 64)))
    }

    private static func read(
        _ object: JSONValue?, _ vocabulary: inout Vocabulary, channel: String, into report: inout MessageReport
    ) {
        for member in object?.members ?? .init() {
            let rule = vocabulary.rule(of: member, channel: channel, &report)
            if rule.isContainer, case .object = member.value {
                read(member.value, &vocabulary, channel: channel, into: &report)
            } else {
                report.value(rule, member.value)
            }
        }
    }
}

extension TopicConvention.Vocabulary {
    private static var limit: Int { 256 }
    private static var lengthLimit: Int { 64 }

    /// The profile's rule for a key of the payload.
    fileprivate mutating func rule(
        of member: JSONValue.Members.Member, channel: String, _ report: inout MessageReport
    ) -> FoundRule {
        let name = member.name
        if let known = rules.find(name) { return known }
        let key = member.key
        let rule = report.find(classes.lazy.compactMap { $0.names[key] }.first ?? key, channel: channel)
        if rules.count < Self.limit, key.utf8.count <= Self.lengthLimit { rules.remember(name, rule) }
        return rule
    }
}
