/// What a value's rule is found by, where a message states more than a key.
enum StatedRule: Hashable, Sendable {
    case key(String, unit: String, channel: String)
    case rule(PropertyRule, unit: String, channel: String)
}

extension PropertyTable {
    /// Met at most before all are forgotten and found again.
    static let statedLimit = 4096

    /// Index of the rule of a key whose value is in a unit of its own (empty: as the profile says) and of a part of the
    /// device (empty: as the key says); `ignored` when the key is no reading.
    mutating func rule(key: String, unit: String, channel: String) -> Int32 {
        stated(.key(key, unit: unit, channel: channel)) { table in
            guard var meaning = PropertyMeaning(key, profile: table.profile, exposed: nil) else { return nil }
            if !unit.isEmpty { meaning.unit = unit }
            if !channel.isEmpty { meaning.channel = channel }
            return meaning
        }
    }

    /// Index of a rule that the device's announcement gave.
    mutating func rule(_ rule: PropertyRule, unit: String, channel: String) -> Int32 {
        stated(.rule(rule, unit: unit, channel: channel)) { _ in
            PropertyMeaning(rule: rule, channel: channel, unit: unit)
        }
    }

    private mutating func stated(_ key: StatedRule, _ meaning: (PropertyTable) -> PropertyMeaning?) -> Int32 {
        if let known = statedRules[key] { return known }
        // A cache: what one device invents must not keep another's rules out.
        if statedRules.count >= Self.statedLimit || isFull { self = PropertyTable(profile: profile) }
        let index = meaning(self).map { compile($0) } ?? Self.ignored
        statedRules[key] = index
        return index
    }
}
