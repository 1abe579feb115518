/// A visit that comes every week, such as home care in the morning; on the home's own clock, within one day.
package struct PlannedVisit: Hashable, Sendable {
    package enum Weekday: String, CaseIterable, Sendable {
        case mon, tue, wed, thu, fri, sat, sun
    }

    package var days: Set<Weekday>
    /// Minutes after local midnight; `from` is before `to`.
    package var from: Int
    package var to: Int

    package init(days: Set<Weekday>, from: Int, to: Int) {
        self.days = days
        self.from = from
        self.to = to
    }

    package func comes(on day: LocalDay) -> Bool { days.contains(Weekday.allCases[day.weekday]) }
}
