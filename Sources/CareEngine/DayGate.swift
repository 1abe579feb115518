import CareModel

/// Tells for each feature of a day who was in the home and whether the value may be compared with other days: what
/// masks, masks only the features that depend on it.
struct DayGate {
    private let day: DayFeatures
    private let isOutage: Bool
    private let isNightBroken: Bool
    private let isDisordered: Bool
    private let isFrameLost: Bool
    private let isLossy: Bool
    private let isFrameSeen: Bool
    /// Messages are lost, and nobody was noticed for so long that the resident may have gone out unseen.
    private let isPerhapsAway: Bool
    private let away: [TimeSpan]
    /// Nobody was noticed since sight was lost, and nobody lay in bed.
    private let unseen: [TimeSpan]
    /// Nobody was noticed for long, nor lay in bed, and an outer door could not be heard.
    private let perhapsOut: [TimeSpan]
    /// An outer door could not be heard for more of the day than a home may be out of reach.
    private let isDoorDeaf: Bool
    private let isCrowded: Bool
    private let deadDevices: Set<UInt16>

    /// Of the day: the gateway and the home in reach.
    private static let leastReach = 0.93
    /// Of a window: out, so that the rest of it is not a day like others.
    static let mostAway = 0.42
    private static let mostHospital = 0.1
    private static let mostVisit = 0.25

    init(_ day: DayFeatures) {
        self.day = day
        let whole = day.windows.whole
        isOutage = day.coverage.homeBlind.clipped(to: whole).totalMinutes > (1 - Self.leastReach) * whole.minutes
        isDisordered = Self.isDisordered(day)
        isNightBroken = Self.isBroken(day.sleep?.span, by: day.coverage.homeBlind)
        isFrameLost = Self.isFrameLost(day)
        isFrameSeen = Self.isFrameSeen(day)
        isLossy = day.coverage.reports.lossShare >= HomeEngine.lossyShare
        let losesSome = day.coverage.reports.lossShare >= HomeEngine.soundShare
        isPerhapsAway = losesSome && Self.longestSilence(day) > Self.mostAway * whole.minutes
        away = (day.timeline.away + day.plan.away).merged()
        unseen = day.timeline.unseen.without(day.timeline.inBed)
        perhapsOut = day.timeline.perhapsOut.merged().without(day.timeline.inBed)
        let deaf = day.timeline.deaf.values.flatMap { $0 }.merged()
        isDoorDeaf = deaf.clipped(to: whole).totalMinutes > (1 - Self.leastReach) * whole.minutes
        let past = Self.past(day)
        isCrowded = Self.crowdLimit(past.map(\.total)).map { Double(day.profile.total) >= $0 } ?? false
        deadDevices = Self.deadDevices(day, past)
    }

    func judged(_ features: [MeasuredFeature]) -> [MeasuredFeature] {
        features.map { feature in
            var judged = feature
            judged.context = context(feature.window)
            judged.withheld = withheld(feature, judged.context)
            if isDoorDeaf, Self.restsOnDoors.contains(feature.name) { judged.value = nil }
            return judged
        }
    }

    // MARK: Who was there

    private func share(_ spans: [TimeSpan], of window: TimeSpan) -> Double {
        window.minutes > 0 ? spans.clipped(to: window).totalMinutes / window.minutes : 0
    }

    func context(_ window: TimeSpan) -> DayContext {
        if share(day.plan.hospital, of: window) > Self.mostHospital { return .hospital }
        if isMost(away, of: window) { return .away }
        if isCrowded || share(day.visits, of: window) > Self.mostVisit { return .visitor }
        return .alone
    }

    /// Most of the window; for the night also most of the day before.
    private func isMost(_ spans: [TimeSpan], of window: TimeSpan) -> Bool {
        if share(spans, of: window) > Self.mostAway { return true }
        let yesterday = TimeSpan(start: day.windows.reading.start, end: day.windows.whole.start)
        return window.start < day.windows.whole.start && share(spans, of: yesterday) > Self.mostAway
    }

    // MARK: What masks

