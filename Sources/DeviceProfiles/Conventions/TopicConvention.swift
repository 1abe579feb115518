import CareModel

/// The form that a topic fits and what it then says.
final class TopicPlace: Sendable {
    let form: TopicForm
    let match: TopicForm.Match

    init(form: TopicForm, match: TopicForm.Match) {
        self.form = form
        self.match = match
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

    func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty, let place = message.topic.place ?? place(of: message.topic), !place.form.isIgnored
        else { return }
        try read(message, place.form, place.match, into: &report)
    }

    /// The first form that the topic fits; nil when it fits none.
    func place(of topic: MessageTopic) -> TopicPlace? {
        for form in forms {
            if let match = form.match(topic) { return TopicPlace(form: form, match: match) }
        }
        return nil
    }

    private func read(
        _ message: DeviceMessage, _ form: TopicForm, _ match: TopicForm.Match, into report: inout MessageReport
    ) throws(PayloadFault) {
        let value = try message.value()
        var address = form.device.compactMap { value.at($0)?.word }.filter { !$0.isEmpty }.joined(separator: "/")
        if address.isEmpty { address = match.device.joined(separator: "/") }
        report.device(
            address.isEmpty ? message.topic.text : address, isShared: form.isShared, levels: match.levels)
        if form.isAvailability {
            report.value("availability", value["state"] ?? value)
            if form.isBridge, let state = report.devices.last?.readings.last {
                report.bridge(isOnline: state.value == 0)
            }
            return
        }
        if !form.property.isEmpty {
            report.value(form.property, value, channel: match.channel)
            return
        }
        // A property of its own may also be an object of several.
        guard case .object = value else {
            guard !match.property.isEmpty else {
                throw PayloadFault(reason: "a JSON object was expected", offset: 0)
            }
            report.value(match.property, value, channel: match.channel)
            return
        }
        let values = form.values.isEmpty ? value : value.at(form.values)
        read(values, classes(of: value), channel: match.channel, into: &report)
    }

    private func classes(of payload: JSONValue) -> [DeviceClass] {
        guard !classes.isEmpty else { return [] }
        let stated = paths.map { payload.at($0)?.word }
        return classes.indices.filter { i in
            conditions[i].allSatisfy { condition in stated[condition.path].map(condition.words.contains) ?? false }
        }.map { classes[$0] }
    }

    private func read(
        _ object: JSONValue?, _ classes: [DeviceClass], channel: String, into report: inout MessageReport
    ) {
        for member in object?.members ?? [:] {
            var name = member.key
            for found in classes {
                guard let known = found.names[name] else { continue }
                name = known
                break
            }
            if case .object = member.value, report.rule(of: name)?.reads == .container {
                read(member.value, classes, channel: channel, into: &report)
            } else {
                report.value(name, member.value, channel: channel)
            }
        }
    }
}
