import CareModel
import Simulator

/// What counts as finding a shape.
extension EpisodeKind {
    /// An alert of one of these families, in the hit window, is a hit.
    var families: Set<Alert.Family> {
        switch self {
        case .utiLike: [.toilet, .sleep]
        case .kitchenDecline, .missedMeals, .fridgeVisits: [.meals, .activity]
        case .sleepShift, .nightWandering: [.sleep]
        case .inactiveDay: [.activity, .meals, .sleep]
        case .weightGain: [.weight]
        case .gaitSlowing: [.gait]
        case .withdrawal: [.activity]
        case .dayNightInversion: [.sleep, .activity]
        case .bedRest: [.activity, .sleep, .meals]
        case .fall, .sos, .smoke, .leak, .noGettingUp, .longBathroomStay, .nightExit, .notReturned: []
        }
    }

    /// Weeks of slow change: a hit must come while it lasts; of the others until three days after.
    var isSlow: Bool { self == .kitchenDecline || self == .gaitSlowing }
}
