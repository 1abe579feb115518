import CareModel

/// When the resident went to bed and got up, and what of the time in between was rest.
struct SleepFrame: Sendable, Equatable {
    var span: TimeSpan
    var asleepMinutes: Double
    /// Out of bed, or out of the bedroom, between going to bed and getting up.
    var outMinutes: Double
    /// How often.
    var exits: Int

    /// Awake after going to bed and before getting up (WASO).
    var awakeMinutes: Double { max(0, span.minutes - asleepMinutes) }

    /// Getting up for less than this belongs to the night.
    static let breakMinutes = 90.0
    /// A bed sensor that loses the resident for less than this is wrong.
    static let dropoutMinutes = 2.0
    static let shortestRestMinutes = 180.0

    /// The night's frame from what the home has; nil when none was found.
    init?(_ timeline: Timeline, map: HomeMap, windows: DayWindows) {
        guard map.hasBedSensor else {
            guard let frame = Self(framing: timeline, map: map, windows: windows) else { return nil }
            self = frame
            return
        }
        let stays = timeline.inBed.map { Self.ended($0, by: timeline, map: map, windows: windows) }
        let rests = BedroomRests(timeline, map: map, windows: windows)
        let bed = stays + rests.between(stays)
        guard let frame = Self(bed: bed, windows: windows) else { return nil }
        self = frame
        span = rests.extending(span)
        asleepMinutes += span.minutes - frame.span.minutes
    }

    private init(span: TimeSpan, asleepMinutes: Double, outMinutes: Double, exits: Int) {
        self.span = span
        self.asleepMinutes = asleepMinutes
        self.outMinutes = outMinutes
        self.exits = exits
    }

    /// From a bed sensor: the night's longest stay in bed, breaks included. Nil when the bed was not used.
    init?(bed: [TimeSpan], windows: DayWindows) {
        let stays = bed.clipped(to: windows.bed).merged(gapMinutes: Self.dropoutMinutes)
        let blocks = stays.merged(gapMinutes: Self.breakMinutes)
        func asleep(_ block: TimeSpan) -> Double { stays.clipped(to: block).totalMinutes }
        guard let longest = blocks.max(by: { asleep($0) < asleep($1) }), asleep(longest) >= 60 else { return nil }
        let asleep = asleep(longest)
        self.init(
            span: longest, asleepMinutes: asleep, outMinutes: longest.minutes - asleep,
            exits: stays.clipped(to: longest).count - 1)
    }

    /// A stay of more than this, or one without an end, may have lost its end.
    private static let longestStayHours = 14.0
    private static let soonestEndHours: Int64 = 3

    /// A stay in bed whose end was lost is over when somebody moves about elsewhere: four signs within a quarter of an
    /// hour.
    private static func ended(
        _ stay: TimeSpan, by timeline: Timeline, map: HomeMap, windows: DayWindows
    ) -> TimeSpan {
        guard stay.end >= windows.reading.end || stay.minutes > longestStayHours * 60 else { return stay }
        let from = stay.start.adding(hours: soonestEndHours)
        let elsewhere = timeline.signs.filter {
            $0.kind == .indoor && $0.room >= 0 && !map.bedrooms.contains($0.room) && $0.time >= from
                && $0.time < stay.end
        }.map(\.time)
        let crowd = zip(elsewhere, elsewhere.dropFirst(3)).first { $1.minutes(since: $0) <= 15 }
        return TimeSpan(start: stay.start, end: crowd?.0 ?? stay.end)
    }

    /// Without a bed sensor, by quiet framing: of all stretches of the night the one with the greatest sum of its
    /// minutes' weights (Bentley's maximum subarray), where rest in the bedroom counts for it and activity elsewhere
    /// against it. Nil when it holds less than 3 h of rest.
    init?(framing timeline: Timeline, map: HomeMap, windows: DayWindows) {
        let night = NightMinutes(timeline, map: map, window: windows.bed, night: windows.night)
        let midnight = Int(windows.whole.start.minutes(since: windows.bed.start))
        guard let best = night.heaviestStretch(endingAfter: midnight) else { return nil }
        let minutes = best.map { night.kinds[$0] }
        let rest = minutes.count { $0 == .rest }
        guard Double(rest) >= Self.shortestRestMinutes else { return nil }
        var exits = 0
        for index in minutes.indices.dropFirst() where minutes[index].isOut && !minutes[index - 1].isOut { exits += 1 }
        self.init(
            span: TimeSpan(
                start: windows.bed.start.adding(minutes: Int64(best.lowerBound)),
                end: windows.bed.start.adding(minutes: Int64(best.upperBound))),
            asleepMinutes: Double(rest), outMinutes: Double(minutes.count { $0.isOut }), exits: exits)
    }
}

/// The minutes of a night by what they say about rest, for homes without a bed sensor.
struct NightMinutes {
    enum Kind: Sendable {
        /// Nobody moved, and the latest movement was in a bedroom, or nobody moved for hours of the night.
        case rest
        /// Somebody moved in a bedroom: tossing, or up and about.
        case bedroom
        /// Nobody moved, and the latest movement was elsewhere.
        case stillElsewhere
        case bathroom, elsewhere, away

        var isOut: Bool { self == .stillElsewhere || self == .bathroom || self == .elsewhere || self == .away }

