import CareModel

/// How one feature is compared with its own past.
struct WatchedFeature: Sendable {
    enum Scale: Sendable { case count, duration, identity }
    enum Direction: Sendable { case up, down, both }

    let name: String
    let family: Alert.Family
    let scale: Scale
    let direction: Direction
    /// Day-to-day spread on the transformed scale that even the most regular resident has.
    let leastSpread: Double

    /// The features in the detector's order.
    static let all: [WatchedFeature] = [
        WatchedFeature(name: "toilet_visits_night", family: .toilet, scale: .count, direction: .up, leastSpread: 0.7),
        WatchedFeature(name: "toilet_visits_day", family: .toilet, scale: .count, direction: .up, leastSpread: 0.7),
        WatchedFeature(name: "sleep_duration", family: .sleep, scale: .duration, direction: .both, leastSpread: 0.9),
        WatchedFeature(name: "bed_in_time", family: .sleep, scale: .identity, direction: .both, leastSpread: 25),
        WatchedFeature(name: "bed_out_time", family: .sleep, scale: .identity, direction: .both, leastSpread: 25),
        WatchedFeature(name: "kitchen_minutes", family: .meals, scale: .duration, direction: .down, leastSpread: 0.9),
        WatchedFeature(name: "time_out_of_home", family: .activity, scale: .duration, direction: .both, leastSpread: 2),
        WatchedFeature(name: "room_transitions", family: .activity, scale: .count, direction: .both, leastSpread: 1.5),
        WatchedFeature(name: "activity_minutes", family: .activity, scale: .duration, direction: .both, leastSpread: 1),
        WatchedFeature(name: "weight", family: .weight, scale: .identity, direction: .both, leastSpread: 0.4),
        WatchedFeature(name: "bp_systolic", family: .vitals, scale: .identity, direction: .both, leastSpread: 6),
        WatchedFeature(name: "heart_rate_resting", family: .vitals, scale: .identity, direction: .both, leastSpread: 4),
    ]

    static let indexByName = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    /// To a scale on which the spread hardly depends on the level (Anscombe's root for counts).
    func transform(_ value: Double) -> Double {
        switch scale {
        case .count: 2 * (value + 0.375).squareRoot()
        case .duration: max(value, 0).squareRoot() + 1
        case .identity: value
        }
    }

    /// Back from the transformed scale.
    func restore(_ y: Double) -> Double {
        switch scale {
        case .count: max(0, y * y / 4 - 0.375)
        case .duration: max(0, y - 1) * max(0, y - 1)
        case .identity: y
        }
    }
}
