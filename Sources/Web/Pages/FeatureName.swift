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
        let name = Self.names.first { $0.feature == base }.map { language.pick($0.words) } ?? String(base)
        return qualifier.map { "\(name): \($0)" } ?? name
    }

    /// Where the feature stands in a table: as in the list below, unknown ones after it.
    var rank: Int { Self.names.firstIndex { $0.feature == base } ?? Self.names.count }

    /// The value as people write it: clock times as 07:30, others without needless decimals.
    func text(_ value: Double, _ language: Language) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "–" }
        switch base {
        case "bed_in_time": return Self.clock(value + 12 * 60)
        case "bed_out_time", "first_activity", "last_activity", "first_meal_time": return Self.clock(value)
        default:
            let rounded = (value * 10).rounded() / 10
            if let whole = Int(exactly: rounded) { return String(whole) }
            let text = String(format: "%.1f", rounded)
            return language == .swedish ? text.replacing(".", with: ",") : text
        }
    }

    /// Whether the name or the way of writing the value tells the unit.
    var saysItsUnit: Bool {
        base.hasSuffix("_minutes")
            || ["bed_in_time", "bed_out_time", "first_activity", "last_activity", "first_meal_time"].contains(base)
    }

    private static func clock(_ minutes: Double) -> String {
        let minute = (Int(minutes.rounded()) % 1440 + 1440) % 1440
        return String(format: "%02d:%02d", minute / 60, minute % 60)
    }

    private static let names: [(feature: Substring, words: Alert.Words)] = [
        ("toilet_visits_night", .init(sv: "Toalettbesök, natt", en: "Toilet visits, night")),
        ("toilet_visits_day", .init(sv: "Toalettbesök, dag", en: "Toilet visits, day")),
        ("bed_in_time", .init(sv: "Gick till sängs", en: "Went to bed")),
        ("bed_out_time", .init(sv: "Steg upp", en: "Got up")),
        ("sleep_duration", .init(sv: "Sömn", en: "Sleep")),
        ("wake_after_sleep_onset", .init(sv: "Vaken under natten", en: "Awake in the night")),
        ("bed_exits_night", .init(sv: "Uppe ur sängen, natt", en: "Out of bed, night")),
        ("first_activity", .init(sv: "Första aktivitet", en: "First activity")),
        ("last_activity", .init(sv: "Sista aktivitet", en: "Last activity")),
        ("activity_minutes", .init(sv: "Aktiva minuter", en: "Active minutes")),
        ("longest_inactivity", .init(sv: "Längsta stillhet", en: "Longest inactivity")),
        ("room_transitions", .init(sv: "Byten av rum", en: "Changes of room")),
        ("kitchen_minutes", .init(sv: "Minuter i köket", en: "Minutes in the kitchen")),
        ("time_out_of_home", .init(sv: "Utanför hemmet", en: "Out of the home")),
        ("outings", .init(sv: "Gånger ute", en: "Outings")),
        ("weight", .init(sv: "Vikt", en: "Weight")),
        ("bp_systolic", .init(sv: "Blodtryck, övre", en: "Blood pressure, systolic")),
        ("bp_diastolic", .init(sv: "Blodtryck, undre", en: "Blood pressure, diastolic")),
        ("heart_rate_resting", .init(sv: "Vilopuls", en: "Resting pulse")),
        ("spo2", .init(sv: "Syremättnad", en: "Oxygen saturation")),
        ("respiratory_rate", .init(sv: "Andningsfrekvens", en: "Respiratory rate")),
        ("body_temperature", .init(sv: "Kroppstemperatur", en: "Body temperature")),
    ]
}
