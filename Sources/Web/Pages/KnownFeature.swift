import CareModel

/// A feature as the pages know it: where it stands and which sensors it needs.
struct KnownFeature: Sendable {
    let name: Substring
    let group: FeatureGroup
    let need: SensorNeed

    init(_ name: Substring, _ group: FeatureGroup, _ need: SensorNeed) {
        self.name = name
        self.group = group
        self.need = need
    }

    static func named(_ base: Substring) -> KnownFeature? { all.first { $0.name == base } }

    /// In the order of the page.
    static let all: [KnownFeature] = [
        .init("toilet_visits_night", .toilet, .bathroom),
        .init("toilet_visits_day", .toilet, .bathroom),
        .init("toilet_longest_stay", .toilet, .bathroom),
        .init("bed_in_time", .sleep, .movement),
        .init("bed_out_time", .sleep, .movement),
        .init("sleep_duration", .sleep, .movement),
        .init("wake_after_sleep_onset", .sleep, .movement),
        .init("bed_exits_night", .sleep, .bedroom),
        .init("night_out_of_bed", .sleep, .bedroom),
        .init("nap_minutes", .sleep, .bedOrChair),
        .init("night_wandering", .sleep, .rooms),
        .init("first_activity", .activity, .movement),
        .init("last_activity", .activity, .movement),
        .init("activity_minutes", .activity, .movement),
        .init("activity_share", .activity, .movement),
        .init("longest_inactivity", .activity, .movement),
        .init("room_transitions", .activity, .rooms),
        .init("transition_speed", .activity, .rooms),
        .init("routine_entropy", .activity, .rooms),
        .init("routine_distance", .activity, .rooms),
        .init("circadian_is", .activity, .movement),
        .init("circadian_iv", .activity, .movement),
        .init("circadian_l5", .activity, .movement),
        .init("circadian_m10", .activity, .movement),
        .init("kitchen_minutes", .meals, .kitchen),
        .init("kitchen_episodes", .meals, .kitchen),
        .init("meal_prep", .meals, .kitchen),
        .init("meal_prep_minutes", .meals, .kitchen),
        .init("first_meal_time", .meals, .kitchen),
        .init("fridge_opens", .meals, .fridge),
        .init("appliance_uses", .meals, .power),
        .init("time_out_of_home", .out, .outerDoor),
        .init("outings", .out, .outerDoor),
        .init("night_exits", .out, .outerDoor),
        .init("visits", .out, .rooms),
        .init("visit_minutes", .out, .rooms),
        .init("medication_taken", .measured, .medication),
        .init("medication_late", .measured, .medication),
        .init("medication_missed", .measured, .medication),
        .init("weight", .measured, .selfMonitoring),
        .init("weight_delta_1d", .measured, .selfMonitoring),
        .init("weight_delta_3d", .measured, .selfMonitoring),
        .init("weight_delta_7d", .measured, .selfMonitoring),
        .init("weight_delta_28d", .measured, .selfMonitoring),
        .init("weight_delta_90d", .measured, .selfMonitoring),
        .init("bp_systolic", .measured, .selfMonitoring),
        .init("bp_diastolic", .measured, .selfMonitoring),
        .init("heart_rate_resting", .measured, .selfMonitoring),
        .init("spo2", .measured, .selfMonitoring),
        .init("respiratory_rate", .measured, .selfMonitoring),
        .init("body_temperature", .measured, .selfMonitoring),
        .init("indoor_temperature_min", .climate, .climate),
        .init("indoor_temperature_max", .climate, .climate),
    ]
}

/// What belongs together on a page.
enum FeatureGroup: Int, Sendable, CaseIterable {
    case toilet, sleep, activity, meals, out, measured, climate, other
}

/// The least that a home must have for a feature.
enum SensorNeed: Sendable, CaseIterable {
    case movement, rooms, bathroom, bedroom, kitchen, bedOrChair, outerDoor, fridge, power, medication, selfMonitoring
    case climate

    /// Whether the devices meet it; nil where that depends on what a room is called, which the engine reads.
    func isMet(by devices: [Device]) -> Bool? {
        switch self {
        case .movement, .rooms, .bathroom, .kitchen: nil
        case .bedroom: devices.contains { $0.kind == .bed } ? true : nil
        case .bedOrChair: devices.contains { $0.kind == .bed || $0.kind == .chair }
        case .outerDoor: devices.contains { $0.kind == .door && $0.placement == .outerDoor }
        case .fridge: devices.contains { $0.kind == .door && $0.placement == .fridge }
        case .power: devices.contains { $0.kind == .power }
        case .medication: devices.contains { $0.kind == .medication }
        case .selfMonitoring: devices.contains { $0.kind == .selfMonitoring }
        case .climate: devices.contains { $0.kind == .climate }
        }
    }
}
