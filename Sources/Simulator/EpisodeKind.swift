/// The shapes that can be planted; the raw value is the kind in `truth.csv`.
package enum EpisodeKind: String, CaseIterable, Sendable {
    case utiLike = "uti_like"
    case kitchenDecline = "kitchen_decline"
    case sleepShift = "sleep_shift"
    case inactiveDay = "inactive_day"
    case weightGain = "weight_gain"
    case gaitSlowing = "gait_slowing"
    case nightWandering = "night_wandering"
    case missedMeals = "missed_meals"
    case fall, sos, smoke, leak
    case noGettingUp = "no_getting_up"
    case longBathroomStay = "long_bathroom_stay"
    case nightExit = "night_exit"
    case notReturned = "not_returned"

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
        case .gaitSlowing: 84
        case .nightWandering: 7
        case .missedMeals: 4
        case .fall, .sos, .smoke, .leak, .noGettingUp, .longBathroomStay, .nightExit, .notReturned: 0
        }
    }
}
