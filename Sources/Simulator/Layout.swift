/// How many rooms a home has, and so which rooms have a motion sensor. Bathroom, kitchen and hallway come on top.
package enum Layout: String, CaseIterable, Sendable {
    /// One room to live and sleep in.
    case oneRoom
    case twoRooms, threeRooms, fourRooms

    /// Motion sensors of rooms that such a home does not have.
    var missing: Set<Sensor> {
        switch self {
        case .oneRoom: [.bedroomMotion, .studyMotion, .guestRoomMotion]
        case .twoRooms: [.studyMotion, .guestRoomMotion]
        case .threeRooms: [.guestRoomMotion]
        case .fourRooms: []
        }
    }

    /// The motion sensor that sees a place; nil out of the home.
    func motion(in place: Place) -> Sensor? {
        switch place {
        case .bed, .bedroom: self == .oneRoom ? .livingRoomMotion : .bedroomMotion
        case .bathroom: .bathroomMotion
        case .kitchen: .kitchenMotion
        case .livingRoom: .livingRoomMotion
        case .hallway: .hallwayMotion
        case .study: .studyMotion
        case .guestRoom: .guestRoomMotion
        case .out: nil
        }
    }

    /// Where one goes for a moment beyond the usual rooms.
    var spareRooms: [Place] {
        switch self {
        case .oneRoom, .twoRooms: []
        case .threeRooms: [.study]
        case .fourRooms: [.study, .guestRoom]
        }
    }
}
