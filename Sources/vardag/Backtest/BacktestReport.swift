import CareModel
import Simulator

/// A whole backtest: our detector and the baseline, on the same homes.
struct BacktestReport: Encodable, Equatable {
    enum Source: String, Encodable { case simulated, recorded }

    var source: Source
    var alertBudget: Double
    var seed: UInt64
    var ours: BacktestFigures
    var baseline: BacktestFigures
    /// The baseline's, by family.
    var baselineThresholds: [String: Double]
    /// Our detector, home by home.
    var perHome: [HomeFigures]

    init(source: Source, alertBudget: Double, seed: UInt64, trials: [HomeTrial]) {
        (self.source, self.alertBudget, self.seed) = (source, alertBudget, seed)
        let ours = trials.map { HomeTally($0, alerts: \.alerts) }
        let bootstrap = Bootstrap(homes: trials.count, seed: seed)
        let runs = trials.map { trial in
            (scores: trial.twin.scores, from: trial.firstDay.advanced(by: HomeTally.learningDays))
        }
        let allowed = (alertBudget * ours.months / Double(Alert.Family.changes.count)).rounded()
        let thresholds = WindowedZ.thresholds(for: runs, alerts: allowed)
        let baseline = trials.map { HomeTally($0) { WindowedZ.alerts($0, thresholds) } }
        self.ours = BacktestFigures(detector: "vardag", ours, bootstrap)
        self.baseline = BacktestFigures(detector: "56-day windowed z", baseline, bootstrap)
        perHome = ours.enumerated().map { HomeFigures($1, seed: seed &+ UInt64($0)) }
        baselineThresholds = Dictionary(
            uniqueKeysWithValues: thresholds.map { ($0.key.rawValue, BacktestFigures.rounded($0.value)) })
    }
}

extension WindowedZ {
    /// A run's alerts, each family with its threshold, by day.
    static func alerts(_ run: TrialRun, _ thresholds: [Alert.Family: Double]) -> [RaisedAlert] {
        Alert.Family.changes.flatMap { family in
            guard let threshold = thresholds[family] else { return [RaisedAlert]() }
            return alerts(run.scores[family] ?? [], threshold: threshold).map { RaisedAlert(family: family, day: $0) }
        }
    }
}

/// One home's figures.
struct HomeFigures: Encodable, Equatable {
    var home: String
    var residentMonths: Double
    var falseAlerts: Int
    /// With the 95 % interval of a Poisson count.
    var falseAlertsPerMonth: BacktestFigures.Figure
    var episodes: Int
    /// Of known shapes, whatever the history; interval over the episodes.
    var knownRecall: BacktestFigures.Figure

    init(_ tally: HomeTally, seed: UInt64) {
        home = tally.home
        let months = [tally].months
        residentMonths = BacktestFigures.rounded(months)
        falseAlerts = tally.falseAlerts.count
        falseAlertsPerMonth = .init()
        if months > 0 {
            let range = Self.poissonInterval(falseAlerts)
            falseAlertsPerMonth = .init(
                value: BacktestFigures.rounded(Double(falseAlerts) / months),
                low: BacktestFigures.rounded(range.lowerBound / months),
                high: BacktestFigures.rounded(range.upperBound / months))
        }
        let outcomes = tally.outcomes.filter { EpisodeKind.known.contains($0.kind) }
        episodes = outcomes.count
        knownRecall = .init()
        guard !outcomes.isEmpty else { return }
        func recall(_ tallies: [HomeTally]) -> Double? { tallies.macroRecall(EpisodeKind.known) { _ in true } }
        // Each episode as a home of its own: what is drawn anew is the episodes.
        let single = outcomes.map { outcome in
            var one = tally
            one.outcomes = [outcome]
            return one
        }
        let interval = Bootstrap(homes: single.count, seed: seed).interval(of: single, recall)
        knownRecall = .init(
            value: recall([tally]).map(BacktestFigures.rounded),
            low: (interval?.lowerBound).map(BacktestFigures.rounded),
            high: (interval?.upperBound).map(BacktestFigures.rounded))
    }

    /// 95 % interval of a Poisson mean from one count, by Byar's approximation (Breslow and Day 1987).
    static func poissonInterval(_ count: Int) -> ClosedRange<Double> {
        let (low, high) = (Double(count), Double(count + 1))
        func cubed(_ value: Double) -> Double { value * value * value }
        let lower = count == 0 ? 0 : low * cubed(1 - 1 / (9 * low) - 1.96 / (3 * low.squareRoot()))
        return lower...(high * cubed(1 - 1 / (9 * high) + 1.96 / (3 * high.squareRoot())))
    }
}
