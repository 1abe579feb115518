import CareModel

/// A feature as the pages know it: where it stands, what it is called, and which sensors it needs.
struct KnownFeature: Sendable {
    let name: Substring
    let group: FeatureGroup
    let need: SensorNeed
    let words: Alert.Words

    init(_ name: Substring, _ group: FeatureGroup, _ need: SensorNeed, _ swedish: String, _ english: String) {
        self.name = name
        self.group = group
        self.need = need
        words = .init(sv: swedish, en: english)
    }

    static func named(_ base: Substring) -> KnownFeature? { all.first { $0.name == base } }

    /// In the order of the page.
    static let all: [KnownFeature] = [
        .init("toilet_visits_night", .toilet, .bathroom, "Toalettbesök, natt", "Toilet visits, night"),
        .init("toilet_visits_day", .toilet, .bathroom, "Toalettbesök, dag", "Toilet visits, day"),
        .init("toilet_longest_stay", .toilet, .bathroom, "Längsta toalettbesök", "Longest toilet visit"),
        .init("bed_in_time", .sleep, .movement, "Gick till sängs", "Went to bed"),
        .init("bed_out_time", .sleep, .movement, "Steg upp", "Got up"),
        .init("sleep_duration", .sleep, .movement, "Sömn", "Sleep"),
        .init("wake_after_sleep_onset", .sleep, .movement, "Vaken under natten", "Awake in the night"),
        .init("bed_exits_night", .sleep, .bedroom, "Uppe ur sängen, natt", "Out of bed, night"),
        .init("night_out_of_bed", .sleep, .bedroom, "Tid ur sängen, natt", "Time out of bed, night"),
        .init("nap_minutes", .sleep, .bedOrChair, "Vila på dagen", "Naps"),
        .init("night_wandering", .sleep, .rooms, "Vandrat på natten", "Wandered at night"),
        .init("first_activity", .activity, .movement, "Första aktivitet", "First activity"),
        .init("last_activity", .activity, .movement, "Sista aktivitet", "Last activity"),
        .init("activity_minutes", .activity, .movement, "Aktiva minuter", "Active minutes"),
        .init("activity_share", .activity, .movement, "Andel av aktiviteten", "Share of activity"),
        .init("longest_inactivity", .activity, .movement, "Längsta stillhet", "Longest inactivity"),
        .init("room_transitions", .activity, .rooms, "Byten av rum", "Changes of room"),
        .init("transition_speed", .activity, .rooms, "Fart mellan rum", "Speed between rooms"),
        .init("routine_entropy", .activity, .rooms, "Rutinens spridning", "Spread of the routine"),
        .init("routine_distance", .activity, .rooms, "Skillnad mot rutinen", "Difference from the routine"),
        .init("circadian_is", .activity, .movement, "Dygnsrytmens stabilitet", "Stability of the daily rhythm"),
        .init("circadian_iv", .activity, .movement, "Dygnsrytmens splittring", "Fragmentation of the daily rhythm"),
        .init("circadian_l5", .activity, .movement, "Fem lugnaste timmarna", "Five quietest hours"),
        .init("circadian_m10", .activity, .movement, "Tio livligaste timmarna", "Ten most active hours"),
        .init("kitchen_minutes", .meals, .kitchen, "Minuter i köket", "Minutes in the kitchen"),
        .init("kitchen_episodes", .meals, .kitchen, "Gånger i köket", "Times in the kitchen"),
        .init("meal_prep", .meals, .kitchen, "Matlagningar", "Times of cooking"),
        .init("meal_prep_minutes", .meals, .kitchen, "Minuter med matlagning", "Minutes of cooking"),
        .init("first_meal_time", .meals, .kitchen, "Första måltid", "First meal"),
        .init("fridge_opens", .meals, .fridge, "Kylskåpet öppnat", "Fridge opened"),
        .init("appliance_uses", .meals, .power, "Apparater använda", "Appliances used"),
        .init("time_out_of_home", .out, .outerDoor, "Utanför hemmet", "Out of the home"),
        .init("outings", .out, .outerDoor, "Gånger ute", "Outings"),
        .init("night_exits", .out, .outerDoor, "Ut på natten", "Out at night"),
        .init("visits", .out, .rooms, "Besök", "Visits"),
        .init("visit_minutes", .out, .rooms, "Minuter med besök", "Minutes with visitors"),
        .init("medication_taken", .measured, .medication, "Medicin tagen", "Medicine taken"),
        .init("medication_late", .measured, .medication, "Medicin sen", "Medicine late"),
        .init("medication_missed", .measured, .medication, "Medicin missad", "Medicine missed"),
        .init("weight", .measured, .selfMonitoring, "Vikt", "Weight"),
        .init("weight_delta_1d", .measured, .selfMonitoring, "Vikt mot i går", "Weight since yesterday"),
        .init("weight_delta_3d", .measured, .selfMonitoring, "Vikt mot 3 dygn sedan", "Weight since 3 days"),
        .init("weight_delta_7d", .measured, .selfMonitoring, "Vikt mot 7 dygn sedan", "Weight since 7 days"),
        .init("weight_delta_28d", .measured, .selfMonitoring, "Vikt mot 28 dygn sedan", "Weight since 28 days"),
        .init("weight_delta_90d", .measured, .selfMonitoring, "Vikt mot 90 dygn sedan", "Weight since 90 days"),
        .init("bp_systolic", .measured, .selfMonitoring, "Blodtryck, övre", "Blood pressure, systolic"),
        .init("bp_diastolic", .measured, .selfMonitoring, "Blodtryck, undre", "Blood pressure, diastolic"),
        .init("heart_rate_resting", .measured, .selfMonitoring, "Vilopuls", "Resting pulse"),
        .init("spo2", .measured, .selfMonitoring, "Syremättnad", "Oxygen saturation"),
        .init("respiratory_rate", .measured, .selfMonitoring, "Andningsfrekvens", "Respiratory rate"),
        .init("body_temperature", .measured, .selfMonitoring, "Kroppstemperatur", "Body temperature"),
        .init("indoor_temperature_min", .climate, .climate, "Lägsta inomhustemperatur", "Lowest indoor temperature"),
        .init("indoor_temperature_max", .climate, .climate, "Högsta inomhustemperatur", "Highest indoor temperature"),
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
