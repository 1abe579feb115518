/// What is particular about how the resident of one home lives, beyond the drawn routine.
package struct Habits: Hashable, Sendable {
    package var care: Care
    /// Relative length of stays in one place while at leisure: 0.5 goes about twice as often.
    package var restfulness: Double
    /// Relative frequency of movements that a motion sensor sees while the resident sits.
    package var liveliness: Double
    /// Standard deviation of the logarithm of a day's share of both: good days and bad days, and such weeks.
    package var dayVariation: Double
    /// Minutes by which the day begins and ends later than drawn.
    package var laterMinutes: Double
    /// Relative to the drawn mean.
    package var nightVisits: Double
    /// Probability of a guest in the afternoon of any day, beside the relatives' Sundays.
    package var guestShare: Double
    /// Probability of being out from the morning to the late afternoon on any day.
    package var dayTripShare: Double
    package var drift: Drift

    package init(
        care: Care = .weekly, restfulness: Double = 1, liveliness: Double = 1, dayVariation: Double = 0,
        laterMinutes: Double = 0, nightVisits: Double = 1, guestShare: Double = 0, dayTripShare: Double = 0,
        drift: Drift = Drift()
    ) {
        (self.care, self.restfulness, self.liveliness) = (care, restfulness, liveliness)
        (self.dayVariation, self.laterMinutes, self.nightVisits) = (dayVariation, laterMinutes, nightVisits)
        (self.guestShare, self.dayTripShare, self.drift) = (guestShare, dayTripShare, drift)
    }

    /// Planned help at home.
    package enum Care: String, CaseIterable, Sendable { case none, weekly, mornings, morningsAndEvenings }

    /// Slow changes, each by year: what no detector should call sudden.
    package struct Drift: Hashable, Sendable {
        package var bedMinutes = 0.0
        package var wakeMinutes = 0.0
        package var nightVisits = 0.0
        /// Relative.
        package var outingShare = 0.0
        /// Relative time to walk through a room.
        package var stepSeconds = 0.0

        package init() {}
    }
}
