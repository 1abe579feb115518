import CareModel

/// What the operator can set about detection.
package struct EngineSettings: Sendable, Equatable {
    /// Wanted false alerts per resident and month: 0.5, 1 or 2.
    package var alertBudget: Double

    package init(alertBudget: Double = 1) { self.alertBudget = alertBudget }

    /// How far all verdicts together may move a resident's threshold of a family of changes.
    static let feedbackBounds = -0.3...0.6

    /// What one verdict adds to it. A technical fault says nothing of how much change a resident's nurse wants to hear of.
    static func thresholdStep(of verdict: Alert.Verdict) -> Double {
        switch verdict {
        case .useful: -0.1
        case .known: 0.1
        case .mistaken: 0.2
        case .technical: 0
        }
    }

    /// Strength of evidence (-log10 of its chance on a normal day) at which a family of features tells, in the order of
    /// `ChangeDetector.families`.
    static func thresholds(_ budget: Double) -> [Double] {
        budget <= 0.5
            ? [2.95, 3.95, 3.05, 3.70, 2.05, 3.10, 3.00]
            : budget < 2 ? [2.60, 3.50, 2.75, 3.20, 1.80, 2.60, 2.60] : [2.30, 3.00, 2.30, 2.70, 1.55, 2.15, 2.20]
    }
}
