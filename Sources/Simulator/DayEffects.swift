import Foundation

/// What the planted episodes do to one waking day (from getting up to getting up again).
struct DayEffects {
    var extraNightVisits = 0.0
    var extraDayVisits = 0.0
    /// What is left of kitchen work, 0-1.
    var kitchenShare = 1.0
    var sleepShiftMinutes = 0.0
    /// What is left of activity, 0-1.
    var activityShare = 1.0
    var weightGainKilograms = 0.0
    /// Relative time to walk through a room.
    var stepFactor = 1.0
    /// What is left of meals, 0-1.
    var mealShare = 1.0
    /// Share of nights with wandering, and how long that lasts.
    var wandering: (share: Double, minutes: Double)?
    /// What is left of outings and guests, 0-1.
    var outingShare = 1.0
    /// Mean number of visits to the fridge beyond the usual.
    var extraFridgeVisits = 0.0
    /// More rest in bed by day.
    var daySleepMinutes = 0.0

    /// - Parameter day: counted from the first simulated day.
    init(_ episodes: [Episode], day: Int, routine: Routine) {
        for episode in episodes where episode.kind.lastsDays && episode.covers(day: day) {
            apply(episode, day: day, routine: routine)
        }
    }

    private mutating func apply(_ episode: Episode, day: Int, routine: Routine) {
        let severity = episode.severity
        let progress = Double(day - episode.start.day + 1) / Double(episode.days)
        switch episode.kind {
        case .utiLike:
            extraNightVisits = severity.pick(0.5, 1, 1.5) * routine.nightVisits + severity.pick(0.5, 1, 1.5)
            extraDayVisits = severity.pick(0.25, 0.5, 0.75) * routine.dayVisits
        case .kitchenDecline: kitchenShare = 1 - severity.pick(0.35, 0.5, 0.65) * progress
        case .sleepShift: sleepShiftMinutes = severity.pick(60, 100, 150)
        case .inactiveDay: activityShare = severity.pick(0.35, 0.2, 0.1)
        case .weightGain:
            let reached = min(1, Double(day - episode.start.day + 1) / 3)
            weightGainKilograms = severity.pick(1.3, 2, 3) * reached
        case .gaitSlowing:
            let weeks = Double(day - episode.start.day + 1) / 7
            stepFactor = 1 / pow(1 - severity.pick(0.006, 0.01, 0.02), weeks)
        case .nightWandering: wandering = (severity.pick(0.5, 0.7, 0.9), severity.pick(60, 90, 140))
        case .missedMeals: mealShare = severity.pick(0.55, 0.35, 0.15)
        case .withdrawal: outingShare = severity.pick(0.6, 0.35, 0.1)
        case .fridgeVisits: extraFridgeVisits = severity.pick(3, 6, 10)
        case .dayNightInversion:
            wandering = (severity.pick(0.6, 0.8, 1), severity.pick(45, 90, 150))
            daySleepMinutes = severity.pick(60, 120, 180)
        case .bedRest:
            activityShare = severity.pick(0.75, 0.6, 0.45)
            daySleepMinutes = severity.pick(60, 120, 180)
        case .fall, .sos, .smoke, .leak, .noGettingUp, .longBathroomStay, .nightExit, .notReturned: break
        }
    }
}
