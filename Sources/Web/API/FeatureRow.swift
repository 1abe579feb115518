import CareModel

/// A feature in the fixed form of its row.
struct FeatureRow: Encodable {
    let feature: DailyFeature

    private enum CodingKeys: String, CodingKey {
        case home, resident, date, feature, value, unit, coverage, context, revision
        case definitionVersion = "definition_version"
    }

    /// Every key is always present; a missing value is null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(feature.home, forKey: .home)
        try container.encode(feature.resident, forKey: .resident)
        try container.encode(feature.date, forKey: .date)
        try container.encode(feature.feature, forKey: .feature)
        // JSON has no infinity: what is no number is missing.
        try container.encode(feature.value.flatMap { $0.isFinite ? $0 : nil }, forKey: .value)
        try container.encode(feature.unit, forKey: .unit)
        try container.encode(feature.coverage, forKey: .coverage)
        try container.encode(feature.context, forKey: .context)
        try container.encode(feature.definitionVersion, forKey: .definitionVersion)
        try container.encode(feature.revision, forKey: .revision)
    }
}
