/// How pronounced a planted episode is.
package enum Severity: String, CaseIterable, Sendable {
    case mild, moderate, severe

    /// The number for this severity.
    package func pick(_ mild: Double, _ moderate: Double, _ severe: Double) -> Double {
        switch self {
        case .mild: mild
        case .moderate: moderate
        case .severe: severe
        }
    }
}
