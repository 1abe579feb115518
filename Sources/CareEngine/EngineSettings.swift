import CareModel

/// What the operator can set about detection.
package struct EngineSettings: Sendable, Equatable {
    /// Wanted false alerts per resident and month: 0.5, 1 or 2.
    package var alertBudget: Double
    /// By area, where it is another there.
    package var areaBudgets: [String: Double]
    /// Alerts say which condition a change resembles (`ConditionHint`).
    package var conditionHints: Bool

    package init(alertBudget: Double = 1, areaBudgets: [String: Double] = [:], conditionHints: Bool = false) {
        self.alertBudget = alertBudget
        self.areaBudgets = areaBudgets
        self.conditionHints = conditionHints
    }

    /// A home's own before its area's before everybody's.
    func budget(of home: HomeDefinition) -> Double {
        home.alertBudget ?? home.area.flatMap { areaBudgets[$0] } ?? alertBudget
    }

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
    /// `Alert.Family.changes`.
    static func thresholds(_ budget: Double) -> [Double] {
        budget <= 0.5
            ? [2.95, 4.20, 2.60, 3.70, 1.70, 2.30, 2.75]
            : budget < 2 ? [2.50, 3.45, 2.25, 2.75, 1.45, 1.95, 2.40] : [2.35, 3.00, 2.00, 2.65, 1.40, 1.85, 2.40]
    }

    /// What a short history adds to a threshold: a new resident's spread is not well known, and one who is noisier than
    /// most would alarm more often than the budget says. Falls to nothing over `settledDays`.
    static func surcharge(historyDays: Int32) -> Double {
        historyDays < settledDays ? 1.1 * (1 - Double(max(0, historyDays)) / Double(settledDays)) : 0
    }

    static let settledDays: Int32 = 90
}
