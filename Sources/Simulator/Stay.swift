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
}
