import CareModel

/// When the resident went to bed and got up, and for how long they lay still in between.
struct SleepFrame: Sendable, Equatable {
    var span: TimeSpan
    var asleepMinutes: Double

    /// Getting up for less than this belongs to the night.
    static let breakMinutes = 90.0
    static let shortestQuietHours = 3.0

    /// From a bed sensor: the night's longest stay in bed, breaks included. Nil when the bed was not used.
    init?(bed: [TimeSpan], windows: DayWindows) {
        let stays = bed.clipped(to: windows.bed).merged(gapMinutes: 2)
        let blocks = stays.merged(gapMinutes: Self.breakMinutes)
        func asleep(_ block: TimeSpan) -> Double { stays.clipped(to: block).totalMinutes }
        guard let longest = blocks.max(by: { asleep($0) < asleep($1) }), asleep(longest) >= 60 else { return nil }
        span = longest
        asleepMinutes = asleep(longest)
    }

    /// Without a bed sensor: the longest quiet of at least 3 h, joined with the quiet before and after a short
    /// getting-up. Where the nights have no such quiet, movements in the bedroom are not counted: the resident may toss
    /// and turn in bed. Nil when there was none, or when nobody was seen before or after it.
    init?(quietBetween timeline: Timeline, bedrooms: Set<Int>, windows: DayWindows) {
        let everywhere = timeline.active.indices.map { $0 }
        let outside = everywhere.filter { !bedrooms.contains($0) }
        guard let frame = Self(quietIn: everywhere, timeline, windows) ?? Self(quietIn: outside, timeline, windows)
        else { return nil }
        self = frame
    }

    private init?(quietIn rooms: [Int], _ timeline: Timeline, _ windows: DayWindows) {
        let moving = rooms.flatMap { timeline.active[$0] }.clipped(to: windows.bed)
        // A night out of the home is no sleep seen; longer ones leave no quiet to find.
        let busy = (moving + timeline.away.clipped(to: windows.bed)).merged(gapMinutes: 5)
        var quiet: [TimeSpan] = []
        for (before, after) in zip(busy, busy.dropFirst()) {
            quiet.append(TimeSpan(start: before.end, end: after.start))
        }
        guard let core = quiet.indices.max(by: { quiet[$0].minutes < quiet[$1].minutes }),
            quiet[core].minutes >= Self.shortestQuietHours * 60
        else { return nil }
        let (first, last) = Self.extend(core, in: quiet, night: windows.night)
        span = TimeSpan(start: quiet[first].start, end: quiet[last].end)
        asleepMinutes = quiet[first...last].reduce(0) { $0 + $1.minutes }
    }

    /// Joins the quiet of 90 min before and of 45 min after across at most 20 min of activity within the night's hours.
    private static func extend(_ core: Int, in quiet: [TimeSpan], night: TimeSpan) -> (Int, Int) {
        func isBreak(_ from: Timestamp, _ to: Timestamp) -> Bool {
            to.minutes(since: from) <= 20 && from >= night.start && to <= night.end
        }
        var (first, last) = (core, core)
        while first > 0, quiet[first - 1].minutes >= 90, isBreak(quiet[first - 1].end, quiet[first].start) {
            first -= 1
        }
        while last + 1 < quiet.count, quiet[last + 1].minutes >= 45, isBreak(quiet[last].end, quiet[last + 1].start) {
            last += 1
        }
        return (first, last)
    }
}
