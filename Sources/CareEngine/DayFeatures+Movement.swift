import CareModel

/// Moving about: rooms, walks, activity, meals, appliances.
extension DayFeatures {
    // MARK: Movement

    func movement() -> [MeasuredFeature] {
        let devices = map.activitySensors
        func whole(_ name: String, _ unit: String, _ value: Double?) -> [MeasuredFeature] {
            feature(name, unit, devices, in: windows.whole, value)
        }
        let up = sleep?.span.end ?? windows.meals.start
        let seen = timeline.signs.filter { windows.whole.contains($0.time) }
        let first = seen.first { $0.time >= max(up, windows.meals.start) }
        let last = seen.last { $0.kind != .bed && $0.time >= max(up, windows.meals.start) }
        var features: [MeasuredFeature] = []
        if map.watchedRooms.count >= 2 {
            features += whole("room_transitions", "count", Double(roomTransitions()))
            features += whole("transition_speed", "1/s", transitionSpeed())
        }
        features += whole("activity_minutes", "min", Double(activity(timeline.active.flatMap { $0 }, windows.whole)))
        features += whole("first_activity", "min", first.map { clock($0.time) })
        features += whole("last_activity", "min", last.map { clock($0.time) })
        features += whole("longest_inactivity", "min", longestInactivity())
        return features
    }

    func activity(_ spans: [TimeSpan], _ window: TimeSpan) -> Int { ActiveMinutes(spans, in: window).count }

    /// Ordered changes of room over the day.
    private func roomTransitions() -> Int {
        var room = -1
        var count = 0
        for sign in timeline.signs where sign.room >= 0 && sign.kind != .bed {
            if windows.whole.contains(sign.time), room >= 0, room != sign.room { count += 1 }
            room = sign.room
        }
        return count
    }

    /// A pass from one room to the next takes no longer; what takes longer is a stay.
    private static let longestPassSeconds = 30.0

    /// The inverse of the median time between the motion or presence sensors of two rooms over the day's passes (1/s);
    /// nil under five. A chair that falls silent changes nobody's pace.
    private func transitionSpeed() -> Double? {
        var passes: [Double] = []
        var previous: Timeline.Sign?
        for sign in timeline.signs where sign.room >= 0 && sign.isOfActivity && windows.whole.contains(sign.time) {
            if let before = previous, before.room != sign.room {
                let seconds = sign.time.minutes(since: before.time) * 60
                if seconds > 0.5, seconds <= Self.longestPassSeconds { passes.append(seconds) }
            }
            previous = sign
        }
        guard passes.count >= 5, let middle = median(passes), middle > 0 else { return nil }
        return thousandth(1 / middle)
    }

    /// The longest gap between signs of a person in the daytime while home and not in bed, in minutes.
    private func longestInactivity() -> Double? {
        var longest: Double?
        var previous: Timestamp?
        let hidden = (timeline.away + timeline.inBed).merged()
        for sign in timeline.signs where windows.daytime.contains(sign.time) {
            if let previous {
                let gap = TimeSpan(start: previous, end: sign.time)
                let unseen = hidden.clipped(to: gap).totalMinutes
                longest = max(longest ?? 0, (gap.minutes - unseen).rounded())
            }
            previous = sign.time
        }
        return longest
    }

    /// Minutes in each room, and its share of all minutes in rooms.
    func rooms() -> [MeasuredFeature] {
        var minutes: [(room: Int, minutes: Double, devices: [UInt16])] = []
        for room in map.watchedRooms {
            let devices = map.devices { role, at in at == room && role.watchesActivity }
            minutes.append((room, Double(activity(timeline.active[room], windows.whole)), devices))
        }
        let sum = minutes.reduce(0) { $0 + $1.minutes }
        return minutes.flatMap { room, value, devices in
            feature("activity_minutes:\(map.rooms[room])", "min", devices, in: windows.whole, value)
                + feature(
                    "activity_share:\(map.rooms[room])", "share", map.activitySensors, in: windows.whole,
                    sum > 0 ? thousandth(value / sum) : nil)
        }
    }

    // MARK: Kitchen

    private static let shortestMealMinutes = 7.0
    private static let mealGapMinutes = 6.0
    private static let episodeGapMinutes = 15.0

