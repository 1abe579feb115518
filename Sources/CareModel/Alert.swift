/// An alert with its whole life, in the form that `vardag alerts`, the feeds and MQTT print.
package struct Alert: Hashable, Sendable, Codable {
    package var id: String
    package var home: String
    package var resident: String
    package var rule: String
    package var family: Family
    package var priority: Priority
    package var state: State
    /// When what it is about began.
    package var onset: Timestamp
    /// When a nurse would first have seen it; nil while suppressed.
    package var raisedAt: Timestamp?
    package var clearedAt: Timestamp?
    package var place: String?
    /// How often it happened while this alert was open.
    package var count: Int
    package var features: [Member]
    /// Chance of a value at least this unusual on a normal day; nil for rules without a distribution.
    package var probability: Double?
    /// Of a change against the own normal: on what it rests; nil for other rules.
    package var evidence: Evidence?
    package var title: Words
    package var explanation: Words
    package var suggestion: Words
    /// Why nobody was told: the alert's id or the context that explains it away.
    package var suppressedBy: String?
    package var history: [Change]
    /// What a person found it to be worth; nil until somebody says so.
    package var verdict: Verdict?
    package var verdictBy: String?

    package enum Family: String, Sendable, Codable, CaseIterable {
        case toilet, sleep, meals, activity, gait, weight, vitals, situation, safety, technical

        /// Changes against the own normal, which the alert budget is about.
        package static let changes: [Family] = [.toilet, .sleep, .meals, .activity, .gait, .weight, .vitals]
    }

    package enum Priority: String, Sendable, Codable, CaseIterable {
        case p1 = "P1", p2 = "P2", p3 = "P3", technical = "T"
    }

    package enum State: String, Sendable, Codable, CaseIterable {
        case pending, firing, acknowledged, resolved, reviewed, suppressed
        /// Not yet at its end: a repeat of the same thing belongs to this alert.
        package var isOpen: Bool { self == .pending || self == .firing || self == .acknowledged || self == .suppressed }
    }

    /// A feature that the alert rests on.
    package struct Member: Hashable, Sendable, Codable {
        package var feature: String
        package var value: Double
        package var expected: Double
        package var usualLow: Double
        package var usualHigh: Double
        /// `up` or `down`.
        package var direction: String
        /// Over the days of the alert's horizon.
        package var mean: Double?
        /// Normal score of the newest day against the own normal.
        package var u: Double?
        /// Of the evidence, 0-1.
        package var share: Double?

        package init(
            feature: String, value: Double, expected: Double, usualLow: Double, usualHigh: Double, direction: String,
            mean: Double? = nil, u: Double? = nil, share: Double? = nil
        ) {
            self.feature = feature
            self.value = value
            self.expected = expected
            self.usualLow = usualLow
            self.usualHigh = usualHigh
            self.direction = direction
            self.mean = mean
            self.u = u
            self.share = share
        }

        private enum CodingKeys: String, CodingKey {
            case feature, value, expected, direction, mean, u, share
            case usualLow = "usual_low"
            case usualHigh = "usual_high"
        }
    }

    /// The same words in Swedish and English.
    package struct Words: Hashable, Sendable, Codable {
        package var sv: String
        package var en: String
        package init(sv: String, en: String) {
            self.sv = sv
            self.en = en
        }
    }

    /// One step of an alert's life.
    package struct Change: Hashable, Sendable, Codable {
        package var at: Timestamp
        package var from: State?
        package var to: State
        /// Who: `engine`, or a person's name.
        package var by: String
        package var note: String?
        /// What a person did; nil for what nobody did.
        package var act: Act?
        /// To whom it was given, why it was put off or closed.
        package var about: String?
        /// With `snooze` only.
        package var until: Timestamp?

        /// `by` of what no person did.
        package static let engine = "engine"
        /// `note` of what happened once more while the alert was open.
        package static let again = "again"

        package init(
            at: Timestamp, from: State?, to: State, by: String, note: String? = nil, act: Act? = nil,
            about: String? = nil, until: Timestamp? = nil
        ) {
            self.act = act
            self.about = about
            self.until = until
            self.at = at
            self.from = from
            self.to = to
            self.by = by
            self.note = note
        }
    }

    /// When it last happened; `onset` unless it happened again since.
    package var latestAt: Timestamp { history.last { $0.note == Change.again && $0.by == Change.engine }?.at ?? onset }

    enum CodingKeys: String, CodingKey {
        case id, home, resident, rule, family, priority, state, onset, place, count, features, probability, title
        case evidence, explanation, suggestion, history, verdict
        case verdictBy = "verdict_by"
        case raisedAt = "raised_at"
        case clearedAt = "cleared_at"
        case suppressedBy = "suppressed_by"
    }

    package init(
        id: String, home: String, resident: String, rule: String, family: Family, priority: Priority, state: State,
        onset: Timestamp, raisedAt: Timestamp?, clearedAt: Timestamp? = nil, place: String?, count: Int = 1,
        features: [Member] = [], probability: Double? = nil, evidence: Evidence? = nil, title: Words,
        explanation: Words, suggestion: Words,
        suppressedBy: String? = nil, history: [Change]
    ) {
        self.id = id
        self.home = home
        self.resident = resident
        self.rule = rule
        self.family = family
        self.priority = priority
        self.state = state
        self.onset = onset
        self.raisedAt = raisedAt
        self.clearedAt = clearedAt
        self.place = place
        self.count = count
        self.features = features
        self.probability = probability
        self.evidence = evidence
        self.title = title
        self.explanation = explanation
        self.suggestion = suggestion
        self.suppressedBy = suppressedBy
        self.history = history
    }
}
