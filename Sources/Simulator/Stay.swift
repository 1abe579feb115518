import CareModel

/// Somebody in one place from `start` until `end`.
struct Stay {
    var start: Timestamp
    var end: Timestamp
    var place: Place
    var activity: Activity
    /// Share of third-minutes in which a motion sensor would see something.
    var liveliness: Double
    var planted: Bool

    /// The next stay is the same time in bed, or the same absence, written for the next day.
    func goesOn(in next: Stay) -> Bool {
        guard place == next.place else { return false }
        return place == .bed || (place == .out && activity == .away && next.activity == .away && end == next.start)
    }
}
