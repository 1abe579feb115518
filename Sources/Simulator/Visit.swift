import CareModel

/// Somebody else in the home from `start` until `end`, both at the outer door.
struct Visit {
    var start: Timestamp
    var end: Timestamp
    var stays: [Stay]
    var planted: Bool
    /// Planned help, as against a guest.
    var isCare: Bool
}
