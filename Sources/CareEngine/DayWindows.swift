import CareModel

/// The moments between which a day's features are made; on a DST day some are an hour closer or further apart.
struct DayWindows: Sendable {
    let day: LocalDay
    /// Local midnight to local midnight.
    let whole: TimeSpan
    /// The night that ends on this day.
    let night: TimeSpan
    /// From the end of this day's night to the start of the next.
    let daytime: TimeSpan
    /// Where bed times are looked for: 18:00 the day before to 14:00.
    let bed: TimeSpan
    /// 04-24, for meals.
    let meals: TimeSpan
    /// 09-20, for naps.
    let naps: TimeSpan
    /// The local hours' first moments, and the end of the last: 25.
    let hours: [Timestamp]
    /// Local midnight of the day before to the end of this day.
    let reading: TimeSpan
    /// Local noon of the day before.
    let noonBefore: Timestamp

    init(_ day: LocalDay, night window: NightWindow, calendar: inout HomeCalendar) {
        self.day = day
        let start = calendar.start(of: day)
        let end = calendar.start(of: day.next)
        whole = TimeSpan(start: start, end: end)
        let evening = window.from > window.to ? day.previous : day
        night = TimeSpan(
            start: calendar.moment(evening, minutes: window.from), end: calendar.moment(day, minutes: window.to))
        let nextEvening = window.from > window.to ? calendar.moment(day, minutes: window.from) : end
        daytime = TimeSpan(start: night.end, end: nextEvening)
        bed = TimeSpan(
            start: calendar.moment(day.previous, minutes: 18 * 60), end: calendar.moment(day, minutes: 14 * 60))
        meals = TimeSpan(start: calendar.moment(day, minutes: 4 * 60), end: end)
        hours =
            whole.minutes == 1440
            ? (0...24).map { start.adding(hours: $0) }
            : (0..<24).map { calendar.moment(day, minutes: $0 * 60) } + [end]
        naps = TimeSpan(start: hours[9], end: hours[20])
        reading = TimeSpan(start: calendar.start(of: day.previous), end: end)
        noonBefore = calendar.moment(day.previous, minutes: 12 * 60)
    }

    func hour(_ hour: Int) -> Timestamp { hours[hour] }

    /// The moment at which the day's wall clock reads `minutes` after midnight.
    func moment(_ minutes: Int) -> Timestamp { hours[minutes / 60].adding(minutes: Int64(minutes % 60)) }

    /// What the wall clock reads at a moment of the day, in minutes after midnight; a repeated hour stands still.
    func clock(_ time: Timestamp) -> Double {
        guard whole.minutes != 1440, time >= whole.start, let next = hours.firstIndex(where: { $0 > time }), next > 0
        else { return time.minutes(since: whole.start) }
        return Double((next - 1) * 60) + Swift.min(60, time.minutes(since: hours[next - 1]))
    }
}
