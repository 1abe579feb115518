extension Alert {
    /// Every key is always present; what is unknown is null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(home, forKey: .home)
        try container.encode(resident, forKey: .resident)
        try container.encode(rule, forKey: .rule)
        try container.encode(family, forKey: .family)
        try container.encode(priority, forKey: .priority)
        try container.encode(state, forKey: .state)
        try container.encode(onset, forKey: .onset)
        try container.encode(raisedAt, forKey: .raisedAt)
        try container.encode(clearedAt, forKey: .clearedAt)
        try container.encode(place, forKey: .place)
        try container.encode(count, forKey: .count)
        try container.encode(features, forKey: .features)
        try container.encode(probability, forKey: .probability)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(title, forKey: .title)
        try container.encode(explanation, forKey: .explanation)
        try container.encode(suggestion, forKey: .suggestion)
        try container.encode(suppressedBy, forKey: .suppressedBy)
        try container.encode(history, forKey: .history)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(verdictBy, forKey: .verdictBy)
    }
}
