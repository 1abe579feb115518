import CareModel
import Foundation

/// What a person wrote down about a home's days: when the resident slept, was in the toilet, was out.
struct ActivityLabels {
    enum Activity { case sleep, toilet, out, left, returned }

    struct Label {
        var span: TimeSpan
        var activity: Activity
    }

    /// By their start.
    private(set) var labels: [Label] = []
    private(set) var unknown: Set<String> = []

    /// The words of the public data sets, of our own simulator, and alike; in lower case.
    private static let words: [String: Activity] = [
        "sleep": .sleep, "sleeping": .sleep, "go_to_sleep": .sleep, "wake_up": .sleep, "night_sleep": .sleep,
        "toilet": .toilet, "toileting": .toilet, "bed_toilet_transition": .toilet, "bed_to_toilet": .toilet,
        "toilet_visit": .toilet, "personal_hygiene": .toilet, "bathe": .toilet, "showering": .toilet,
        "leaving": .out, "outing": .out, "out": .out, "step_out": .out, "leave_home": .left, "enter_home": .returned,
    ]

    /// Reads CSV with the columns `start`, `end` and `label` (or `kind`): local times, or ISO 8601 with an offset.
    ///
    /// Throws `LabelProblem` with the line.
    init(csv text: String, timeZone: TimeZone) throws {
        var calendar = HomeCalendar(timeZone: timeZone)
        let lines = text.split(whereSeparator: \.isNewline)
        let header =
            lines.first.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
        guard let start = header.firstIndex(of: "start"), let end = header.firstIndex(of: "end"),
            let word = header.firstIndex(of: "label") ?? header.firstIndex(of: "kind")
        else { throw LabelProblem(line: 1, text: "the first line must name the columns start, end and label") }
        for (index, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count > max(start, end, word) else {
                throw LabelProblem(line: index + 1, text: "too few columns")
            }
            guard let from = Self.time(fields[start], &calendar), let to = Self.time(fields[end], &calendar) else {
                throw LabelProblem(line: index + 1, text: "not a time such as 2026-11-22 06:30:00: \(fields[start])")
            }
            guard let activity = Self.words[fields[word].lowercased()] else {
                unknown.insert(String(fields[word]))
                continue
            }
            labels.append(Label(span: TimeSpan(start: from, end: max(from, to)), activity: activity))
        }
        labels.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    }

    private static func time(_ field: Substring, _ calendar: inout HomeCalendar) -> Timestamp? {
        if let time = Timestamp(iso8601: field) { return time }
        let parts = field.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard parts.count == 2, let day = LocalDay(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":")
        guard clock.count >= 2, let hour = Int(clock[0]), let minute = Int(clock[1]) else { return nil }
        let seconds = clock.count > 2 ? Double(clock[2]) ?? 0 : 0
        return calendar.moment(day, minutes: hour * 60 + minute).adding(milliseconds: Int64(seconds * 1000))
    }

    private func spans(_ activity: Activity) -> [TimeSpan] { labels.filter { $0.activity == activity }.map(\.span) }

    /// The longest sleep that ends in the day: labels less than 5 h apart are of one night. Nil without labels.
    func sleep(endingIn day: TimeSpan, from evening: Timestamp) -> TimeSpan? {
        let window = TimeSpan(start: evening, end: day.start.adding(hours: 15))
        let nights = spans(.sleep).filter { window.contains($0.start) }.merged(gapMinutes: 300)
        guard let longest = nights.max(by: { $0.minutes < $1.minutes }), day.contains(longest.end) else { return nil }
        return longest
    }

    func toiletVisits(in night: TimeSpan) -> Int {
        spans(.toilet).merged(gapMinutes: 3).count { night.contains($0.start) }
    }

    /// Absences of at least 10 min: given as such, or from a leaving to the next return.
    func absences() -> [TimeSpan] {
        var absences = spans(.out)
        var leftAt: Timestamp?
        for label in labels {
            if label.activity == .left { leftAt = label.span.start }
            if label.activity == .returned, let left = leftAt {
                absences.append(TimeSpan(start: left, end: label.span.end))
                leftAt = nil
            }
        }
        return absences.merged().filter { $0.minutes >= 10 }
    }
}

/// A labels file that cannot be read.
struct LabelProblem: Error, CustomStringConvertible {
    var line: Int
    var text: String
    var description: String { "line \(line): \(text)" }
}
