import CareModel
import Simulator

/// What a backtest tells of one detector.
struct BacktestFigures: Encodable, Equatable {
    /// A share, rate or number of days with its 95 % interval over homes; three decimals.
    struct Figure: Encodable, Equatable {
        var value: Double?
        var low: Double?
        var high: Double?
    }

    struct Shape: Encodable, Equatable {
        var shape: String
        var isKnown: Bool
        var episodes: Int
        var recall: Figure
        /// Mild, moderate, severe; nil without episodes.
        var bySeverity: [Double?]
        var medianDelayDays: Int?
    }

    struct Delay: Encodable, Equatable {
        var of: String
        var found: Int
        var median: Figure
        var p90: Int?
    }

    struct Rate: Encodable, Equatable {
        var of: String
        var months: Double?
        var alerts: Int
        var perMonth: Double?
        /// Against days on which nothing of the kind happened.
        var timesClean: Double?
    }

    struct History: Encodable, Equatable {
        var of: String
        var episodes: Int
        var recall: Figure
    }

    var detector: String
    var homes: Int
    var residentMonths: Double
    var knownRecall: Figure
    var unseenRecall: Figure
    var falseAlertsPerMonth: Figure
    var falseAlertsP90Resident: Double?
    var shapes: [Shape]
    var delays: [Delay]
    var families: [Rate]
    var contexts: [Rate]
    var history: [History]
    var inactiveDays: Int
    var inactiveMasked: Figure
    /// What the masked ones were taken for.
    var inactiveMaskedAs: [String: Int]
    /// Share of daily deviations beyond 1.96 (nominal 0.05) and 2.58 (nominal 0.01) on the twins; nil where the
    /// detector gives none.
    var beyond196: Figure?
    var beyond258: Figure?

    init(detector: String, _ tallies: [HomeTally], _ bootstrap: Bootstrap) {
        self.detector = detector
        homes = tallies.count
        residentMonths = Self.rounded(tallies.months)
        func figure(_ of: ([HomeTally]) -> Double?) -> Figure {
            guard let value = of(tallies) else { return Figure() }
            let interval = bootstrap.interval(of: tallies, of)
            return Figure(
                value: Self.rounded(value), low: (interval?.lowerBound).map(Self.rounded),
                high: (interval?.upperBound).map(Self.rounded))
        }
        func macro(_ kinds: [EpisodeKind]) -> Figure {
            figure { $0.macroRecall(kinds) { $0.history >= [HomeTally].longHistoryDays } }
        }
        knownRecall = macro(EpisodeKind.known)
        unseenRecall = macro(EpisodeKind.keptAside)
        falseAlertsPerMonth = figure(\.falseRate)
        falseAlertsP90Resident = quantile(0.9, of: tallies.residentRates).map(Self.rounded)
        shapes = (EpisodeKind.known + EpisodeKind.keptAside).map { kind in
            Self.shape(kind, tallies, figure)
        }
        delays = Self.delayGroups.map { name, isCounted in
            let found = tallies.delays(isCounted)
            return Delay(
                of: name, found: found.count,
                median: figure { quantile(0.5, of: $0.delays(isCounted)).map(Double.init) },
                p90: quantile(0.9, of: found))
        }
        families = Self.families(tallies)
        contexts = Self.contexts(tallies)
        history = Self.historyGroups.map { name, days in
            History(
                of: name, episodes: tallies.reduce(0) { $0 + $1.outcomes.count { days.contains($0.history) } },
                recall: figure { $0.macroRecall(EpisodeKind.known) { days.contains($0.history) } })
        }
        inactiveDays = tallies.reduce(0) { $0 + $1.inactive }
        inactiveMasked = figure(\.maskedShare)
        inactiveMaskedAs = tallies.reduce(into: [:]) { sum, tally in
            for (reason, count) in tally.maskedAs { sum[reason.rawValue, default: 0] += count }
        }
        guard tallies.contains(where: { $0.deviations.count > 0 }) else { return }
        beyond196 = figure { $0.deviationShare(\.deviations.beyond196) }
        beyond258 = figure { $0.deviationShare(\.deviations.beyond258) }
    }

    private static let delayGroups: [(String, @Sendable (EpisodeKind) -> Bool)] = [
        ("short", { EpisodeKind.known.contains($0) && !$0.isSlow }),
        ("kitchen_decline", { $0 == .kitchenDecline }), ("gait_slowing", { $0 == .gaitSlowing }),
    ]
    private static let historyGroups: [(String, Range<Int>)] = [
        ("14-27 days", 14..<28), ("28-55 days", 28..<56), ("56 days and more", 56..<10_000),
    ]

    private static func shape(
        _ kind: EpisodeKind, _ tallies: [HomeTally], _ figure: (([HomeTally]) -> Double?) -> Figure
    ) -> Shape {
        func isCounted(_ outcome: HomeTally.Outcome) -> Bool {
            outcome.kind == kind && outcome.history >= [HomeTally].longHistoryDays
        }
        return Shape(
            shape: kind.rawValue, isKnown: EpisodeKind.known.contains(kind),
            episodes: tallies.reduce(0) { $0 + $1.outcomes.count(where: isCounted) },
            recall: figure { $0.excessRecall(isCounted) },
            bySeverity: Severity.allCases.map { severity in
                tallies.excessRecall { isCounted($0) && $0.severity == severity }.map(rounded)
            },
            medianDelayDays: quantile(0.5, of: tallies.delays { $0 == kind }))
    }

    private static func families(_ tallies: [HomeTally]) -> [Rate] {
        let months = tallies.months
        return Alert.Family.changes.map { family in
            let count = tallies.reduce(0) { $0 + $1.falseAlerts.count { $0.family == family } }
            return Rate(
                of: family.rawValue, months: rounded(months), alerts: count,
                perMonth: months > 0 ? rounded(Double(count) / months) : nil)
        }
    }

    private static func contexts(_ tallies: [HomeTally]) -> [Rate] {
        func rate(_ name: String, days: Int, alerts: Int, clean: Double?) -> Rate {
            let months = Double(days) / [HomeTally].daysInMonth
            let perMonth = months > 0 ? Double(alerts) / months : nil
            let times = perMonth.flatMap { rate in clean.flatMap { $0 > 0 ? rate / $0 : nil } }
            return Rate(
                of: name, months: rounded(months), alerts: alerts, perMonth: perMonth.map(rounded),
                timesClean: times.map(rounded))
        }
        let days = tallies.reduce(0) { $0 + $1.cleanDays }
        let alerts = tallies.reduce(0) { $0 + $1.falseAlerts.count { $0.contexts.isEmpty } }
        let clean = days > 0 ? Double(alerts) / (Double(days) / [HomeTally].daysInMonth) : nil
        return [rate("clean", days: days, alerts: alerts, clean: nil)]
            + TrialContext.allCases.map { context in
                rate(
                    context.rawValue, days: tallies.reduce(0) { $0 + ($1.daysByContext[context] ?? 0) },
                    alerts: tallies.reduce(0) { $0 + $1.falseAlerts.count { $0.contexts.contains(context) } },
                    clean: clean)
            }
    }

    static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
