/// The steps that an alert may take, as one table: what is not in it cannot happen.
package enum AlertStep: Sendable, CaseIterable {
    /// First noticed, not yet sure enough to tell anybody.
    case notice
    case fire
    /// It would fire, but something explains it away.
    case suppress
    /// A person has taken it on.
    case acknowledge
    /// What it was about is over, or a person closed it.
    case resolve
    /// A person has judged it afterwards; again where the verdict changes.
    case review

    /// The state after this step, nil where the step is not allowed.
    package func next(from state: Alert.State?) -> Alert.State? {
        switch (self, state) {
        case (.notice, nil): .pending
        case (.fire, nil), (.fire, .pending), (.fire, .suppressed), (.fire, .firing), (.fire, .acknowledged): .firing
        case (.suppress, nil), (.suppress, .pending), (.suppress, .suppressed): .suppressed
        case (.acknowledge, .firing): .acknowledged
        case (.resolve, .pending), (.resolve, .firing), (.resolve, .acknowledged), (.resolve, .suppressed): .resolved
        case (.review, .resolved), (.review, .reviewed): .reviewed
        default: nil
        }
    }
}