    func kitchen() -> [MeasuredFeature] {
        let devices = map.devices { role, room in map.kitchens.contains(room) && role.watchesActivity }
        var features: [MeasuredFeature] = []
        if !devices.isEmpty {
            let moving = map.kitchens.sorted().flatMap { timeline.active[$0] }
            let cooking = map.kitchenAppliances.flatMap { device in
                today.powered[device].map { $0.spans(from: windows.whole.start, gap: 0) } ?? []
            }
            let busy = (moving + cooking).clipped(to: windows.meals)
            let meals = busy.merged(gapMinutes: Self.mealGapMinutes).filter { $0.minutes >= Self.shortestMealMinutes }
            func meal(_ name: String, _ unit: String, _ value: Double?) -> [MeasuredFeature] {
                feature(name, unit, devices, in: windows.meals, value)
            }
            features += meal("kitchen_minutes", "min", Double(activity(moving, windows.meals)))
            features += meal(
                "kitchen_episodes", "count", Double(busy.merged(gapMinutes: Self.episodeGapMinutes).count))
            features += meal("meal_prep_minutes", "min", meals.totalMinutes.rounded())
            features += meal("meal_prep", "count", Double(meals.count))
            features += meal("first_meal_time", "min", meals.first.map { clock($0.start) })
        }
        let opened = timeline.openings.count { windows.whole.contains($0.time) && map.isFridge($0.device) }
        features += feature("fridge_opens", "count", map.fridges, in: windows.whole, Double(opened))
        return features
    }

    /// Uses of each kind of appliance that a plug watches.
    func appliances() -> [MeasuredFeature] {
        var byName: [String: [UInt16]] = [:]
        for device in map.roles.indices.map({ UInt16($0) }) {
            if let appliance = map.appliance(device) { byName[appliance.name, default: []].append(device) }
        }
        return byName.sorted { $0.key < $1.key }.flatMap { name, devices in
            let uses = devices.reduce(0) { sum, device in
                let gap = map.appliance(device)?.gapMinutes ?? 0
                return sum + (today.powered[device]?.spans(from: windows.whole.start, gap: gap).count ?? 0)
            }
            return feature("appliance_uses:\(name)", "count", devices, in: windows.whole, Double(uses))
        }
    }
}

extension Timeline {
    /// Stays in a bathroom: at least 30 s of activity, joined when less than 3 min apart.
    func bathroomStays(_ map: HomeMap) -> [TimeSpan] {
        map.bathrooms.sorted().flatMap { active[$0] }.merged(gapMinutes: 3).filter { $0.minutes >= 0.5 }
    }
}

/// Walks through the home at night, for wandering.
struct NightWalks {
    /// Walks with at least four changes of room within 30 min that were not for the toilet.
    private(set) var wanderings = 0

    private static let fewestChanges = 4
    private static let withinMinutes = 30.0
    private static let pauseMinutes = 10.0

    /// The way to the toilet and back, through a hallway, is this many changes.
    private static let toiletChanges = 4

    init(_ timeline: Timeline, map: HomeMap, window: TimeSpan) {
        let stays = timeline.bathroomStays(map).clipped(to: window)
        var walk: [(time: Timestamp, room: Int)] = []
        func end() {
            guard let first = walk.first, let last = walk.last else { return }
            let span = TimeSpan(start: first.time, end: last.time.adding(minutes: 1))
            let toilets = stays.clipped(to: span).count
            if Self.changes(walk) - Self.toiletChanges * toilets >= Self.fewestChanges { wanderings += 1 }
            walk.removeAll()
        }
        for sign in timeline.signs where sign.room >= 0 && sign.kind == .indoor && window.contains(sign.time) {
            if let last = walk.last, sign.time.minutes(since: last.time) > Self.pauseMinutes { end() }
            walk.append((sign.time, sign.room))
        }
        end()
    }

    /// The most changes of room within any half hour.
    private static func changes(_ walk: [(time: Timestamp, room: Int)]) -> Int {
        let changes = zip(walk, walk.dropFirst()).filter { $0.room != $1.room }.map(\.1.time)
        var most = 0
        var from = 0
        for index in changes.indices {
            while changes[index].minutes(since: changes[from]) > withinMinutes { from += 1 }
            most = max(most, index - from + 1)
        }
        return most
    }
}
