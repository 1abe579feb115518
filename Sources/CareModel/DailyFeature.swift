/// One feature of one local day of one home, as the risk model and the nurse see it.
package struct DailyFeature: Hashable, Sendable {
    package var home: String
    package var resident: String
    package var date: LocalDay
    /// `toilet_visits_night`, or `feature:qualifier` (`activity_minutes:kitchen`).
    package var feature: String
    /// Nil when missing: coverage below 0.8, or nothing to measure. Never zero for unknown.
    package var value: Double?
    package var unit: String
    /// Share of the feature's window in which the sensors it needs were alive, 0-1.
    package var coverage: Double
    package var context: DayContext
    package var definitionVersion: Int
    /// 0 for the first value of a day; one more each time late data changes it.
    package var revision: Int
    /// What was usual for this resident before this day; nil while too little is known or for a feature not watched.
    package var usual: Baseline?
    /// The trend before this day, for the update to the risk model; nil like `usual`, and when read from the store, which
    /// does not keep it.
    package var trend: FeatureTrend?
    /// Why the value is missing or kept out of detection, as a word of `Withheld`; nil when it is neither.
    package var withheld: Withheld?
    /// Normal score of the value as detection first took it, against what was usual; nil where it was not taken, and in
    /// rows older than this column.
    package var u: Double?

    package init(
        home: String, resident: String, date: LocalDay, feature: String, value: Double?, unit: String,
        coverage: Double, context: DayContext, definitionVersion: Int, revision: Int,
        usual: Baseline? = nil, trend: FeatureTrend? = nil, withheld: Withheld? = nil, u: Double? = nil
    ) {
        self.home = home
        self.resident = resident
        self.date = date
        self.feature = feature
        self.value = value
        self.unit = unit
        self.coverage = coverage
        self.context = context
        self.definitionVersion = definitionVersion
        self.revision = revision
        self.usual = usual
        self.trend = trend
        self.withheld = withheld
        self.u = u
    }
}

/// Who was in the home on that day, as far as the sensors or the staff can tell.
package enum DayContext: String, CaseIterable, Sendable, Codable {
    case alone, visitor, away, hospital
}

/// Why a feature's value is missing or kept out of detection.
package enum Withheld: String, CaseIterable, Sendable, Codable {
    /// The sensors that it needs were not alive for long enough.
    case coverage
    /// The gateway or the home was out of reach for more than 7 % of the day.
    case outage
    /// A sensor that it needs was silent while its neighbours saw somebody.
    case deadSensor = "dead_sensor"
    /// Messages that it rests on were lost.
    case loss
    /// The resident was out for most of the day, or it is the night after.
    case away
    case hospital
    /// More people than usual were in the home.
    case visitor
    /// Staff paused the home, or it was under test.
    case paused, test
    /// The sensors worked, and there was nothing to measure: no night's sleep was found, nobody stood on the scales.
    case nothing

    /// Technical, and nothing of the resident's life.
    package var isFault: Bool {
        switch self {
        case .coverage, .outage, .deadSensor, .loss: true
        case .away, .hospital, .visitor, .paused, .test, .nothing: false
        }
    }
}

/// What was usual for a feature on the day of a value, beside it in the update to the risk model.
package struct Baseline: Hashable, Sendable, Codable {
    package var expected: Double
    package var usualLow: Double
    package var usualHigh: Double

    package init(expected: Double, usualLow: Double, usualHigh: Double) {
        self.expected = expected
        self.usualLow = usualLow
        self.usualHigh = usualHigh
    }

    private enum CodingKeys: String, CodingKey {
        case expected
        case usualLow = "usual_low"
        case usualHigh = "usual_high"
    }
}
