package import CareModel

/// What people said of one family's alerts, and how far that moves this resident's threshold of the family.
package struct FamilyFeedback: Sendable, Equatable {
    struct Given: Sendable, Equatable {
        var alert: String
        /// When it was first given.
        var day: LocalDay
        var verdict: Alert.Verdict
    }

    /// One change of the offset.
    package struct Change: Sendable, Equatable {
        /// 1 for the resident's first change of this family, one more each.
        package var version: Int32
        package var day: LocalDay
        package var alert: String
        /// Nil where a verdict was withdrawn.
        package var verdict: Alert.Verdict?
        package var by: String
        /// The offset from then on.
        package var offset: Double
    }

    static let kept = 20

    /// The last verdicts, one an alert, in the order in which they were first given.
    private(set) var given: [Given] = []
    /// The last changes, oldest first.
    package private(set) var changes: [Change] = []

    init() {}
    init(given: [Given], changes: [Change]) {
        self.given = given
        self.changes = changes
    }

    /// Added to the family's threshold: a function of the kept verdicts alone, so that taking one back takes its effect
    /// back.
    package var offset: Double {
        let sum = given.reduce(0) { $0 + EngineSettings.thresholdStep(of: $1.verdict) }
        let bounds = EngineSettings.feedbackBounds
        return thousandth(min(max(sum, bounds.lowerBound), bounds.upperBound))
    }

    mutating func take(_ judgement: Alert.Judgement, on alert: String, by person: String, day: LocalDay) {
        let before = offset
        let place = given.firstIndex { $0.alert == alert }
        switch (judgement.verdict, place) {
        case (let verdict?, let place?): given[place].verdict = verdict
        case (let verdict?, nil): given.append(Given(alert: alert, day: day, verdict: verdict))
        case (nil, let place?): given.remove(at: place)
        case (nil, nil): return
        }
        if given.count > Self.kept { given.removeFirst() }
        guard offset != before else { return }
        changes.append(
            Change(
                version: (changes.last?.version ?? 0) + 1, day: day, alert: alert, verdict: judgement.verdict,
                by: person, offset: offset))
        if changes.count > Self.kept { changes.removeFirst() }
    }
}

extension HomeState {
    /// Of each family of changes, by the present resident's alerts.
    package var feedback: [(family: Alert.Family, feedback: FamilyFeedback)] {
        zip(Alert.Family.changes, families).map { ($0, $1.feedback) }
    }
}
