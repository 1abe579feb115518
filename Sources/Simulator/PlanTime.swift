package import CareModel

/// A moment of a plan: a day counted from the first simulated one and a minute on that day's wall clock.
package struct PlanTime: Hashable, Sendable {
    package var day: Int
    package var minute: Int

    package init(day: Int, minute: Int = 0) {
        self.day = day
        self.minute = minute
    }

    /// The moment itself, in a home whose first simulated day is `start`.
    package func timestamp(start: LocalDay, calendar: inout HomeCalendar) -> Timestamp {
        calendar.moment(start.advanced(by: Int32(day)), minutes: minute)
    }
}
