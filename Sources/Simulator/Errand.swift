/// Something the resident sets out to do on a day: minutes after local midnight.
struct Errand {
    var start: Double
    var minutes: Double
    var place: Place
    var activity: Activity
    var liveliness: Double
    var planted = false
    /// Planned help comes.
    var isCare = false

    var end: Double { start + minutes }

    /// Keeps to its time, however other errands fall.
    var isFixed: Bool { activity == .outing || activity == .company }

    func runsInto(_ other: Errand) -> Bool { start < other.end + 1 && end + 1 > other.start }
}
