/// Who is called about alerts, in which order, and when not.
package struct CallSettings: Hashable, Sendable {
    /// The first that fits an alert holds; about an alert that none fits nobody is called.
    package var chains: [CallChain]
    /// So many calls of P2, P3 and T reach a recipient within `shiftHours`; further ones are gathered into one.
    package var stormLimit: Int
    package var shiftHours: Int
    /// Minutes after midnight, civil time, of the daily test of the whole chain; nil: no daily test.
    package var testAtMinute: Int?

    package init(chains: [CallChain], stormLimit: Int = 20, shiftHours: Int = 8, testAtMinute: Int? = nil) {
        self.chains = chains
        self.stormLimit = stormLimit
        self.shiftHours = shiftHours
        self.testAtMinute = testAtMinute
    }

    package func chain(for priority: Alert.Priority, area: String?) -> CallChain? {
        chains.first { $0.fits(priority, area: area) }
    }

    package func chain(named name: String) -> CallChain? { chains.first { $0.name == name } }

    /// Every recipient once, by name.
    package var recipients: [String] { Set(chains.flatMap { $0.steps.map(\.recipient) }).sorted() }
}

/// One order of calls.
package struct CallChain: Hashable, Sendable {
    package var name: String
    package var priorities: Set<Alert.Priority>
    /// Homes of these areas only; empty: of all.
    package var areas: Set<String>
    /// At least one.
    package var steps: [Step]
    /// How often the steps are gone through; nil: until somebody has taken it on.
    package var rounds: Int?
    /// Nobody is called in these hours; what happens then is told at their end. Never for P1.
    package var quiet: Quiet?
    /// All that happens is told together at this time. Never for P1.
    package var digest: Digest?

    package struct Step: Hashable, Sendable {
        package var recipient: String
        /// Since the step before; of the first, since the last one of the round before.
        package var afterSeconds: Int64

        package init(recipient: String, afterSeconds: Int64 = Step.usualSeconds) {
            self.recipient = recipient
            self.afterSeconds = afterSeconds
        }

        package static let usualSeconds: Int64 = 90
    }

    /// Minutes after midnight; over midnight where `from` is above `to`.
    package struct Quiet: Hashable, Sendable {
        package var from: Int
        package var to: Int

        package init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    package struct Digest: Hashable, Sendable {
        /// Minutes after midnight.
        package var at: Int
        /// Nil: every day.
        package var weekday: PlannedVisit.Weekday?

        package init(at: Int, weekday: PlannedVisit.Weekday? = nil) {
            self.at = at
            self.weekday = weekday
        }
    }

    package init(
        name: String, priorities: Set<Alert.Priority>, areas: Set<String> = [], steps: [Step], rounds: Int? = nil,
        quiet: Quiet? = nil, digest: Digest? = nil
    ) {
        self.name = name
        self.priorities = priorities
        self.areas = areas
        self.steps = steps
        self.rounds = rounds
        self.quiet = quiet
        self.digest = digest
    }

    func fits(_ priority: Alert.Priority, area: String?) -> Bool {
        priorities.contains(priority) && (areas.isEmpty || area.map(areas.contains) == true)
    }

    /// The first moment from `time` on at which somebody may be called.
    package func opens(at time: Timestamp, _ calendar: inout HomeCalendar) -> Timestamp {
        guard let quiet else { return time }
        let minute = Int(calendar.wallMilliseconds(of: time) / 60_000)
        let isOverMidnight = quiet.from > quiet.to
        let isQuiet =
            isOverMidnight ? minute >= quiet.from || minute < quiet.to : minute >= quiet.from && minute < quiet.to
        guard isQuiet else { return time }
        let day = calendar.day(of: time)
        let end = isOverMidnight && minute >= quiet.from ? day.next : day
        return max(time, calendar.moment(end, minutes: quiet.to))
    }

    /// When what happens at `time` is told together with the rest; nil where each is told by itself.
    package func tellsTogether(at time: Timestamp, _ calendar: inout HomeCalendar) -> Timestamp? {
        guard let digest else { return nil }
        var day = calendar.day(of: time)
        for _ in 0...7 {
            let moment = calendar.moment(day, minutes: digest.at)
            let isDay = digest.weekday.map { PlannedVisit.Weekday.allCases[day.weekday] == $0 } ?? true
            if isDay, moment > time { return moment }
            day = day.next
        }
        return calendar.moment(day, minutes: digest.at)
    }

    /// What comes after a step of a round, both from 0; nil when nobody is left to call.
    package func next(after step: Int, round: Int) -> (step: Int, round: Int, seconds: Int64)? {
        if step + 1 < steps.count { return (step + 1, round, steps[step + 1].afterSeconds) }
        if let rounds, round + 1 >= rounds { return nil }
        return (0, round + 1, steps[0].afterSeconds)
    }
}
