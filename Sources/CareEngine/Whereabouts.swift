import CareModel

/// Where the resident was last noticed, sign by sign. The live home and the closed day run this same code.
struct Whereabouts: Sendable, Equatable {
    /// Index of the room of the latest sign; -1 where unknown.
    var room = -1
    /// First noticed there without having been noticed elsewhere since.
    var roomSince = Timestamp.distantPast
    /// The latest sign was a door of that room: somebody went in or out.
    var isAtDoor = false
    /// The latest sign of a person indoors.
    var noticedAt = Timestamp.distantPast
    /// The outer door's first sign of one passage, by somebody who was noticed indoors just before it; nil when
    /// noticed since.
    var exitAt: Timestamp?
    /// Latest sign of the outer door.
    var doorAt: Timestamp?
    /// Changes of room that may become a walk.
    var changes: [Timestamp] = []
    /// Walks since the sleeping hours began, and when those began.
    var walks = 0
    var hoursStart = Timestamp.distantPast

    static let walkChanges = 4
    static let walkMinutes: Int64 = 30
    static let toiletSeconds: Int64 = 30
    /// Signs of the outer door closer together than this are one passage.
    static let passageMinutes: Int64 = 10

    enum News: Equatable { case none, room, walk }

    /// Takes a sign of a person in a room (-1: some room). `hours`: the sleeping hours, where the moment is in them.
    mutating func notice(
        in room: Int, at time: Timestamp, isDoor: Bool = false, hours: TimeSpan?, bathrooms: Set<Int>
    ) -> News {
        doorAt = nil
        exitAt = nil
        isAtDoor = isDoor
        noticedAt = time
        guard room != self.room else { return .none }
        let left = self.room
        let fromToilet =
            bathrooms.contains(left) && time >= roomSince.adding(seconds: Self.toiletSeconds)
        self.room = room
        roomSince = time
        guard let hours else {
            changes = []
            return .room
        }
        if hours.start > hoursStart.adding(hours: 12) {
            hoursStart = hours.start
            walks = 0
            changes = []
        }
        if fromToilet { changes = [] }
        guard room >= 0, left >= 0 else { return .room }
        changes.removeAll { time > $0.adding(minutes: Self.walkMinutes) }
        changes.append(time)
        // Whether a way into the bathroom is a way to the toilet shows when it is left again.
        guard changes.count >= Self.walkChanges, !bathrooms.contains(room) else { return .room }
        changes = []
        walks += 1
        return .walk
    }

    /// Takes a sign of the outer door.
    mutating func noticeDoor(at time: Timestamp) {
        let isSamePassage = doorAt.map { time <= $0.adding(minutes: Self.passageMinutes) } ?? false
        if doorAt == nil {
            exitAt = time <= noticedAt.adding(minutes: Self.passageMinutes) ? time : nil
        } else if !isSamePassage {
            // Somebody who was out comes back, or goes again: not known.
            exitAt = nil
        }
        doorAt = time
        room = -1
        roomSince = time
        changes = []
    }
}
