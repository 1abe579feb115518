import CareModel

/// One feature's value of a day before it is published: what was measured and which devices it needed.
struct MeasuredFeature: Sendable {
    var name: String
    var unit: String
    var value: Double?
    /// Share of the window in which the devices it needs were alive.
    var coverage: Double
}

/// Makes a day's features from the timeline of that day and the day before: a pure function of the set of readings.
struct DayFeatures {
    let windows: DayWindows
    let timeline: Timeline
    let map: HomeMap
    let coverage: DayCoverage

    static let definitionVersion = 1

    /// Every feature that the home's devices allow, in a fixed order; what it lacks sensors for is not there.
    func measure() -> [MeasuredFeature] {
        var features: [MeasuredFeature] = []
        features += toiletVisits()
        features += sleep()
        features += movement()
        features += outings()
        features += vitals()
        return features
    }

    /// `away` when the resident was out for more than this share of the day.
    var context: DayContext {
        timeline.away.clipped(to: windows.whole).totalMinutes > 0.42 * windows.whole.minutes ? .away : .alone
    }

    // MARK: Toilet

    /// Bathroom episodes of at least 30 s, merged when the gap is under 3 min; the night belongs to the date it ends.
    private func toiletVisits() -> [MeasuredFeature] {
        guard !map.bathrooms.isEmpty else { return [] }
        let devices = map.devices { role, room in map.bathrooms.contains(room) && role.watchesActivity }
        guard !devices.isEmpty else { return [] }
        let visits = map.bathrooms.flatMap { timeline.active[$0] }.merged(gapMinutes: 3).filter { $0.minutes >= 0.5 }
        func count(in window: TimeSpan) -> Double { Double(visits.count { window.contains($0.start) }) }
        return [
            MeasuredFeature(
                name: "toilet_visits_night", unit: "count", value: count(in: windows.night),
                coverage: coverage.share(of: devices, in: windows.night)),
            MeasuredFeature(
                name: "toilet_visits_day", unit: "count", value: count(in: windows.daytime),
                coverage: coverage.share(of: devices, in: windows.daytime)),
        ]
    }

    // MARK: Sleep

    private func sleep() -> [MeasuredFeature] {
        let frame: SleepFrame?
        let devices: [UInt16]
        if map.hasBedSensor {
            frame = SleepFrame(bed: timeline.inBed, windows: windows)
            devices = map.devices { role, _ in role == .bed }
        } else {
            devices = map.activitySensors
            guard !devices.isEmpty else { return [] }
            frame = SleepFrame(quietBetween: timeline, bedrooms: map.bedrooms, windows: windows)
        }
        let share = coverage.share(of: devices, in: windows.bed)
        return [
            MeasuredFeature(
                name: "bed_in_time", unit: "min",
                value: frame.map { $0.span.start.minutes(since: windows.noonBefore).rounded() }, coverage: share),
            MeasuredFeature(
                name: "bed_out_time", unit: "min",
                value: frame.map { $0.span.end.minutes(since: windows.whole.start).rounded() }, coverage: share),
            MeasuredFeature(
                name: "sleep_duration", unit: "min", value: frame.map { $0.asleepMinutes.rounded() }, coverage: share),
        ]
    }

    // MARK: Movement

    private func movement() -> [MeasuredFeature] {
        let devices = map.activitySensors
        guard !devices.isEmpty else { return [] }
        let share = coverage.share(of: devices, in: windows.whole)
        let everywhere = ActiveMinutes(timeline.active.flatMap { $0 }, in: windows.whole)
        var features = [
            MeasuredFeature(name: "room_transitions", unit: "count", value: Double(roomTransitions()), coverage: share),
            MeasuredFeature(name: "activity_minutes", unit: "min", value: Double(everywhere.count), coverage: share),
            MeasuredFeature(name: "first_activity", unit: "min", value: firstActivity(), coverage: share),
            MeasuredFeature(name: "longest_inactivity", unit: "min", value: longestInactivity(), coverage: share),
        ]
        for (index, room) in map.rooms.enumerated() {
            let inRoom = map.devices { role, at in at == index && role.watchesActivity }
            guard !inRoom.isEmpty else { continue }
            let minutes = ActiveMinutes(timeline.active[index], in: windows.whole).count
            features.append(
                MeasuredFeature(
                    name: "activity_minutes:\(room)", unit: "min", value: Double(minutes),
                    coverage: coverage.share(of: inRoom, in: windows.whole)))
        }
        let kitchen = map.devices { role, room in map.kitchens.contains(room) && role.watchesActivity }
        if !kitchen.isEmpty {
            let minutes = ActiveMinutes(map.kitchens.flatMap { timeline.active[$0] }, in: windows.meals).count
            features.append(
                MeasuredFeature(
                    name: "kitchen_minutes", unit: "min", value: Double(minutes),
                    coverage: coverage.share(of: kitchen, in: windows.meals)))
        }
        return features
    }

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

    /// Minutes after local midnight of the first sign of a person after getting up.
    private func firstActivity() -> Double? {
        let up =
            map.hasBedSensor
            ? SleepFrame(bed: timeline.inBed, windows: windows)
            : SleepFrame(quietBetween: timeline, bedrooms: map.bedrooms, windows: windows)
        let from = up?.span.end ?? windows.meals.start
        let first = timeline.signs.first {
            $0.time >= max(from, windows.meals.start) && windows.whole.contains($0.time)
        }
        return first.map { $0.time.minutes(since: windows.whole.start).rounded() }
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

    // MARK: Outings

    private func outings() -> [MeasuredFeature] {
        guard map.hasOuterDoor else { return [] }
        let devices = map.devices { role, _ in role == .outerDoor || role.watchesActivity }
        let share = coverage.share(of: devices, in: windows.whole)
        let away = timeline.away.clipped(to: windows.whole)
        return [
            MeasuredFeature(name: "time_out_of_home", unit: "min", value: away.totalMinutes.rounded(), coverage: share),
            MeasuredFeature(
                name: "outings", unit: "count", value: Double(timeline.away.count { windows.whole.contains($0.start) }),
                coverage: share),
        ]
    }

    // MARK: Vitals

    private static let vitals: [(feature: String, quantity: Quantity)] = [
        ("weight", .bodyWeight), ("bp_systolic", .bpSystolic), ("bp_diastolic", .bpDiastolic),
        ("heart_rate_resting", .heartRate), ("spo2", .spo2), ("respiratory_rate", .respiratoryRate),
        ("body_temperature", .bodyTemperature),
    ]

    private static let usualVitals: Set<Quantity> = [.bodyWeight, .bpSystolic, .bpDiastolic, .heartRate]

    /// The day's median of what the resident measured. The four usual ones are missing, not absent, on a day without.
    private func vitals() -> [MeasuredFeature] {
        guard map.roles.contains(.selfMonitoring) else { return [] }
        return Self.vitals.compactMap { feature, quantity in
            let times = timeline.measuredAt[quantity] ?? []
            let values = zip(times, timeline.measurements[quantity] ?? []).filter { windows.whole.contains($0.0) }.map(
                \.1)
            let median = median(values)
            guard median != nil || Self.usualVitals.contains(quantity) else { return nil }
            return MeasuredFeature(name: feature, unit: quantity.unit, value: median, coverage: median == nil ? 0 : 1)
        }
    }
}

/// The middle value, or the mean of the two middle ones, rounded to a thousandth; nil for none.
func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    let value = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return (value * 1000).rounded() / 1000
}
