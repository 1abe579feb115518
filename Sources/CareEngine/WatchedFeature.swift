import CareModel

/// How one feature is compared with its own past.
struct WatchedFeature: Sendable, Equatable {
    enum Scale: Sendable { case count, duration, longDuration, identity, logarithm }

    let name: String
    let family: Alert.Family
    let scale: Scale
    /// Day-to-day standard deviation on the transformed scale before anything is known of a resident.
    let priorSpread: Double

    /// The features in the detector's order. The priors lie between what simulated and recorded homes measure.
    static let all: [WatchedFeature] = [
        .init(name: "toilet_visits_night", family: .toilet, scale: .count, priorSpread: 0.8859113513972809),
        .init(name: "toilet_visits_day", family: .toilet, scale: .count, priorSpread: 1.0377224217787229),
        .init(name: "sleep_duration", family: .sleep, scale: .identity, priorSpread: 58.00386230423857),
        .init(name: "bed_exits_night", family: .sleep, scale: .count, priorSpread: 0.9097568069115721),
        .init(name: "night_out_of_bed", family: .sleep, scale: .duration, priorSpread: 1.4749816002205332),
        .init(name: "bed_in_time", family: .sleep, scale: .identity, priorSpread: 42.250802598681354),
        .init(name: "bed_out_time", family: .sleep, scale: .identity, priorSpread: 39.01858034086363),
        .init(name: "kitchen_minutes", family: .meals, scale: .duration, priorSpread: 1.5423885540633653),
        .init(name: "meal_prep", family: .meals, scale: .count, priorSpread: 0.75),
        // Days indoors and whole days out: on the square root the scores have too long a tail.
        .init(name: "time_out_of_home", family: .activity, scale: .longDuration, priorSpread: 2.5),
        .init(name: "room_transitions", family: .activity, scale: .duration, priorSpread: 1.3),
        .init(name: "activity_minutes", family: .activity, scale: .duration, priorSpread: 1.8832316331158347),
        // A pace is known by its ratio.
        .init(name: "transition_speed", family: .gait, scale: .logarithm, priorSpread: 0.12),
        .init(name: "weight", family: .weight, scale: .identity, priorSpread: 0.55),
        .init(name: "bp_systolic", family: .vitals, scale: .identity, priorSpread: 9),
        .init(name: "heart_rate_resting", family: .vitals, scale: .identity, priorSpread: 4.5),
        .init(name: "fridge_opens", family: .meals, scale: .count, priorSpread: 0.9670181928401247),
    ]

    static let indexByName = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    /// Made of all that happened in its window, so that what could not be seen is missing from it.
    var isOfTheWholeDay: Bool { family != .weight && family != .vitals && family != .gait }

    /// To a scale on which the spread hardly depends on the level (Anscombe's root for counts).
    func transform(_ value: Double) -> Double {
        switch scale {
        case .count: 2 * (value + 0.375).squareRoot()
        case .duration: (max(value, 0) + 1).squareRoot()
        case .longDuration: cubeRoot(max(value, 0) + 1)
        case .identity: value
        case .logarithm: logarithm(max(value, 1e-6))
        }
    }

    /// Back from the transformed scale.
    func restore(_ y: Double) -> Double {
        switch scale {
        case .count: max(0, max(0, y) * max(0, y) / 4 - 0.375)
        case .duration: max(0, max(0, y) * max(0, y) - 1)
        case .longDuration: max(0, max(0, y) * max(0, y) * max(0, y) - 1)
        case .identity: y
        case .logarithm: exponential(y)
        }
    }
}
