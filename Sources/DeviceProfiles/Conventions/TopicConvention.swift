/// A convention that its profile says whole: the topics, and what the members of a payload or the plain values mean.
struct TopicConvention: Sendable {
    let forms: [TopicForm]

    func owns(_ topic: MessageTopic) -> Bool { forms.contains { $0.match(topic) != nil } }

    func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        for form in forms {
            guard let match = form.match(message.topic) else { continue }
            if !form.isIgnored { try read(message, form, match, into: &report) }
            return
        }
    }

    private func read(
        _ message: DeviceMessage, _ form: TopicForm, _ match: TopicForm.Match, into report: inout MessageReport
    ) throws(PayloadFault) {
        let value = try message.value()
        let stated = form.device.isEmpty ? nil : value.at(form.device)
        let address = stated?.text ?? match.device.joined(separator: "/")
        report.device(address.isEmpty ? message.topic.text : address, isShared: form.isShared)
        if form.isAvailability {
            report.value("availability", value["state"] ?? value)
            return
        }
        let property = form.property.isEmpty ? match.property : form.property
        if !property.isEmpty {
            report.value(property, value, channel: match.channel)
            return
        }
        guard case .object = value else {
            throw PayloadFault(reason: "a JSON object was expected", offset: 0)
        }
        report.members(of: form.values.isEmpty ? value : value.at(form.values), channel: match.channel)
    }
}
