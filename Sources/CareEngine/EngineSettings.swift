/// What the operator can set about detection.
package struct EngineSettings: Sendable, Equatable {
    /// Wanted false alerts per resident and month: 0.5, 1 or 2.
    package var alertBudget: Double

    package init(alertBudget: Double = 1) { self.alertBudget = alertBudget }

    /// Deviation at which a day counts, in standard deviations.
    var raiseAt: Double { alertBudget <= 0.5 ? 3.5 : alertBudget >= 2 ? 2.6 : 3 }
    /// Deviation at which a single day is enough.
    var raiseAtOnce: Double { raiseAt + 1.5 }
    static let clearBelow = 1.5
}
