import CareModel

/// Finds which rule of the profile an entity follows: by component and device class, by its unit, and in the last
/// resort by its name.
///
/// Keys of the profile: `sensor/temperature` (component and class), `unit/dBm`, `sensor:heart_rate` (component and the
/// end of a name), `switch` (component alone), under `other:` the words in a name that say that the value is of
/// something else, and under `wet:` those in a device's name that say that its wetness is no leak.
struct EntityMeaning {
    var component: String
    var deviceClass = ""
    var unit = ""
    /// `diagnostic` or `config`; empty for what people look at.
    var category = ""
    /// The entity's name, what the topic calls it, the key of its value: whatever is stated.
    var names: [String]
    /// The device's name.
    var device = ""

    private static let longestName = 4

    /// The key of the rule; nil when the entity is no quantity that is known.
    func key(_ rules: MessageReport) -> String? {
        let names = names.map(Self.words)
        guard category != "config",
            !names.contains(where: { $0.contains { rules.rule(of: "other:" + $0) != nil } })
        else { return nil }
        switch component {
        case "sensor": return sensorKey(names, rules)
        case "binary_sensor": return binaryKey(names, rules)
        case "event":
            return ["", "button", "doorbell"].contains(deviceClass) ? "event" : nil
        case "device_automation": return "event"
        default: return rules.rule(of: component) == nil ? nil : component
        }
    }

    private func sensorKey(_ names: [[String]], _ rules: MessageReport) -> String? {
        let named = names.lazy.compactMap { self.named($0, rules) }.first { self.fits($0, rules) }
        guard !deviceClass.isEmpty else {
            return named ?? fitting("unit/" + unit, rules)
        }
        guard let known = fitting("sensor/" + deviceClass, rules) else { return nil }
        let quantity = rules.rule(of: known)?.quantity
        // The device's own temperature is not the room's.
        if quantity == .temperature, category == "diagnostic" { return nil }
        switch (quantity, named.flatMap { rules.rule(of: $0)?.quantity }) {
        case (.temperature, .bodyTemperature), (.voltage, .batteryVoltage): return named
        default: return known
        }
    }

    private func binaryKey(_ names: [[String]], _ rules: MessageReport) -> String? {
        let named = names.lazy.compactMap { self.named($0, rules) }.first
        // What is unsafe is a word that the name has to explain.
        if deviceClass.isEmpty || deviceClass == "safety" { return named }
        guard let known = fitting("binary_sensor/" + deviceClass, rules) else { return nil }
        let isWetness = rules.rule(of: known)?.quantity == .waterLeak
        if isWetness, Self.words(device).contains(where: { rules.rule(of: "wet:" + $0) != nil }) { return nil }
        switch named.flatMap({ rules.rule(of: $0)?.quantity }) {
        case .bedOccupancy, .chairOccupancy: return named
        default: return known
        }
    }

    /// The key where there is such a rule and the unit measures its quantity.
    private func fitting(_ key: String, _ rules: MessageReport) -> String? { fits(key, rules) ? key : nil }

    private func fits(_ key: String, _ rules: MessageReport) -> Bool {
        guard let rule = rules.rule(of: key) else { return false }
        return rule.reads != .number || unit.isEmpty || Measure(unit: unit, of: rule.quantity) != nil
    }

    /// By the end of the name; a number at its end, also `l1` and `ch2`, is that of a part.
    private func named(_ words: [String], _ rules: MessageReport) -> String? {
        var words = words[...]
        for _ in 0..<2 {
            for count in stride(from: min(words.count, Self.longestName), to: 0, by: -1) {
                let key = component + ":" + words.suffix(count).joined(separator: "_")
                if rules.rule(of: key) != nil { return key }
            }
            guard let last = words.popLast() else { return nil }
            let plain = last.reversed().drop { $0.isASCII && $0.isNumber }.reversed()
            guard plain.count < last.count else { return nil }
            if plain.count > 2 { words.append(String(plain)) }
        }
        return nil
    }

    /// `BodyTemperature 2` -> body, temperature, 2; in lower case.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for letter in name.prefix(128) {
            let isWord = letter.isLetter || letter.isNumber
            if !word.isEmpty, !isWord || (letter.isUppercase && previous.isLowercase) {
                words.append(word)
                word = ""
            }
            if isWord { word += letter.lowercased() }
            previous = letter
        }
        return word.isEmpty ? words : words + [word]
    }
}
