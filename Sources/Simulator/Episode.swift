/// Something planted into a home's life. The twin of a home has none.
package struct Episode: Hashable, Sendable {
    package var kind: EpisodeKind
    package var severity: Severity
    package var start: PlanTime
    /// Whole days for what lasts days (from the waking on the first day to the waking after the last), else unused.
    package var days: Int
    /// Length of what happens within a day (fall, smoke, leak), else 0.
    package var minutes: Int

    package init(_ kind: EpisodeKind, _ severity: Severity, start: PlanTime, days: Int = 1, minutes: Int = 0) {
        self.kind = kind
        self.severity = severity
        self.start = start
        self.days = days
        self.minutes = minutes
    }

    /// An episode of whole days, of the kind's usual length unless `days` is given.
    package static func days(_ kind: EpisodeKind, _ severity: Severity, from day: Int, days: Int? = nil) -> Episode {
        Episode(kind, severity, start: PlanTime(day: day), days: days ?? kind.usualDays)
    }

    /// The resident falls and lies motionless until somebody comes; the sensors stay alive.
    package static func fall(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.fall, .severe, start: start, minutes: minutes)
    }

    /// The resident presses the SOS button once.
    package static func sosPress(at start: PlanTime) -> Episode { Episode(.sos, .severe, start: start) }

    /// The smoke alarm sounds.
    package static func smoke(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.smoke, .severe, start: start, minutes: minutes)
    }

    /// Water on the kitchen floor.
    package static func leak(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.leak, .severe, start: start, minutes: minutes)
    }

    /// The resident stays in bed until somebody comes, `minutes` after a start that lies in their sleep.
    package static func noGettingUp(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.noGettingUp, .severe, start: start, minutes: minutes)
    }

    /// The resident goes to the bathroom and does not come out for long.
    package static func longBathroomStay(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.longBathroomStay, .severe, start: start, minutes: minutes)
    }

    /// The resident leaves the home at night.
    package static func nightExit(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.nightExit, .severe, start: start, minutes: minutes)
    }

    /// The resident goes out in the day and is not back when they usually are.
    package static func notReturned(at start: PlanTime, minutes: Int) -> Episode {
        Episode(.notReturned, .severe, start: start, minutes: minutes)
    }

    func covers(day: Int) -> Bool { day >= start.day && day < start.day + days }
}
