/// A map of a YAML file whose keys are known: `form["port"]?.integer(in: 1...65535) ?? 1883`.
package struct FormReader {
    /// The map itself, for messages that concern no key.
    package let value: FormValue
    private let known: [String]
    private let values: [(key: String, value: FormValue)]

    /// Reports every key that is missing or unknown; nil (reported) when the value is no map.
    init?(_ value: FormValue, required: [String], optional: [String]) {
        guard let entries = value.entries() else { return nil }
        self.value = value
        known = required + optional
        var values: [(key: String, value: FormValue)] = []
        values.reserveCapacity(entries.count)
        var suggested: Set<String> = []
        for entry in entries {
            guard let key = entry.key.text() else { continue }
            if known.contains(key) {
                values.append((key, entry.value))
            } else if let suggestion = Self.reportUnknown(entry.key, key, known: known) {
                suggested.insert(suggestion)
            }
        }
        self.values = values
        for key in required where !suggested.contains(key) {
            guard let found = values.first(where: { $0.key == key })?.value else {
                value.error("\(value.name.isEmpty ? "" : "\(value.label): ")the key `\(key)` is missing")
                continue
            }
            if found.isNull { found.error("\(found.label) is empty; it must be given") }
        }
    }

    /// The value of a key; nil when it is absent or empty (already reported for a required key).
    package subscript(_ key: String) -> FormValue? {
        precondition(known.contains(key), "the key \(key) is read but not declared")
        guard let value = values.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
        return value
    }

    private static func reportUnknown(_ place: FormValue, _ key: String, known: [String]) -> String? {
        guard let suggestion = Spelling.closest(to: key, in: known) else {
            place.error("unknown key `\(key)`; known here: \(known.joined(separator: ", "))")
            return nil
        }
        place.error("unknown key `\(key)`; did you mean `\(suggestion)`?")
        return suggestion
    }
}
