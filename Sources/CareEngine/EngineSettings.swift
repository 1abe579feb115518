import CareModel

/// What the operator can set about detection.
package struct EngineSettings: Sendable, Equatable {
    /// Wanted false alerts per resident and month: 0.5, 1 or 2.
    package var alertBudget: Double

    package init(alertBudget: Double = 1) { self.alertBudget = alertBudget }

    /// Strength of evidence (-log10 of its chance on a normal day) at which a family of features tells, in the order of
    /// `ChangeDetector.families`.
    var thresholds: [Double] {
        alertBudget <= 0.5
            ? [3.00, 4.07, 3.13, 4.07, 2.25, 3.12, 3.04]
            : alertBudget < 2
                ? [2.65, 3.63, 2.84, 3.56, 2.02, 2.60, 2.65] : [2.33, 3.12, 2.37, 3.01, 1.73, 2.13, 2.24]
    }
}
