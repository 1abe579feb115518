import CareModel
import Foundation

/// Shows how far history is loaded: day, share, time left. On a terminal one line that changes, else one every 5 s.
struct FeedMeter {
    private let began = ContinuousClock.now
    private let first: Timestamp
    private let end: Timestamp
    private var shownAt: ContinuousClock.Instant?
    private var isOpen = false

    /// `first`: the time of the first message; `end`: of the last, or now.
    init(first: Timestamp, end: Timestamp) {
        self.first = first
        self.end = end
    }

    /// Share of the time from `first` to `end` that lies before `clock`, 0 to 1.
    static func share(_ clock: Timestamp, from first: Timestamp, to end: Timestamp) -> Double {
        let whole = Double(end.milliseconds(since: first))
        guard whole > 0 else { return 1 }
        return min(1, max(0, Double(clock.milliseconds(since: first)) / whole))
    }

    mutating func show(_ clock: Timestamp) {
        let pause: Duration = Terminal.isInteractive ? .milliseconds(500) : .seconds(5)
        if let shownAt, shownAt.duration(to: .now) < pause { return }
        shownAt = .now
        write(line(clock))
    }

    private func line(_ clock: Timestamp) -> String {
        let share = Self.share(clock, from: first, to: end)
        let seconds = Double(began.duration(to: .now).components.seconds)
        let left = share > 0.01 && seconds >= 2 ? ", about \(Int(seconds / share - seconds)) s left" : ""
        return "history: \("\(clock)".prefix(10)), \(Int(share * 100)) %\(left)"
    }

    private mutating func write(_ text: String) {
        guard Terminal.isInteractive else {
            Terminal.say(text)
            return
        }
        isOpen = true
        try? FileHandle.standardError.write(contentsOf: Data("\r\(text)\u{1B}[K".utf8))
    }

    /// History is loaded.
    mutating func finish() {
        let seconds = began.duration(to: .now).components.seconds
        write("history: all loaded, in \(seconds) s")
        if isOpen { Terminal.say("") }
        isOpen = false
    }
}
