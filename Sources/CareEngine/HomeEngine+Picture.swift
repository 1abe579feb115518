package import CareModel

/// The days as the sensors saw them, for people to look at.
extension HomeEngine {
    /// The picture of a day: of the open one up to now, of a closed one from its kept log. Nil when it is not kept.
    package func picture(of day: LocalDay, recall: DayLogLookup) -> DayPicture? {
        guard let openDay = state.openDay else { return nil }
        func log(_ day: LocalDay) -> DayLog? {
            if day == openDay { return state.today }
            return day == state.yesterday?.day ? state.yesterday : recall(day)
        }
        guard day <= openDay, var today = log(day) else { return nil }
        let yesterday = log(day.previous) ?? DayLog(day: day.previous, carry: today.carry)
        if today.silenceLimits.isEmpty {
            today.silenceLimits = silenceLimits
        }
        var engine = self
        return engine.picture(today: today, yesterday: yesterday, upTo: day == openDay ? state.clock : nil)
    }

    private mutating func picture(today: DayLog, yesterday: DayLog, upTo now: Timestamp?) -> DayPicture {
        let windows = DayWindows(today.day, night: definition.night, calendar: &calendar)
        let span = TimeSpan(start: windows.whole.start, end: min(now ?? .distantFuture, windows.whole.end))
        let coverage = DayCoverage(
            yesterday: yesterday, today: today, windows: windows, devices: map.roles.count)
        let timeline = timeline(today: today, yesterday: yesterday, windows: windows, coverage: coverage)
        let features = DayFeatures(
            windows: windows, timeline: timeline, map: map, coverage: coverage, today: today, history: state.history,
            plan: plan(windows))
        let rooms = map.watchedRooms.map { room in
            DayPicture.Room(
                name: map.rooms[room], active: timeline.active[room].clipped(to: span).merged(gapMinutes: 1))
        }
        return DayPicture(
            day: today.day, span: span, rooms: rooms,
            inBed: timeline.inBed.clipped(to: span).merged(gapMinutes: SleepFrame.dropoutMinutes),
            away: timeline.away.clipped(to: span), visitors: features.visits.clipped(to: span),
            unseen: coverage.homeBlind.clipped(to: span),
            context: map.activitySensors.isEmpty ? .alone : DayGate(features).context(windows.whole))
    }
}
