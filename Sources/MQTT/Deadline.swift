/// The end of a wait, on the clock that does not step.
struct Deadline {
    private let instant: ContinuousClock.Instant

    init(afterMilliseconds milliseconds: Int32) {
        instant = .now + .milliseconds(milliseconds)
    }

    /// At least 1; nil when the time is up.
    var millisecondsLeft: Int32? {
        let left = instant - .now
        guard left > .zero else { return nil }
        let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
        return Int32(clamping: max(1, milliseconds))
    }
}
