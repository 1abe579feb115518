import CareModel

/// Writes one person's stays one after another, walking through the rooms that lie between.
///
/// Every draw is keyed by the moment it is made at, so that two lives that agree up to a moment and are in the same place
/// go on alike.
struct StayWriter {
    private(set) var stays: [Stay] = []
    private(set) var cursor: Timestamp
    private var place: Place
    private let chance: Chance
    private let stepSeconds: Double

    init(at cursor: Timestamp, in place: Place, chance: Chance, stepSeconds: Double) {
        (self.cursor, self.place, self.chance, self.stepSeconds) = (cursor, place, chance, stepSeconds)
    }

    /// Walks to a place and stays there until a moment; nothing when that is already past.
    mutating func stay(
        in next: Place, until end: Timestamp, for activity: Activity, liveliness: Double, planted: Bool = false
    ) {
        guard end.milliseconds(since: cursor) > 1000 else { return }
        for (index, hop) in Self.way(from: place, to: next).enumerated() {
            let usual = seconds(in: hop, index: index)
            let left = Double(end.milliseconds(since: cursor)) / 2000
            append(hop, until: cursor.adding(milliseconds: Int64(min(usual, left) * 1000)), .walk, 0.9, planted)
        }
        place = next
        append(next, until: end, activity, liveliness, planted)
    }

    private mutating func append(
        _ room: Place, until end: Timestamp, _ activity: Activity, _ liveliness: Double, _ planted: Bool
    ) {
        guard end > cursor else { return }
        stays.append(
            Stay(
                start: cursor, end: end, place: room, activity: activity, liveliness: liveliness, planted: planted))
        cursor = end
    }

    private func seconds(in hop: Place, index: Int) -> Double {
        let share = chance.uniform(.steps, cursor.milliseconds, index, in: 0.75...1.35)
        // Getting up, lying down and putting on a coat take longer than walking through.
        let dwelling = hop == .bedroom ? 25.0 : (place == .out ? 30 : 0)
        return share * (stepSeconds + dwelling)
    }

    /// The rooms between two places: the hallway joins all; kitchen and living room also join each other.
    private static func way(from: Place, to: Place) -> [Place] {
        guard from != to else { return [] }
        var way: [Place] = []
        if from == .bed, to != .bedroom { way.append(.bedroom) }
        if !areNeighbours(from, to) { way.append(.hallway) }
        if to == .bed, from != .bedroom { way.append(.bedroom) }
        return way
    }

    private static func areNeighbours(_ a: Place, _ b: Place) -> Bool {
        func room(_ place: Place) -> Place { place == .bed ? .bedroom : place }
        let (a, b) = (room(a), room(b))
        return a == b || a == .hallway || b == .hallway || (a == .kitchen && b == .livingRoom)
            || (a == .livingRoom && b == .kitchen)
    }
}
