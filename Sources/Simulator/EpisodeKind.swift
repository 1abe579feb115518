/// The shapes that can be planted; the raw value is the kind in `truth.csv`.
package enum EpisodeKind: String, CaseIterable, Sendable {
    case utiLike = "uti_like"
    case kitchenDecline = "kitchen_decline"
    case sleepShift = "sleep_shift"
    case inactiveDay = "inactive_day"
    case weightGain = "weight_gain"
    case fall, sos, smoke, leak

    /// Lasts whole days rather than a time within one day.
    package var lastsDays: Bool { usualDays > 0 }

    /// Usual length in days; 0 for what happens within a day.
    package var usualDays: Int {
        switch self {
        case .utiLike: 6
        case .kitchenDecline: 49
        case .sleepShift: 14
        case .inactiveDay: 1
        case .weightGain: 10
        case .fall, .sos, .smoke, .leak: 0
        }
    }
}
