import CareModel

/// A stretch of time, `start ..< end`.
struct TimeSpan: Sendable, Hashable {
    var start: Timestamp
    var end: Timestamp

    var minutes: Double { end.minutes(since: start) }

    func clipped(to window: TimeSpan) -> TimeSpan? {
        let clip = TimeSpan(start: max(start, window.start), end: min(end, window.end))
        return clip.start < clip.end ? clip : nil
    }

    func contains(_ time: Timestamp) -> Bool { start <= time && time < end }
}

extension Array where Element == TimeSpan {
    /// Overlapping spans, and spans with a gap shorter than `minutes` between them, as one; sorted.
    func merged(gapMinutes minutes: Double = 0) -> [TimeSpan] {
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

    func clipped(to window: TimeSpan) -> [TimeSpan] { compactMap { $0.clipped(to: window) } }

    var totalMinutes: Double { reduce(0) { $0 + $1.minutes } }
}
