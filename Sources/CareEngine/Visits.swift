import CareModel

/// Finds the times in which more than one person moved about: signs that alternate between rooms faster and longer
/// than one person walks, where there is an outer door framed by its openings.
enum Visits {
    private static let slotMinutes = 10.0
    /// Changes of room within ten minutes that one person hardly makes.
    private static let crowdedChanges = 8
    private static let shortestMinutes = 20.0
    /// The door is heard so long before the crowd, or after it.
    private static let doorMinutes = 20.0

    static func found(in timeline: Timeline, map: HomeMap, window: TimeSpan) -> [TimeSpan] {
        var changes: [Timestamp] = []
        var previous: Timeline.Sign?
        for sign in timeline.signs where sign.room >= 0 && sign.kind == .indoor && window.contains(sign.time) {
            if let before = previous, before.room != sign.room { changes.append(sign.time) }
            previous = sign
        }
        var crowded: [TimeSpan] = []
        var from = 0
        for index in changes.indices {
            while changes[index].minutes(since: changes[from]) > slotMinutes { from += 1 }
            if index - from + 1 >= crowdedChanges {
                crowded.append(TimeSpan(start: changes[from], end: changes[index]))
            }
        }
        let crowds = crowded.merged(gapMinutes: 15).filter { $0.minutes >= shortestMinutes }
        guard map.hasOuterDoor else { return crowds }
        let doors = timeline.signs.filter { $0.kind == .outerDoor && window.contains($0.time) }.map(\.time)
        return crowds.compactMap { crowd in
            let came = doors.last {
                $0 <= crowd.start.adding(minutes: 5) && crowd.start.minutes(since: $0) <= doorMinutes
            }
            guard let came else { return nil }
            let left = doors.first { $0 >= crowd.end && $0.minutes(since: crowd.end) <= doorMinutes }
            return TimeSpan(start: min(came, crowd.start), end: left ?? crowd.end)
        }
    }
}