    private func withheld(_ feature: MeasuredFeature, _ context: DayContext) -> Withheld? {
        let isOwnMeasurement = feature.devices.allSatisfy { day.map.role($0) == .selfMonitoring }
        if share(day.plan.paused, of: feature.window) > 0 { return .paused }
        if share(day.plan.test, of: feature.window) > 0.02 { return .test }
        if isOwnMeasurement {
            return feature.value != nil ? nil : isOutage && !feature.devices.isEmpty ? .outage : .nothing
        }
        switch context {
        case .hospital: return .hospital
        case .away: return feature.name == "time_out_of_home" || feature.name == "outings" ? nil : .away
        case .alone, .visitor: break
        }
        if feature.window == day.windows.bed, isNightBroken { return .outage }
        if feature.window == day.windows.bed, isFrameLost { return .loss }
        if isLossy, Self.restsOnSingleReports.contains(feature.name) { return .loss }
        if isLossy, feature.window == day.windows.bed, !(isFrameSeen && Self.restsOnEnds.contains(feature.name)) {
            return .loss
        }
        if isPerhapsAway { return .loss }
        if isMost(unseen, of: feature.window) { return .outage }
        if isMost(perhapsOut, of: feature.window) || isUnheard(feature) { return .deadSensor }
        if isDisordered, Self.restsOnOrder.contains(feature.name) { return .outage }
        if isOutage, feature.coverage < HomeEngine.leastDetectionCoverage { return .outage }
        if feature.coverage < HomeEngine.leastDetectionCoverage { return .coverage }
        if feature.devices.contains(where: deadDevices.contains) { return .deadSensor }
        if feature.value == nil { return .nothing }
        if isCrowded, !feature.name.hasPrefix("visit") { return .visitor }
        return nil
    }

    /// It tells when the resident was out, or still while at home, and an outer door could not be heard.
    private func isUnheard(_ feature: MeasuredFeature) -> Bool {
        guard Self.restsOnDoors.contains(feature.name) || feature.name == "longest_inactivity" else { return false }
        return isDoorDeaf || !perhapsOut.clipped(to: feature.window).isEmpty
    }

    /// The longest time of the day without a sign of a person, out of bed and not known to be out; minutes.
    private static func longestSilence(_ day: DayFeatures) -> Double {
        let (whole, bed) = (day.windows.whole, day.windows.bed)
        var explained = day.timeline.inBed + day.timeline.away
        // A frame that ends only where we stopped looking is no sleep: nobody was there.
        if let sleep = day.sleep?.span, sleep.start > bed.start, sleep.end < bed.end { explained.append(sleep) }
        explained = explained.merged()
        var (longest, last) = (0.0, whole.start)
        for time in day.timeline.signs.map(\.time).filter(whole.contains) + [whole.end] {
            let gap = TimeSpan(start: last, end: time)
            longest = max(longest, gap.minutes - explained.clipped(to: gap).totalMinutes)
            last = time
        }
        return longest
    }

    /// Signs lie in a time in which nobody watched: the clock was set back, and two times lie over each other.
    static func isDisordered(_ day: DayFeatures) -> Bool {
        let inner = day.coverage.homeBlind.clipped(to: day.windows.whole).filter { $0.minutes > 20 }.map {
            TimeSpan(start: $0.start.adding(minutes: slotMinutes), end: $0.end.adding(minutes: -slotMinutes))
        }
        return day.timeline.signs.contains { sign in inner.contains { $0.contains(sign.time) } }
    }

    private static let restsOnOrder: Set = ["room_transitions", "transition_speed", "night_wandering"]

    /// One report of the outer door decides them.
    private static let restsOnDoors: Set = ["time_out_of_home", "outings", "night_exits"]

    /// A pace is the time between two reports: without the first of a room it is too slow.
    private static let restsOnSingleReports = restsOnDoors.union(["transition_speed"])

    /// The home could not be seen around going to bed or getting up, or for a part of the night.
    private static func isBroken(_ frame: TimeSpan?, by blind: [TimeSpan]) -> Bool {
        guard let frame else { return false }
        let edges = [frame.start, frame.end].map {
            TimeSpan(start: $0.adding(minutes: -edgeMinutes), end: $0.adding(minutes: edgeMinutes))
        }
        return blind.clipped(to: frame).totalMinutes > (1 - leastReach) * frame.minutes
            || edges.contains { !blind.clipped(to: $0).isEmpty }
    }

    private static let edgeMinutes: Int64 = 30

    /// A report of the bed that should have come did not, right before or after an end of the frame: when the resident
    /// went to bed or got up is not known.
    private static func isFrameLost(_ day: DayFeatures) -> Bool {
        guard day.map.hasBedSensor, let frame = day.sleep?.span else { return false }
        let lost = day.map.devices { role, _ in role == .bed }.flatMap { day.coverage.reports.lost[Int($0)] }
        return [frame.start, frame.end].contains { edge in
            let near = TimeSpan(start: edge.adding(minutes: -slotMinutes), end: edge.adding(minutes: slotMinutes))
            return !lost.clipped(to: near).isEmpty
        }
    }

