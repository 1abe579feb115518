import CareModel

/// What depends on one device, and starts anew with it when it is moved or replaced.
extension HomeMap {
    func features(dependingOn device: UInt16) -> Set<String> {
        let (role, room) = (role(device), room(device))
        var features: Set<String> = []
        if role.watchesActivity, room >= 0 { features.insert("activity_minutes:\(rooms[room])") }
        if role.watchesActivity, bathrooms.contains(room) {
            features.formUnion(["toilet_visits_night", "toilet_visits_day", "toilet_longest_stay"])
        }
        if kitchens.contains(room), role.watchesActivity {
            features.formUnion([
                "kitchen_minutes", "kitchen_episodes", "meal_prep", "meal_prep_minutes", "first_meal_time",
            ])
        }
        if isFridge(device) { features.insert("fridge_opens") }
        switch role {
        case .bed: features.formUnion(Self.sleepFeatures)
        case .outerDoor: features.formUnion(["time_out_of_home", "outings", "night_exits"])
        case .motion, .presence:
            if !hasBedSensor, bedrooms.contains(room) { features.formUnion(Self.sleepFeatures) }
        default: break
        }
        return features
    }

    /// What rests on all activity sensors together; without a bed sensor the sleep does, too.
    var wholeHomeFeatures: Set<String> {
        let features: Set = [
            "activity_minutes", "room_transitions", "transition_speed", "first_activity", "last_activity",
            "longest_inactivity",
        ]
        return hasBedSensor ? features : features.union(Self.sleepFeatures)
    }

    private static let sleepFeatures: Set = [
        "bed_in_time", "bed_out_time", "sleep_duration", "wake_after_sleep_onset", "bed_exits_night",
        "night_out_of_bed", "nap_minutes",
    ]
}
