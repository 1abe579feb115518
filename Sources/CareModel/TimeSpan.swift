/// A stretch of time, `start ..< end`.
package struct TimeSpan: Sendable, Hashable, Codable {
    package var start: Timestamp
    package var end: Timestamp

    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    package var minutes: Double { end.minutes(since: start) }

    package func clipped(to window: TimeSpan) -> TimeSpan? {
        let clip = TimeSpan(start: max(start, window.start), end: min(end, window.end))
        return clip.start < clip.end ? clip : nil
    }

    package func contains(_ time: Timestamp) -> Bool { start <= time && time < end }
}

extension Array where Element == TimeSpan {
    /// Overlapping spans, and spans with a gap shorter than `minutes` between them, as one; sorted.
    package func merged(gapMinutes minutes: Double = 0) -> [TimeSpan] {
        var merged: [TimeSpan] = []
        for span in sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = merged.last, span.start <= last.end || span.start.minutes(since: last.end) < minutes {
                merged[merged.count - 1].end = Swift.max(last.end, span.end)
            } else {
                merged.append(span)
            }
        }
        return merged
    }

    package func clipped(to window: TimeSpan) -> [TimeSpan] { compactMap { $0.clipped(to: window) } }

    /// What of them lies outside the others.
    package func without(_ others: [TimeSpan]) -> [TimeSpan] {
        guard !others.isEmpty else { return self }
        return flatMap { span in
            var left: [TimeSpan] = []
            var from = span.start
            for other in others.merged().clipped(to: span) {
                if from < other.start { left.append(TimeSpan(start: from, end: other.start)) }
                from = Swift.max(from, other.end)
            }
            return from < span.end ? left + [TimeSpan(start: from, end: span.end)] : left
        }
    }

    package var totalMinutes: Double { reduce(0) { $0 + $1.minutes } }
}
