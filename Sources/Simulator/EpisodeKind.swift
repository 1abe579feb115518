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
    case withdrawal
    case fridgeVisits = "fridge_visits"
    case dayNightInversion = "day_night_inversion"
    case bedRest = "bed_rest"

    /// Of these homes are drawn (`Simulation.plan`); the others are planted on request only.
    static let drawn = allCases.filter { !keptAside.contains($0) }
    /// Changes in the days that detection is looked for in, and that it was built for.
    package static let known: [EpisodeKind] = [
        .utiLike, .kitchenDecline, .sleepShift, .inactiveDay, .weightGain, .gaitSlowing, .nightWandering, .missedMeals,
    ]
    /// Changes that nothing was built for: they tell how detection does with what nobody thought of.
    package static let keptAside: [EpisodeKind] = [.withdrawal, .fridgeVisits, .dayNightInversion, .bedRest]

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
        case .withdrawal: 28
        case .fridgeVisits: 10
        case .dayNightInversion: 7
        case .bedRest: 5
        case .fall, .sos, .smoke, .leak, .noGettingUp, .longBathroomStay, .nightExit, .notReturned: 0
        }
    }
}
