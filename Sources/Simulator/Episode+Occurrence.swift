import CareModel

extension Episode {
    /// An episode as it falls on the time line of one home.
    struct Occurrence {
        var kind: EpisodeKind
        var severity: Severity
        var from: Timestamp
        var to: Timestamp
    }

    /// Where this episode falls. What lasts days begins with the first day and ends at noon after its last night.
    func occurrence(start: LocalDay, calendar: inout HomeCalendar) -> Occurrence {
        let from = self.start.timestamp(start: start, calendar: &calendar)
        let last = PlanTime(day: self.start.day + days, minute: 12 * 60)
        let to =
            kind.lastsDays
            ? last.timestamp(start: start, calendar: &calendar) : from.adding(minutes: Int64(minutes))
        return Occurrence(kind: kind, severity: severity, from: from, to: to)
    }
}
