/// A person's act on an alert. The daemon journals it; the engine decides whether it is allowed.
package struct AlertVerb: Sendable, Hashable {
    package var act: Alert.Act
    package var alert: String
    package var home: String
    /// Who, as they named themselves; 1-100 characters, never `engine`.
    package var by: String
    /// With `resolve` or `review` only.
    package var judgement: Alert.Judgement?
    package var note: String?
    /// With `assign` the person or team (nil: nobody), with `snooze` why, with `resolve` a `Resolution`'s word.
    package var about: String?
    /// With `snooze` only.
    package var until: Timestamp?

    package init(
        _ act: Alert.Act, on alert: String, home: String, by: String, judgement: Alert.Judgement? = nil,
        note: String? = nil, about: String? = nil, until: Timestamp? = nil
    ) {
        self.act = act
        self.alert = alert
        self.home = home
        self.by = by
        self.judgement = judgement
        self.note = note
        self.about = about
        self.until = until
    }
}

/// What became of an `AlertVerb`.
package enum AlertVerbResult: Sendable, Equatable {
    /// Taken and committed: a reader of the store sees it.
    case done
    /// Not an act that the alert's present state allows.
    case notAllowed
    /// The engine no longer knows the alert.
    case notFound
    /// Could not be stored; the alert is as it was.
    case failed
}