        /// What a minute says for a stretch being the night's rest.
        var weight: Double {
            switch self {
            case .rest: 1
            case .bedroom: 0.5
            case .stillElsewhere: -1
            case .bathroom: -2
            case .elsewhere, .away: -3
            }
        }
    }

    private(set) var kinds: [Kind]

    /// Of the night's hours: whoever does not move for so long sleeps, wherever.
    private static let longQuietMinutes = 150
    /// A stillness at night that began elsewhere and ends in the bedroom: the way back there was not seen.
    private static let returnMinutes = 20
    /// Without a sensor in the bedroom a quiet of this length is rest.
    private static let shortQuietMinutes = 30

    /// `window`: where the frame is looked for; `night`: the hours in which people sleep.
    init(_ timeline: Timeline, map: HomeMap, window: TimeSpan, night hours: TimeSpan) {
        let night = Int(hours.start.minutes(since: window.start))..<Int(hours.end.minutes(since: window.start))
        let count = Int(window.minutes)
        kinds = Array(repeating: .rest, count: count)
        let watched = Set(map.bedrooms.filter { room in map.hasActivitySensor(in: room) })
        var moved = [Kind?](repeating: nil, count: count)
        func mark(_ spans: [TimeSpan], _ kind: Kind) {
            for span in spans {
                guard let clip = span.clipped(to: window) else { continue }
                let first = Int(clip.start.milliseconds(since: window.start) / 60_000)
                let last = Int((clip.end.milliseconds(since: window.start) - 1) / 60_000)
                for minute in first...max(first, last) where minute < count { moved[minute] = kind }
            }
        }
        // The later mark wins: what is furthest from the bed.
        for room in watched { mark(timeline.active[room], map.seesPresence(in: room) ? .rest : .bedroom) }
        for room in map.bathrooms { mark(timeline.active[room], .bathroom) }
        for room in timeline.active.indices where !watched.contains(room) && !map.bathrooms.contains(room) {
            mark(timeline.active[room], .elsewhere)
        }
        mark(timeline.away, .away)
        let signs = (timeline.signs + timeline.repeats).sorted { $0.time < $1.time }
        let places = Self.places(signs, window, count, bedrooms: watched)
        fill(moved, places: places, bedrooms: watched, night: night) { minute in
            let time = window.start.adding(minutes: Int64(minute))
            return signs.first { $0.time >= time }.map { watched.contains($0.room) } ?? false
        }
    }

    /// The room of the latest sign at the end of each minute; -1 before the first.
    private static func places(
        _ signs: [Timeline.Sign], _ window: TimeSpan, _ count: Int, bedrooms: Set<Int>
    ) -> [Int] {
        var places = [Int](repeating: -1, count: count)
        var room = -1
        var next = 0
        for minute in 0..<count {
            let end = window.start.adding(minutes: Int64(minute + 1))
            while next < signs.count, signs[next].time < end {
                let sign = signs[next]
                next += 1
                // A stray sign between two in the bedroom: nobody went there.
                let isBetween =
                    bedrooms.contains(room) && next < signs.count && bedrooms.contains(signs[next].room)
                if sign.room >= 0, !(sign.isStray && isBetween) { room = sign.room }
            }
            places[minute] = room
        }
        return places
    }

    /// `isNextInBedroom`: whether the first sign from that minute on is.
    private mutating func fill(
        _ moved: [Kind?], places: [Int], bedrooms: Set<Int>, night: Range<Int>, isNextInBedroom: (Int) -> Bool
    ) {
        var start = 0
        while start < moved.count {
            if let kind = moved[start] {
                kinds[start] = kind
                start += 1
                continue
            }
            var end = start
            while end < moved.count, moved[end] == nil { end += 1 }
            let isLong = (start..<end).clamped(to: night).count >= Self.longQuietMinutes
            // Who had sat elsewhere would be noticed there first.
            let isUnseenReturn =
                night.contains(start) && end - start >= Self.returnMinutes && end < moved.count
                && isNextInBedroom(end)
            for minute in start..<end {
                let isBedroom =
                    bedrooms.isEmpty ? end - start >= Self.shortQuietMinutes : bedrooms.contains(places[minute])
                kinds[minute] = isBedroom || isUnseenReturn || isLong ? .rest : .stillElsewhere
            }
            start = end
        }
    }

    /// Stretches of rest, and of tossing in the bedroom for up to two minutes.
    var restRuns: [Range<Int>] {
        var runs: [Range<Int>] = []
        for minute in kinds.indices where kinds[minute] == .rest {
            if let last = runs.last, minute - last.upperBound <= 2,
                kinds[last.upperBound..<minute].allSatisfy({ $0 == .bedroom })
            {
                runs[runs.count - 1] = last.lowerBound..<(minute + 1)
            } else {
                runs.append(minute..<(minute + 1))
            }
        }
        return runs
    }

    /// The stretch with the greatest sum of weights that ends after the minute `least`; nil when no sum is positive.
    func heaviestStretch(endingAfter least: Int) -> Range<Int>? {
        var best: (sum: Double, range: Range<Int>)?
        var sum = 0.0
        var start = 0
        for minute in kinds.indices {
            if sum <= 0 {
                sum = 0
                start = minute
            }
            sum += kinds[minute].weight
            if minute >= least, sum > max(0, best?.sum ?? 0) { best = (sum, start..<(minute + 1)) }
        }
        return best?.range
    }
}
