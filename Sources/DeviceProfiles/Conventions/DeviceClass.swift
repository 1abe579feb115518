import Settings

/// A sort of device of a convention for which some keys mean something else: told by values of the payload.
struct DeviceClass: Hashable, Sendable {
    /// All of them hold.
    var conditions: [Condition] = []
    /// Key -> the name that its rule has in the profile's properties.
    var names: [String: String] = [:]

    /// Of one profile.
    static let limit = 64

    struct Condition: Hashable, Sendable {
        /// Where in the payload the value stands.
        var path: [String]
        /// As text; one of them.
        var words: [String]
    }
}

extension JSONValue {
    /// A text, a number or a truth value as text.
    var word: String? {
        text ?? number.map { JSONText.number($0) } ?? truth.map { $0 ? "true" : "false" }
    }
}

extension Profile {
    /// `{when: {type: [BBQ, TIRE]}, properties: {...}}`: rules that go before the profile's own.
    mutating func readClass(_ form: FormValue) {
        let made = form.map(required: ["when", "properties"]) { parts -> DeviceClass? in
            var made = DeviceClass()
            for entry in parts["when"]?.entries() ?? [] {
                guard let path = entry.key.text() else { continue }
                var words: [String] = []
                if case .list(let values) = entry.value.content {
                    words = values.compactMap { $0.text() }
                } else if let word = entry.value.text() {
                    words = [word]
                }
                made.conditions.append(
                    DeviceClass.Condition(path: path.split(separator: ".").map(String.init), words: words))
            }
            if classes.count >= DeviceClass.limit { parts.value.error("more than \(DeviceClass.limit) classes") }
            if made.conditions.isEmpty { parts.value.error("`when` must say what a payload of the class states") }
            for entry in parts["properties"]?.entries() ?? [] {
                guard let key = entry.key.text(), let rule = PropertyRule(form: entry.value) else { continue }
                // No key of a payload is like it.
                let name = "\(key)\u{1f}\(convention)\u{1f}\(classes.count)"
                made.names[key] = name
                properties[name] = rule
            }
            return made
        }
        if let made { classes.append(made) }
    }

    /// Takes over what `other` says of keys and classes; its own rules go first.
    mutating func inherit(_ other: Profile) {
        properties.merge(other.properties) { own, _ in own }
        classes += other.classes
        channels.merge(other.channels) { own, _ in own }
        actions.merge(other.actions) { own, _ in own }
        yes += other.yes.filter { !yes.contains($0) }
        no += other.no.filter { !no.contains($0) }
        nothing += other.nothing.filter { !nothing.contains($0) }
    }
}
