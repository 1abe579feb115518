import CareModel
import Simulator

/// What one home adds to the figures of one detector.
struct HomeTally: Sendable {
    struct Outcome: Sendable, Equatable {
        var kind: EpisodeKind
        var severity: Severity
        /// Days before the episode.
        var history: Int
        var isHit: Bool
        /// The twin has an alert there as well.
        var isTwinHit: Bool
        /// Days from the beginning of the first day to the alert, which comes at the end of a day; nil for a miss.
        var delay: Int?
    }

    struct FalseAlert: Sendable, Equatable {
        var family: Alert.Family
        var contexts: Set<TrialContext>
    }

    var home: String
    var outcomes: [Outcome] = []
    /// On the twin, from the fifteenth day on.
    var falseAlerts: [FalseAlert] = []
    /// Days of the twin with known activity, from the fifteenth on.
    var days = 0
    /// Of these, by context; clean days have none.
    var daysByContext: [TrialContext: Int] = [:]
    var cleanDays = 0
    /// Planted inactive days that were masked as a fault of devices, where the twin's day was not; and all of these.
    var maskedInactive = 0
    var inactive = 0
    /// Of the masked ones, by what they were taken for.
    var maskedAs: [Withheld: Int] = [:]
    /// The twin's deviations, and how many lie beyond 1.96 and 2.58 on either side.
    var deviations = (count: 0, beyond196: 0, beyond258: 0)

    /// Nothing is told before so many days.
    static let learningDays: Int32 = 14

    /// `alerts` gives a run's alerts as the detector raised them.
    init(_ trial: HomeTrial, alerts: (TrialRun) -> [RaisedAlert]) {
        home = trial.home
        let firstTold = trial.firstDay.advanced(by: Self.learningDays)
        let twin = alerts(trial.twin)
        for day in trial.twin.knownDays where day >= firstTold {
            days += 1
            let contexts = trial.contexts[day] ?? []
            if contexts.isEmpty { cleanDays += 1 }
            for context in contexts { daysByContext[context, default: 0] += 1 }
        }
        falseAlerts = twin.filter { $0.day >= firstTold }.map {
            FalseAlert(family: $0.family, contexts: trial.contexts[$0.day] ?? [])
        }
        for u in trial.twin.deviations.values.joined() {
            deviations.count += 1
            if abs(u) > 1.96 { deviations.beyond196 += 1 }
            if abs(u) > 2.58 { deviations.beyond258 += 1 }
        }
        for planting in trial.plantings {
            let raised = alerts(planting.run)
            for episode in planting.episodes {
                outcomes.append(Self.outcome(episode, since: trial.firstDay, raised: raised, twin: twin))
                guard episode.kind == .inactiveDay, trial.twin.knownDays.contains(episode.first),
                    trial.twin.maskedDays[episode.first] == nil
                else { continue }
                inactive += 1
                guard let reasons = planting.run.maskedDays[episode.first] else { continue }
                maskedInactive += 1
                for reason in reasons { maskedAs[reason, default: 0] += 1 }
            }
        }
    }

    private static func outcome(
        _ episode: PlantedEpisode, since firstDay: LocalDay, raised: [RaisedAlert], twin: [RaisedAlert]
    ) -> Outcome {
        let families = episode.kind.families
        func first(_ alerts: [RaisedAlert]) -> LocalDay? {
            alerts.filter { families.contains($0.family) && episode.hitDays.contains($0.day) }.map(\.day).min()
        }
        let hit = first(raised)
        return Outcome(
            kind: episode.kind, severity: episode.severity, history: Int(episode.first.number - firstDay.number),
            isHit: hit != nil, isTwinHit: first(twin) != nil,
            delay: hit.map { Int($0.number - episode.first.number) + 1 })
    }
}

extension [HomeTally] {
    static let daysInMonth = 30.44
    /// Episodes that begin with less history are counted apart.
    static let longHistoryDays = 28

    /// Share found of what chance would not have found: (hit - twin hit) / (1 - twin hit). Nil without episodes, or
    /// where the twins have an alert in every window.
    func excessRecall(_ isCounted: (HomeTally.Outcome) -> Bool) -> Double? {
        var (count, hits, twinHits) = (0, 0, 0)
        for tally in self {
            for outcome in tally.outcomes where isCounted(outcome) {
                count += 1
                if outcome.isHit { hits += 1 }
                if outcome.isTwinHit { twinHits += 1 }
            }
        }
        guard count > twinHits else { return nil }
        return Double(hits - twinHits) / Double(count - twinHits)
    }

    /// The mean over the shapes that occur.
    func macroRecall(_ kinds: [EpisodeKind], where isCounted: (HomeTally.Outcome) -> Bool) -> Double? {
        let recalls = kinds.compactMap { kind in excessRecall { $0.kind == kind && isCounted($0) } }
        return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
    }

    /// Days to the alert of what was found with long history, in order.
    func delays(_ isCounted: (EpisodeKind) -> Bool) -> [Int] {
        flatMap { tally in
            tally.outcomes.filter { $0.history >= Self.longHistoryDays && isCounted($0.kind) }.compactMap(\.delay)
        }.sorted()
    }

    var months: Double { Double(reduce(0) { $0 + $1.days }) / Self.daysInMonth }

    /// False alerts per resident-month; nil without days.
    var falseRate: Double? {
        let months = months
        return months > 0 ? Double(reduce(0) { $0 + $1.falseAlerts.count }) / months : nil
    }

    /// Each resident's false alerts per month, in order.
    var residentRates: [Double] { compactMap { [$0].falseRate }.sorted() }

    /// Share of the twins' deviations for which that is counted; nil without any.
    func deviationShare(_ counted: (HomeTally) -> Int) -> Double? {
        let count = reduce(0) { $0 + $1.deviations.count }
        return count > 0 ? Double(reduce(0) { $0 + counted($1) }) / Double(count) : nil
    }

    var maskedShare: Double? {
        let inactive = reduce(0) { $0 + $1.inactive }
        return inactive > 0 ? Double(reduce(0) { $0 + $1.maskedInactive }) / Double(inactive) : nil
    }
}

/// The smallest value that at least this share of the values does not exceed; nil without values. `sorted` is in order.
func quantile<Value>(_ share: Double, of sorted: [Value]) -> Value? {
    guard !sorted.isEmpty else { return nil }
    return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
}
