import CareModel
import Foundation

/// How a feature is named and its value written on a page.
struct FeatureName: Sendable {
    let base: Substring
    /// The room or appliance of `feature:qualifier`.
    let qualifier: Substring?

    init(_ feature: String) {
        let parts = feature.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        base = parts[0]
        qualifier = parts.count > 1 ? parts[1] : nil
    }

    func text(_ language: Language) -> String {
        let words = Phrases(language)
        let name = words.catalogue.find("feature.\(base)") ?? String(base)
        return qualifier.map { "\(name): \(words.text(qualifier: $0))" } ?? name
    }

    /// Where the feature stands in a table: as among the known ones, others after them.
    var rank: Int { KnownFeature.all.firstIndex { $0.name == base } ?? KnownFeature.all.count }

    var group: FeatureGroup { KnownFeature.named(base)?.group ?? .other }

    /// With its unit where neither the name nor the value tells it.
    func text(unit: String, _ language: Language) -> String {
        let plain = unit.isEmpty || unit == "count" || saysItsUnit
        return plain ? text(language) : "\(text(language)) (\(Phrases.unit(unit)))"
    }

    var isClockTime: Bool {
        ["bed_in_time", "bed_out_time", "first_activity", "last_activity", "first_meal_time"].contains(base)
    }

    /// The value as people write it: clock times as 07:30, others without needless decimals.
    func text(_ value: Double, _ language: Language) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "–" }
        switch base {
        case "bed_in_time": return Self.clock(value + 12 * 60)
        case "bed_out_time", "first_activity", "last_activity", "first_meal_time": return Self.clock(value)
        default:
            if isShare { return "\(Int((value * 100).rounded())) %" }
            let decimals = isFine ? 2 : 1
            let scale = decimals == 2 ? 100.0 : 10
            if let whole = Int(exactly: (value * scale).rounded() / scale) { return String(whole) }
            let text = String(format: "%.\(decimals)f", value)
            return Phrases(language).catalogue.number(text)
        }
    }

    /// Whether the name or the way of writing the value tells the unit.
    var saysItsUnit: Bool {
        base.hasSuffix("_minutes") || isClockTime || isShare || qualifier == "count"
    }

    var isShare: Bool { base == "activity_share" }

    /// Against the value of some days before.
    var isDifference: Bool { base.hasPrefix("weight_delta_") }

    /// Whose changes are in the second decimal.
    private var isFine: Bool {
        base.hasPrefix("routine_") || base.hasPrefix("weight_delta_")
            || ["transition_speed", "circadian_is", "circadian_iv"].contains(base)
    }

    private static func clock(_ minutes: Double) -> String {
        let minute = (Int(minutes.rounded()) % 1440 + 1440) % 1440
        return String(format: "%02d:%02d", minute / 60, minute % 60)
    }
}
