/// What a value's rule is found by, where a message states more than a key.
enum StatedRule: Hashable, Sendable {
    case key(String, unit: String)
    case rule(PropertyRule, unit: String)
    case measured(String, Measure)
}

extension PropertyTable {
    /// Met at most before all are forgotten and found again.
    static let statedLimit = 4096
    private static let statedLengthLimit = 160

    /// Index of the rule of a key whose value is in a unit of its own (empty: as the profile says); `ignored` when the
    /// key is no reading. The part of the device is the reader's, so that names of parts need no rules.
    mutating func rule(key: String, unit: String) -> Int32 {
        if unit.isEmpty { return rule(key: key) }
        guard key.utf8.count + unit.utf8.count <= Self.statedLengthLimit else { return Self.ignored }
        return stated(.key(key, unit: unit)) { table in
            guard var meaning = PropertyMeaning(key, profile: table.profile, exposed: nil) else { return nil }
            meaning.unit = unit
            return meaning
        }
    }

    private mutating func rule(key: String) -> Int32 {
        guard key.utf8.count <= Self.statedLengthLimit else { return Self.ignored }
        let packed = PackedText(key)
        let known = find(packed)
        if known != Self.unknown { return known }
        if isFull { forget() }
        let index = PropertyMeaning(key, profile: profile, exposed: nil).map { compile($0) } ?? Self.ignored
        remember(packed, index)
        return index
    }

    /// Index of a rule that the device's announcement gave.
    mutating func rule(_ rule: PropertyRule, unit: String) -> Int32 {
        stated(.rule(rule, unit: unit)) { _ in PropertyMeaning(rule: rule, channel: "", unit: unit) }
    }

    private mutating func stated(_ key: StatedRule, _ meaning: (PropertyTable) -> PropertyMeaning?) -> Int32 {
        if let known = statedRules[key] { return known }
        if statedRules.count >= Self.statedLimit || isFull { forget() }
        let index = meaning(self).map { compiled($0, for: key) } ?? Self.ignored
        statedRules[key] = index
        return index
    }

    /// One rule for all spellings of a unit.
    private mutating func compiled(_ meaning: PropertyMeaning, for key: StatedRule) -> Int32 {
        guard case .key(let name, _) = key else { return compile(meaning) }
        guard let measure = meaning.measure else { return Self.ignored }
        let plain = StatedRule.measured(name, measure)
        if let known = statedRules[plain] { return known }
        let index = compile(meaning)
        statedRules[plain] = index
        return index
    }
}
