import CareModel
import Foundation

/// A minute of the machine's local day at which something is done once a day.
struct DailyMinute: Sendable, Equatable {
    /// Since midnight, by the clock on the wall.
    var minute: Int
    var zone = TimeZone.current

    /// Whether it has passed since that was last done; where it never was, it is due at once.
    func isDue(now: Timestamp, last: Timestamp?) -> Bool {
        guard let last else { return true }
        // What was done ahead of the clock says nothing about the last day.
        if last > now.adding(hours: 1) { return true }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        let appointed = calendar.nextDate(
            after: date.addingTimeInterval(0.001),
            matching: DateComponents(hour: minute / 60, minute: minute % 60, second: 0), matchingPolicy: .nextTime,
            direction: .backward)
        guard let appointed else { return false }
        return last < Timestamp(milliseconds: Int64(appointed.timeIntervalSince1970 * 1000))
    }
}
