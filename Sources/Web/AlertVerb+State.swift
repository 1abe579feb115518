import CareModel

extension AlertVerb.Step {
    /// Whether an alert in that state already has this step behind it, so that a repeated request changes nothing.
    func isDone(in state: Alert.State) -> Bool {
        switch self {
        case .acknowledge: state == .acknowledged || state == .resolved || state == .reviewed
        case .resolve: state == .resolved || state == .reviewed
        case .review: state == .reviewed
        }
    }

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