    /// Other sensors saw the resident about shortly before lying down and shortly after getting up, and neither elsewhere
    /// while the bed was said to be taken nor in bed at another time: no single lost report moves the frame's ends.
    private static func isFrameSeen(_ day: DayFeatures) -> Bool {
        guard day.map.hasBedSensor, let frame = day.sleep?.span else { return false }
        let inBed = day.timeline.inBed.clipped(to: day.windows.bed)
        guard [frame].without(inBed).totalMinutes <= 30 else { return false }
        let about = day.timeline.signs.filter { $0.kind != .bed && !day.map.bedrooms.contains($0.room) }.map(\.time)
        let before = TimeSpan(start: frame.start.adding(minutes: -seenMinutes), end: frame.start)
        let after = TimeSpan(start: frame.end, end: frame.end.adding(minutes: seenMinutes))
        let late = inBed.clipped(
            to: TimeSpan(start: frame.end.adding(minutes: -70), end: frame.end.adding(minutes: -1)))
        return about.contains(where: before.contains) && about.contains(where: after.contains)
            && !about.contains { time in late.contains { $0.contains(time) } }
    }

    private static let seenMinutes: Int64 = 25
    private static let restsOnEnds: Set = ["bed_in_time", "bed_out_time"]

    private static let slotMinutes = Int64(SlotSet.minutes) + 1

    /// More people than usual: minutes of activity beyond the median of the days before by six times their median
    /// deviation.
    private static func crowdLimit(_ past: [Int]) -> Double? {
        guard past.count >= 7 else { return nil }
        let values = past.map(Double.init)
        let middle = median(values) ?? 0
        let deviation = median(values.map { abs($0 - middle) }) ?? 0
        return middle + 6 * max(deviation, 0.05 * middle, 5)
    }

    /// With other days to compare it with, it might have counted as one with more people, or as one without.
    static func isNearlyCrowded(_ day: DayFeatures) -> Bool {
        guard let limit = crowdLimit(past(day).map(\.total)) else { return false }
        return abs(Double(day.profile.total) / limit - 1) < nearlyShare
    }

    private static let nearlyShare = 0.2

    private static func past(_ day: DayFeatures) -> [DayProfile] {
        day.history.profiles(
            before: day.windows.day, days: DayFeatures.routineDays, rooms: day.map.rooms.count
        ).map(\.profile)
    }

    /// Of their usual use: less of it elsewhere is a quiet day, and no sensor's fault.
    private static let leastElsewhere = 2.0 / 3

    /// Of the other rooms' use: one that is used less may well stay empty for a day.
    private static let leastOfRest = 0.1

    /// The sensors of a room in which somebody was noticed on each of the days before and nobody today, although the
    /// other rooms were used. Never when the bed explains it, when two rooms are quiet together, or, for a kitchen with
    /// a watched fridge, when the fridge was not opened either; nor one that told all day that it is alive, in a room
    /// that is little used.
    private static func deadDevices(_ day: DayFeatures, _ past: [DayProfile]) -> Set<UInt16> {
        let recent = past.suffix(14)
        guard recent.count >= 7 else { return [] }
        var quiet: [Int] = []
        var (now, usual, ofQuiet) = (0.0, 0.0, 0.0)
        for room in day.map.watchedRooms {
            let before = recent.map { Double($0.minutes(in: room)) }
            let today = Double(day.profile.minutes(in: room))
            let middle = median(before) ?? 0
            if today == 0, middle >= 10, !before.contains(0) {
                quiet.append(room)
                ofQuiet = middle
            } else {
                now += today
                usual += middle
            }
        }
        guard quiet.count == 1, let room = quiet.first, now >= leastElsewhere * usual, usual > 0 else { return [] }
        let inBed = day.timeline.inBed.clipped(to: day.windows.daytime).totalMinutes
        guard inBed < 0.5 * day.windows.daytime.minutes else { return [] }
        if day.map.kitchens.contains(room), !day.map.fridges.isEmpty {
            let opened = day.timeline.openings.contains {
                day.windows.whole.contains($0.time) && day.map.isFridge($0.device)
            }
            guard opened else { return [] }
        }
        let sensors = day.map.devices { role, at in at == room && role.watchesActivity }
        let isLittleUsed = ofQuiet < leastOfRest * usual
        return Set(sensors.filter { !isLittleUsed || !day.coverage.isHeardAllDay($0) })
    }
}
