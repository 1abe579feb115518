import CareModel

/// What is remembered of one family's alerts: when it last told, how long it has been calm, and how far this resident's
/// threshold has moved.
struct FamilyWatch: Sendable, Equatable {
    /// Day numbers.
    var lastOnset: Int32?
    /// When only the doubt after a technical fault kept it from telling.
    var lastKeptBack: Int32?
    /// Observed days below the lower threshold since it told.
    var calmDays: Int32 = 0
    /// Added to the threshold: up after each alert, slowly down without.
    var control = 0.0
    /// Moves the threshold, too.
    var feedback = FamilyFeedback()

    /// Days between the starts of two alerts of a family.
    static let leastDaysApart: Int32 = 7
    /// After so long what was a change is the new normal.
    static let longestDays: Int32 = 28
    static let daysUntilCalm: Int32 = 3
    static let lowerThreshold = 0.75

    /// Long enough ago to tell again.
    func isRested(on day: Int32) -> Bool { lastOnset.map { day - $0 >= Self.leastDaysApart } ?? true }

    /// Long enough ago to count another that was kept back.
    func isRestedSinceKeptBack(on day: Int32) -> Bool {
        isRested(on: day) && lastKeptBack.map { day - $0 >= 2 * Self.leastDaysApart } ?? true
    }

    /// Per resident: keeps the number of alerts near the budget in homes that are noisier or calmer than most.
    mutating func adjust(didTell: Bool, budget: Double) {
        let wanted = budget / Double(Alert.Family.changes.count) / 30
        control = min(max(control + 0.15 * ((didTell ? 1 : 0) - wanted), -0.3), 0.8)
    }
}
