import CareModel
import Foundation

/// Writes moments on a home's own clock.
struct HomeClock {
    private var calendar: HomeCalendar

    init(timeZone: TimeZone) { calendar = HomeCalendar(timeZone: timeZone) }

    /// `2026-11-22 07:30`.
    mutating func text(_ time: Timestamp) -> String {
        guard time > .distantPast, time < .distantFuture else { return "–" }
        return "\(calendar.day(of: time)) \(timeText(time))"
    }

    /// `07:30`.
    mutating func timeText(_ time: Timestamp) -> String {
        let minute = calendar.wallMilliseconds(of: time) / 60_000
        return String(format: "%02d:%02d", Int(minute / 60), Int(minute % 60))
    }

    /// `07:30:05`.
    mutating func timeText(_ time: Timestamp, seconds: Bool) -> String {
        let second = calendar.wallMilliseconds(of: time) / 1000
        return timeText(time) + (seconds ? String(format: ":%02d", Int(second % 60)) : "")
    }

    /// The same with the machine's form beside it.
    mutating func moment(_ time: Timestamp) -> MomentView { MomentView(machine: time.description, people: text(time)) }

    mutating func start(of day: LocalDay) -> Timestamp { calendar.start(of: day) }

    mutating func moment(of day: LocalDay, hour: Int) -> Timestamp { calendar.moment(day, minutes: hour * 60) }

    mutating func moment(of day: LocalDay, minutes: Int) -> Timestamp { calendar.moment(day, minutes: minutes) }

    /// As a form's field for a date and time holds it.
    mutating func field(_ time: Timestamp) -> String { "\(calendar.day(of: time))T\(timeText(time))" }

    mutating func day(of time: Timestamp) -> LocalDay { calendar.day(of: time) }
}

/// A moment for a `<time>` element.
struct MomentView {
    let machine: String
    let people: String
}
