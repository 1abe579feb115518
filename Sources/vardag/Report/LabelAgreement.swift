import CareModel
import Foundation

/// How well a home's features agree with what was written down about its days.
struct LabelAgreement: Encodable {
    struct Day: Encodable {
        var date: LocalDay
        /// Ours less the labels', minutes; nil where one of them is missing.
        var bedIn: Double?
        var bedOut: Double?
        /// A night was labelled, and we found none.
        var missedNight = false
        var toiletVisits: Pair?
        var outings: Pair?
        var minutesOut: Pair?
    }

    struct Pair: Encodable {
        var ours: Double
        var labelled: Double
    }

    private(set) var days: [Day] = []

    init(features: [DailyFeature], labels: ActivityLabels, night: NightWindow, timeZone: TimeZone) {
        var calendar = HomeCalendar(timeZone: timeZone)
        let byDay = Dictionary(grouping: features, by: \.date)
        let absences = labels.absences()
        for date in byDay.keys.sorted() {
            let values = Dictionary(
                (byDay[date] ?? []).map { ($0.feature, $0) }, uniquingKeysWith: { first, _ in first })
            let span = TimeSpan(start: calendar.moment(date), end: calendar.moment(date.next))
            let evening = calendar.moment(date.previous, minutes: 18 * 60)
            var day = Day(date: date)
            let noon = calendar.moment(date.previous, minutes: 12 * 60)
            if let slept = labels.sleep(endingIn: span, from: evening), let bedIn = values["bed_in_time"],
                let bedOut = values["bed_out_time"], bedIn.coverage >= 0.8
            {
                day.bedIn = bedIn.value.map { $0 - slept.start.minutes(since: noon) }
                day.bedOut = bedOut.value.map { $0 - slept.end.minutes(since: span.start) }
                day.missedNight = bedIn.value == nil
            }
            let from = calendar.moment(night.from > night.to ? date.previous : date, minutes: night.from)
            let hours = TimeSpan(start: from, end: calendar.moment(date, minutes: night.to))
            day.toiletVisits = values["toilet_visits_night"]?.value.map {
                Pair(ours: $0, labelled: Double(labels.toiletVisits(in: hours)))
            }
            day.outings = values["outings"]?.value.map { ours in
                Pair(ours: ours, labelled: Double(absences.count { span.contains($0.start) }))
            }
            day.minutesOut = values["time_out_of_home"]?.value.map {
                Pair(ours: $0, labelled: absences.clipped(to: span).totalMinutes.rounded())
            }
            days.append(day)
        }
    }

    // MARK: Figures

    /// Medians over the nights of the distance of our sleep frame from the labels', minutes; a night missed counts as a
    /// whole day.
    var bedInError: Double? { Self.median(days.compactMap { $0.missedNight ? 1440 : $0.bedIn.map(abs) }) }
    var bedOutError: Double? { Self.median(days.compactMap { $0.missedNight ? 1440 : $0.bedOut.map(abs) }) }
    /// Shares of the days.
    var toiletWithinOne: Double? { Self.share(days.compactMap(\.toiletVisits)) { abs($0.ours - $0.labelled) <= 1 } }
    var outingsExact: Double? { Self.share(days.compactMap(\.outings)) { $0.ours == $0.labelled } }
    var minutesWithinTenth: Double? {
        Self.share(days.compactMap(\.minutesOut)) { abs($0.ours - $0.labelled) <= max(1, 0.1 * $0.labelled) }
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[values.count / 2]
    }

    private static func share(_ pairs: [Pair], _ agrees: (Pair) -> Bool) -> Double? {
        pairs.isEmpty ? nil : Double(pairs.count(where: agrees)) / Double(pairs.count)
    }

    // MARK: Text

    /// The figures with what they should reach, then each day that misses one.
    func text(home: String) -> String {
        func line(_ name: String, _ value: Double?, _ bar: String, isShare: Bool) -> String {
            let shown = value.map { isShare ? "\(Int(($0 * 100).rounded())) %" : String(format: "%.0f min", $0) }
            return "  \(name): \(shown ?? "no labels") (\(bar))\n"
        }
        var text = "\(home): \(days.count) days\n"
        text += line("sleep frame, start, median distance", bedInError, "at most 20 min", isShare: false)
        text += line("sleep frame, end, median distance", bedOutError, "at most 20 min", isShare: false)
        text += line("toilet visits at night within 1", toiletWithinOne, "at least 90 %", isShare: true)
        text += line("outings exact", outingsExact, "at least 85 %", isShare: true)
        text += line("minutes out within 10 %", minutesWithinTenth, "at least 85 %", isShare: true)
        for day in days {
            let misses = Self.misses(day)
            if !misses.isEmpty { text += "  \(day.date): \(misses.joined(separator: "; "))\n" }
        }
        return text
    }

    private static func misses(_ day: Day) -> [String] {
        var misses: [String] = []
        func pair(_ name: String, _ pair: Pair?, _ agrees: (Pair) -> Bool) {
            guard let pair, !agrees(pair) else { return }
            misses.append("\(name) \(Int(pair.ours)), labelled \(Int(pair.labelled))")
        }
        if day.missedNight { misses.append("no night found") }
        if let late = day.bedIn, abs(late) > 20 { misses.append(String(format: "to bed %+.0f min", late)) }
        if let late = day.bedOut, abs(late) > 20 { misses.append(String(format: "up %+.0f min", late)) }
        pair("toilet visits", day.toiletVisits) { abs($0.ours - $0.labelled) <= 1 }
        pair("outings", day.outings) { $0.ours == $0.labelled }
        pair("minutes out", day.minutesOut) { abs($0.ours - $0.labelled) <= max(1, 0.1 * $0.labelled) }
        return misses
    }
}
