import CareModel
import Foundation

/// The machine's clock, watched for steps: wall time that moved differently from elapsed time.
struct WallClock {
    enum Step: Equatable {
        case none
        case ahead(from: Timestamp)
        case back
    }

    static let toleranceSeconds: Int64 = 30

    private var lastWall: Timestamp
    private var lastElapsed: ContinuousClock.Instant

    init() {
        lastWall = Self.read()
        lastElapsed = .now
    }

    static func read() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// Now, and whether the clock was stepped since the last call.
    mutating func now() -> (time: Timestamp, step: Step) {
        let wall = Self.read()
        let elapsed = ContinuousClock.now
        let passed = lastElapsed.duration(to: elapsed).components
        let expected = lastWall.adding(
            milliseconds: passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000)
        let before = lastWall
        lastWall = wall
        lastElapsed = elapsed
        let off = wall.milliseconds(since: expected)
        if off > Self.toleranceSeconds * 1000 { return (wall, .ahead(from: before)) }
        if off < -Self.toleranceSeconds * 1000 { return (wall, .back) }
        return (wall, .none)
    }
}
