extension Alert {
    /// Why a change against the resident's own normal was told: the explanation record.
    package struct Evidence: Hashable, Sendable, Codable {
        /// The features' pattern that carried it.
        package var pattern: String
        /// Days over which it was strongest.
        package var horizonDays: Int
        /// `up` or `down`: where the pattern's first feature points.
        package var direction: String
        /// -log10 of the chance of at least this much on a normal day, and what it had to reach.
        package var strength: Double
        package var threshold: Double
        package var probability: Double
        /// The first day of the run that leads here.
        package var since: LocalDay
        /// Days of the horizon on which the pattern's first feature was missing or not to be compared.
        package var missingDays: [MissingDay]
        /// Days since that feature was first observed.
        package var historyDays: Int
        /// The least of the features' coverage on the newest day, 0-1.
        package var coverage: Double
        /// Conditions whose usual signs the change resembles, by their short names; nil where hints are off.
        package var resembles: [String]?

        /// Days below which what is usual is not well known.
        package static let wholeHistoryDays = 28

        package struct MissingDay: Hashable, Sendable, Codable {
            package var date: LocalDay
            /// Nil when nothing was measured.
            package var reason: Withheld?
            package init(date: LocalDay, reason: Withheld?) {
                self.date = date
                self.reason = reason
            }
        }

        package init(
            pattern: String, horizonDays: Int, direction: String, strength: Double, threshold: Double,
            probability: Double, since: LocalDay, missingDays: [MissingDay], historyDays: Int, coverage: Double,
            resembles: [String]? = nil
        ) {
            self.pattern = pattern
            self.horizonDays = horizonDays
            self.direction = direction
            self.strength = strength
            self.threshold = threshold
            self.probability = probability
            self.since = since
            self.missingDays = missingDays
            self.historyDays = historyDays
            self.coverage = coverage
            self.resembles = resembles
        }

        private enum CodingKeys: String, CodingKey {
            case pattern, direction, strength, threshold, probability, since, coverage, resembles
            case horizonDays = "horizon_days"
            case missingDays = "missing_days"
            case historyDays = "history_days"
        }
    }
}
