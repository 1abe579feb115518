import CareModel

/// Learning what is usual within the day, from closed days.
extension HomeEngine {
    /// Learns from a closed day, or from one that late data changed, unless it says nothing of this resident at home.
    mutating func learnSituations(_ measured: MeasuredDay) {
        forgetCircumstances()
        let (windows, timeline) = (measured.windows, measured.timeline)
        guard isResidents(windows.whole), !hasOtherRule(windows.whole) else { return }
        var habits = DayHabits(
            windows: windows, map: map, sleepingHours: sleepingHours(windows.night, on: windows.day),
            inBed: timeline.inBed, unseen: (measured.unseen + timeline.perhapsOut).merged(),
            deaf: timeline.deaf.values.flatMap { $0 }, lossShare: measured.lossShare, calendar: &calendar)
        var found = habits.measure(timeline.signs, awaySince: measured.awayBefore)
        if measured.isDisordered { found.unseenShare = 1 }
        state.habits.put(found)
        learnLimits()
    }

    /// Derives the situations' limits anew, and the sleeping hours of the open day.
    mutating func learnLimits() {
        limits = SituationLimits(state.habits)
        if let day = state.openDay { setBounds(day) }
    }

    /// Of the resident who lives here now, from its first moment to its last.
    func isResidents(_ span: TimeSpan) -> Bool { state.resident != nil && state.residentSince <= span.start }

    /// Staff said of it that it is no ordinary time at home.
    private func hasOtherRule(_ span: TimeSpan) -> Bool {
        state.circumstances.contains {
            $0.kind != .visit && $0.from < span.end && ($0.until ?? .distantFuture) > span.start
        }
    }

    /// The part of a night in which this resident sleeps: from the latest usual time to bed to an hour, or one standard
    /// deviation, before the usual first activity, where known.
    func sleepingHours(_ night: TimeSpan, on day: LocalDay) -> TimeSpan {
        var calendar = calendar
        var hours = night
        if let bed = state.detector.baseline("bed_in_time", on: day) {
            let noon = calendar.moment(day.previous, minutes: 12 * 60)
            hours.start = max(hours.start, noon.adding(minutes: Int64(bed.usualHigh)))
        }
        if let usual = usualFirstActivity {
            hours.end = min(
                hours.end, calendar.start(of: day).adding(minutes: Int64(usual.mean - max(60, usual.spread))))
        }
        return hours.start < hours.end ? hours : TimeSpan(start: night.end, end: night.end)
    }
}
