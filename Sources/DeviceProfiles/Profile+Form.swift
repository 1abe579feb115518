import CareModel
import Settings

extension Profile {
    /// The conventions without which nothing works.
    static let required = ["zigbee2mqtt", "self_monitoring"]
    /// Those whose structure is code; every other one lists its topics.
    static let coded = required + [vocabulary] + ConventionSet.types.map { $0.name }

    /// Reads a profile's file; nil (reported) when something in it is wrong.
    init?(form: FormValue) {
        let optional = [
            "channels", "actions", "chip_words", "yes", "no", "nothing", "examples", "topics", "classes", "like",
            "asked", "unread", "care_words",
        ]
        let read = form.map(required: ["convention", "properties"], optional: optional) { file -> Profile? in
            guard let place = file["convention"], let name = place.text() else { return nil }
            guard Self.coded.contains(name) || file["topics"] != nil else {
                place.error(
                    "a convention of its own lists its `topics`; known without: \(Self.coded.joined(separator: ", "))")
                return nil
            }
            if Self.coded.contains(name), let topics = file["topics"] {
                topics.error("the topics of \(name) are known; a convention of another name lists its own")
                return nil
            }
            var profile = Profile(convention: name)
            profile.place = Place(path: place.path, line: place.line, column: place.column)
            profile.like = file["like"]?.text() ?? ""
            profile.topics = (file["topics"]?.list() ?? []).compactMap(TopicForm.init(form:))
            profile.isAskedLast = Self.isLast(file["asked"])
            profile.readWords(file)
            for entry in file["channels"]?.entries() ?? [] {
                guard let part = entry.key.text(), let number = entry.value.integer(in: 1...255) else { continue }
                profile.channels[part] = UInt8(number)
            }
            for entry in file["actions"]?.entries() ?? [] { profile.readAction(entry) }
            for entry in file["properties"]?.entries() ?? [] {
                guard let key = entry.key.text(), let rule = PropertyRule(form: entry.value) else { continue }
                profile.properties[key] = rule
            }
            for entry in file["unread"]?.entries() ?? [] { profile.readUnread(entry) }
            if profile.topics.isEmpty {
                file["classes"]?.error("`classes` belong to a convention that lists its topics")
            }
            for value in file["classes"]?.list() ?? [] { profile.readClass(value) }
            profile.examples = (file["examples"]?.list() ?? []).compactMap(ProfileExample.init(form:))
            return profile
        }
        guard let read else { return nil }
        self = read
    }

    private static func isLast(_ place: FormValue?) -> Bool {
        guard let place, let word = place.text() else { return false }
        if word != "last" { place.error("`asked` can only be `last`") }
        return word == "last"
    }

    private mutating func readWords(_ file: FormReader) {
        if let words = file["yes"] { yes = Self.words(words) }
        if let words = file["no"] { no = Self.words(words) }
        if let words = file["nothing"] { nothing = Self.words(words) }
        if let words = file["chip_words"] { chipWords = Self.words(words) }
        if let words = file["care_words"] { careWords = Self.words(words) }
    }

    /// A list of texts, in lower case.
    private static func words(_ value: FormValue) -> [String] {
        (value.list() ?? []).compactMap { $0.text()?.lowercased() }
    }

    /// `heating: [floor_temperature, "outdoor_*"]`: a reason and the names that it is about.
    private mutating func readUnread(_ entry: FormValue.Entry) {
        guard let reason = entry.key.text() else { return }
        for name in entry.value.list() ?? [] {
            guard let text = name.text() else { continue }
            if let other = unread[text] { name.error("`\(text)` is listed already: \(other)") }
            if properties[text] != nil { name.error("`\(text)` has a rule: it is read") }
            unread[text] = reason
        }
    }

    /// `single: [single, click]`: a meaning and the words that have it.
    private mutating func readAction(_ entry: FormValue.Entry) {
        guard let name = entry.key.text() else { return }
        let meaning: ActionMeaning
        let labels = Quantity.buttonEvent.labels
        if name == "sos" {
            meaning = .sos
        } else if name == "raw" {
            meaning = .raw
        } else if let label = labels.firstIndex(of: name) {
            meaning = .button(label)
        } else if let quantity = Quantity(name: name), quantity.form == .truth {
            meaning = .truth(quantity)
        } else {
            entry.key.error("unknown action `\(name)`; one of \(labels.joined(separator: ", ")), sos, or a truth value")
            return
        }
        for word in Self.words(entry.value) { actions[word] = meaning }
    }
}

extension ProfileExample {
    /// Nil (reported) when something in it is wrong.
    init?(form: FormValue) {
        let read = form.map(required: ["topic", "payload", "readings"]) { example -> ProfileExample? in
            let topic = example["topic"]?.text()
            let payload = example["payload"]?.text()
            var expected: [Expected] = []
            for entry in example["readings"]?.entries() ?? [] {
                guard let key = entry.key.text(), let value = entry.value.text() else { return nil }
                let quantity = String(key.prefix { $0 != ":" })
                guard Quantity(name: quantity) != nil else {
                    entry.key.error("unknown quantity `\(quantity)`")
                    return nil
                }
                expected.append(Expected(quantity: key, value: value))
            }
            guard let topic, let payload else { return nil }
            return ProfileExample(
                topic: topic, payload: payload, expected: expected,
                place: Profile.Place(path: form.path, line: form.line, column: form.column))
        }
        guard let read else { return nil }
        self = read
    }
}
