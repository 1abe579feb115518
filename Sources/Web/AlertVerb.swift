package import CareModel

/// A person's step on an alert. The daemon journals it; the engine decides whether it is allowed.
package struct AlertVerb: Sendable, Equatable {
    package enum Step: String, Sendable, CaseIterable {
        case acknowledge, resolve, review
    }

    package var step: Step
    package var alert: String
    package var home: String
    /// Who, as they named themselves; 1-100 characters, never `engine`.
    package var by: String
    /// With `resolve` or `review` only.
    package var judgement: Alert.Judgement?
    package var note: String?

    package init(
        step: Step, alert: String, home: String, by: String, judgement: Alert.Judgement? = nil, note: String?
    ) {
        self.step = step
        self.alert = alert
        self.home = home
        self.by = by
        self.judgement = judgement
        self.note = note
    }
}

/// What became of an `AlertVerb`.
package enum AlertVerbResult: Sendable, Equatable {
    /// Taken and committed: a reader of the store sees it.
    case done
    /// Not a step from the alert's present state.
    case notAllowed
    /// The engine no longer knows the alert.
    case notFound
    /// Could not be stored; the alert is as it was.
    case failed
}
