import CareModel

extension AlertVerb.Step {
    /// Whether an alert already has this step behind it, so that a repeated request changes nothing.
    func isDone(_ alert: Alert, _ judgement: Alert.Judgement?) -> Bool {
        if let judgement, judgement.verdict != alert.verdict { return false }
        return switch self {
        case .acknowledge: [.acknowledged, .resolved, .reviewed].contains(alert.state)
        case .resolve: alert.state == .resolved || alert.state == .reviewed
        case .review: alert.state == .reviewed
        }
    }

    var takesVerdict: Bool { self == .resolve || self == .review }

    /// The steps that a person can take on an alert in that state.
    static func offered(in state: Alert.State) -> [AlertVerb.Step] {
        switch state {
        case .firing: [.acknowledge, .resolve]
        case .acknowledged: [.resolve]
        case .resolved: [.review]
        case .pending, .suppressed, .reviewed: []
        }
    }
}
