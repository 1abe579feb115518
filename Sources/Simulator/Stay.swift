import CareModel

/// Where somebody is. `bed` lies in the bedroom, `out` beyond the outer door.
enum Place: UInt8 {
    case bed, bedroom, bathroom, kitchen, livingRoom, hallway, out
}

/// What somebody is there for.
enum Activity: UInt8 {
    case sleep, nap, toilet, meal, leisure, outing, company, walk, onTheFloor
}

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

/// Somebody else in the home from `start` until `end`, both at the outer door.
struct Visit {
    var start: Timestamp
    var end: Timestamp
    var stays: [Stay]
    var planted: Bool
}
