import CareModel
import Simulator

/// A whole backtest: our detector and the baseline, on the same homes.
struct BacktestReport: Encodable, Equatable {
    /// Simulated or recorded homes.
    var source: String
    var alertBudget: Double
    var seed: UInt64
    var ours: BacktestFigures
    var baseline: BacktestFigures
    /// The baseline's, by family.
    var baselineThresholds: [String: Double]

    init(source: String, alertBudget: Double, seed: UInt64, trials: [HomeTrial]) {
        (self.source, self.alertBudget, self.seed) = (source, alertBudget, seed)
        let ours = trials.map { HomeTally($0, alerts: \.alerts) }
        let bootstrap = Bootstrap(homes: trials.count, seed: seed)
        let runs = trials.map { trial in
            (scores: trial.twin.scores, from: trial.firstDay.advanced(by: HomeTally.learningDays))
        }
        let allowed = alertBudget * ours.months / Double(Alert.Family.changes.count)
        let thresholds = WindowedZ.thresholds(for: runs, alerts: allowed)
        let baseline = trials.map { HomeTally($0) { WindowedZ.alerts($0, thresholds) } }
        self.ours = BacktestFigures(detector: "vardag", ours, bootstrap)
        self.baseline = BacktestFigures(detector: "56-day windowed z", baseline, bootstrap)
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
