import CareModel

/// One feature's value of a day before it is published: what was measured, and on what it rests.
struct MeasuredFeature: Sendable {
    var name: String
    var unit: String
    /// Nil when there was nothing to measure.
    var value: Double?
    /// The devices that it needs.
    var devices: [UInt16]
    /// The part of the day that it is about.
    var window: TimeSpan
    /// Share of the window in which the devices were alive.
    var coverage: Double
    /// Who was in the home in the window.
    var context = DayContext.alone
    /// Why it is missing or kept out of detection.
    var withheld: Withheld?
}

/// Makes a day's features from the timeline of that day and the day before and from what earlier days left: a pure
/// function of the set of readings.
struct DayFeatures {
    let windows: DayWindows
    let timeline: Timeline
    let map: HomeMap
    let coverage: DayCoverage
    let today: DayLog
    let history: DayHistory
    let plan: DayPlan
    let sleep: SleepFrame?
    let visits: [TimeSpan]
    let profile: DayProfile

    static let definitionVersion = 2

    init(
        windows: DayWindows, timeline: Timeline, map: HomeMap, coverage: DayCoverage, today: DayLog,
        history: DayHistory, plan: DayPlan
    ) {
        self.windows = windows
        self.timeline = timeline
        self.map = map
        self.coverage = coverage
        self.today = today
        self.history = history
        self.plan = plan
        sleep = SleepFrame(timeline, map: map, windows: windows)
        let found = plan.persons == 1 ? Visits.found(in: timeline, map: map, window: windows.whole) : []
        visits = (found + plan.visits).merged()
        profile = DayProfile(timeline, windows: windows)
    }

    /// Every feature that the home's devices allow, in a fixed order; what it lacks sensors for is not there.
    func measure() -> [MeasuredFeature] {
        let features =
            toilet() + night() + naps() + movement() + rooms() + kitchen() + appliances() + outings() + visiting()
            + routine() + medication() + vitals() + weightChanges() + climate()
        return DayGate(self).judged(features)
    }

    /// A feature with its coverage; none where the home has none of the devices. Of several devices those count that
    /// are in service.
    func feature(
        _ name: String, _ unit: String, _ devices: [UInt16], in window: TimeSpan, _ value: Double?
    ) -> [MeasuredFeature] {
        guard !devices.isEmpty else { return [] }
        let serving = devices.filter { coverage.isInService($0) }
        let needed = serving.isEmpty ? devices : serving
        return [
            MeasuredFeature(
                name: name, unit: unit, value: value, devices: needed, window: window,
                coverage: coverage.share(of: needed, in: window))
        ]
    }

    /// Minutes after local midnight, on the clock on the wall.
    func clock(_ time: Timestamp) -> Double { windows.clock(time).rounded() }

    // MARK: Toilet

    /// Bathroom episodes of at least 30 s, merged when the gap is under 3 min; the night belongs to the date it ends.
    private func toilet() -> [MeasuredFeature] {
        let devices = map.devices { role, room in map.bathrooms.contains(room) && role.watchesActivity }
        let stays = timeline.bathroomStays(map)
        func count(in window: TimeSpan) -> Double { Double(stays.count { window.contains($0.start) }) }
        let longest = stays.filter { windows.whole.contains($0.start) }.map(\.minutes).max()
        return feature("toilet_visits_night", "count", devices, in: windows.night, count(in: windows.night))
            + feature("toilet_visits_day", "count", devices, in: windows.daytime, count(in: windows.daytime))
            + feature("toilet_longest_stay", "min", devices, in: windows.whole, longest.map(thousandth) ?? 0)
    }

    // MARK: Night

    /// Neither end of the frame is only where we stopped looking.
    private var isWholeFrame: Bool {
        guard let sleep else { return false }
        return sleep.span.start > windows.bed.start && sleep.span.end < windows.bed.end
    }

    private func night() -> [MeasuredFeature] {
        let devices = map.hasBedSensor ? map.devices { role, _ in role == .bed } : map.activitySensors
        func frame(_ name: String, _ unit: String, _ value: (SleepFrame) -> Double) -> [MeasuredFeature] {
            feature(name, unit, devices, in: windows.bed, isWholeFrame ? sleep.map { value($0).rounded() } : nil)
        }
        var features = frame("bed_in_time", "min") { frame in
            let start = frame.span.start
            return start < windows.whole.start ? start.minutes(since: windows.noonBefore) : 720 + windows.clock(start)
        }
        features += frame("bed_out_time", "min") { clock($0.span.end) }
        features += frame("sleep_duration", "min") { $0.asleepMinutes }
        features += frame("wake_after_sleep_onset", "min") { $0.awakeMinutes }
        features += frame("bed_exits_night", "count") { Double($0.exits) }
        features += frame("night_out_of_bed", "min") { $0.outMinutes }
        let walks = NightWalks(timeline, map: map, window: sleep?.span.clipped(to: windows.night) ?? windows.night)
        if map.watchedRooms.count >= 3 {
            features += feature(
                "night_wandering", "count", map.activitySensors, in: windows.night, Double(walks.wanderings))
        }
        if map.hasOuterDoor {
            features += feature(
                "night_exits", "count", map.outingDevices, in: windows.night,
                Double(timeline.away.count { windows.night.contains($0.start) }))
        }
        return features
    }

    /// Rest between 09 and 20: in bed after the night's frame, or in a chair for at least 20 min at a stretch.
    private func naps() -> [MeasuredFeature] {
        let devices = map.devices { role, _ in role == .bed || role == .chair }
        let window = TimeSpan(
            start: max(windows.hour(9), sleep?.span.end ?? .distantPast), end: max(windows.hour(20), windows.hour(9)))
        let inBed = timeline.inBed.clipped(to: window).merged(gapMinutes: SleepFrame.dropoutMinutes)
        let inChair = timeline.inChair.clipped(to: window).merged(gapMinutes: SleepFrame.dropoutMinutes)
        let rest = (inBed + inChair.filter { $0.minutes >= 20 }).merged()
        return feature("nap_minutes", "min", devices, in: windows.naps, rest.totalMinutes.rounded())
    }

    // MARK: Outings

    private func outings() -> [MeasuredFeature] {
        guard map.hasOuterDoor else { return [] }
        let away = timeline.away.clipped(to: windows.whole)
        let count = timeline.away.count { windows.whole.contains($0.start) }
        return feature("time_out_of_home", "min", map.outingDevices, in: windows.whole, away.totalMinutes.rounded())
            + feature("outings", "count", map.outingDevices, in: windows.whole, Double(count))
    }

    private func visiting() -> [MeasuredFeature] {
        guard map.watchedRooms.count >= 2, plan.persons == 1 else { return [] }
        let today = visits.clipped(to: windows.whole)
        let devices = map.hasOuterDoor ? map.outingDevices : map.activitySensors
        return feature("visits", "count", devices, in: windows.whole, Double(today.count))
            + feature("visit_minutes", "min", devices, in: windows.whole, today.totalMinutes.rounded())
    }
}

/// The middle value, or the mean of the two middle ones, rounded to a thousandth; nil for none.
func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return thousandth(sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2)
}
