import Store

/// The database's figures, asked for at most once in `keptFor`: scrapers must not cost the database more than that.
struct KeptFigures {
    static let keptFor = Duration.seconds(5)

    private var figures: StoreFigures?
    private var readAt: ContinuousClock.Instant?

    /// Nil when they are too old.
    func current(at now: ContinuousClock.Instant) -> StoreFigures? {
        guard let readAt, now - readAt < Self.keptFor else { return nil }
        return figures
    }

    mutating func keep(_ figures: StoreFigures, at now: ContinuousClock.Instant) {
        self.figures = figures
        readAt = now
    }
}
