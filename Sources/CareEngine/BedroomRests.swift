import CareModel

/// Rest in the bedroom during which the bed sensor did not say that the bed is empty: where a report of going to bed was
/// lost, the resident lay there all the same.
struct BedroomRests {
    private var rests: [TimeSpan] = []

    private static let shortestBetweenMinutes = 30.0
    private static let shortestBeforeMinutes = 90.0
    private static let shortestAfterMinutes = 60.0
    /// From getting up to lying down again.
    private static let breakMinutes = 10.0

    init(_ timeline: Timeline, map: HomeMap, windows: DayWindows) {
        guard map.bedrooms.contains(where: { map.hasActivitySensor(in: $0) }) else { return }
        let night = NightMinutes(timeline, map: map, window: windows.bed, night: windows.night)
        rests = night.restRuns.compactMap { run in
            guard run.lowerBound > 0, run.upperBound < night.kinds.count else { return nil }
            let rest = TimeSpan(
                start: windows.bed.start.adding(minutes: Int64(run.lowerBound)),
                end: windows.bed.start.adding(minutes: Int64(run.upperBound)))
            let inner = TimeSpan(start: rest.start.adding(minutes: 3), end: rest.end.adding(minutes: -3))
            return timeline.bedEmptyAt.contains(where: inner.contains) ? nil : rest
        }
    }

    /// Those that follow one stay in bed, up to the next that begins in them or right after.
    func between(_ stays: [TimeSpan]) -> [TimeSpan] {
        let stays = stays.merged()
        return rests.compactMap { rest in
            guard let index = stays.lastIndex(where: { Self.isNear(rest.start, $0.end) }), index + 1 < stays.count
            else { return nil }
            let next = stays[index + 1].start
            guard next <= rest.end.adding(minutes: 10), next.minutes(since: rest.start) >= Self.shortestBetweenMinutes
            else { return nil }
            return TimeSpan(start: rest.start, end: next)
        }
    }

    /// The frame with the rest right before and after it.
    func extending(_ frame: TimeSpan) -> TimeSpan {
        var frame = frame
        for rest in rests where rest.minutes >= Self.shortestAfterMinutes && rest.end > frame.end {
            if Self.isNear(rest.start, frame.end) { frame.end = rest.end }
        }
        for rest in rests.reversed() where rest.minutes >= Self.shortestBeforeMinutes && rest.start < frame.start {
            if Self.isNear(frame.start, rest.end) { frame.start = rest.start }
        }
        return frame
    }

    private static func isNear(_ later: Timestamp, _ earlier: Timestamp) -> Bool {
        (-1...breakMinutes).contains(later.minutes(since: earlier))
    }
}
