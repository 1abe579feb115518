import CareModel

/// The clock minutes of a window in which something was active, each counted once.
struct ActiveMinutes {
    private var words: [UInt64]

    init(_ spans: [TimeSpan], in window: TimeSpan) {
        words = Array(repeating: 0, count: Int(window.minutes) / 64 + 1)
        for span in spans {
            guard let clip = span.clipped(to: window) else { continue }
            let first = Int(clip.start.milliseconds(since: window.start) / 60_000)
            let last = Int((clip.end.milliseconds(since: window.start) - 1) / 60_000)
            for minute in first...max(first, last) where minute >> 6 < words.count {
                words[minute >> 6] |= 1 << UInt64(minute & 63)
            }
        }
    }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
