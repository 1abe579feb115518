/// Notices a connection that stands while nothing comes through it: a broker that has lost count of what is under way
/// to a session sends it nothing more until it connects anew (docs/mqtt-redelivery.md).
///
/// After a while without any message a marker is due, published to oneself. When neither it nor anything else has come
/// within `patience`, the connection is to be given up.
struct SilenceWatch {
    enum Step { case wait, askForMarker, giveUp }

    private let quiet: Duration
    private let patience: Duration
    private var heardAt: ContinuousClock.Instant
    private var askedAt: ContinuousClock.Instant?
    /// Whether any marker has come back: one that the broker's access list denies proves nothing.
    private var isAnswered = false

    init(quiet: Duration = .seconds(60), patience: Duration = .seconds(20), now: ContinuousClock.Instant = .now) {
        self.quiet = quiet
        self.patience = patience
        heardAt = now
    }

    /// A marker was published: with each connection, and when one was due.
    mutating func asked(at now: ContinuousClock.Instant) {
        heardAt = now
        askedAt = now
    }

    /// Messages came.
    mutating func heard(at now: ContinuousClock.Instant) {
        heardAt = now
        askedAt = nil
    }

    mutating func markerCameBack() { isAnswered = true }

    func step(at now: ContinuousClock.Instant) -> Step {
        guard isAnswered else { return .wait }
        if let askedAt { return askedAt.duration(to: now) >= patience ? .giveUp : .wait }
        return heardAt.duration(to: now) >= quiet ? .askForMarker : .wait
    }
}
