import CareModel

/// The devices of a simulated home, in the order of its list.
enum Sensor: Int, CaseIterable {
    case bathroomMotion, bedroomMotion, hallwayMotion, kitchenMotion, livingRoomMotion
    case frontDoor, fridgeDoor, bed, sosButton, smokeAlarm, kitchenLeak, climate

    /// The name of self-monitoring (scale, cuff), which is not on the bridge.
    static let vitalsName = "vitals"

    var name: String {
        switch self {
        case .bathroomMotion: "bathroom-motion"
        case .bedroomMotion: "bedroom-motion"
        case .hallwayMotion: "hallway-motion"
        case .kitchenMotion: "kitchen-motion"
        case .livingRoomMotion: "living-room-motion"
        case .frontDoor: "front-door"
        case .fridgeDoor: "fridge-door"
        case .bed: "bed"
        case .sosButton: "sos-button"
        case .smokeAlarm: "smoke-alarm"
        case .kitchenLeak: "kitchen-leak"
        case .climate: "climate"
        }
    }

    var kind: DeviceKind {
        switch self {
        case .bathroomMotion, .bedroomMotion, .hallwayMotion, .kitchenMotion, .livingRoomMotion: .motion
        case .frontDoor, .fridgeDoor: .door
        case .bed: .bed
        case .sosButton: .button
        case .smokeAlarm: .smoke
        case .kitchenLeak: .leak
        case .climate: .climate
        }
    }

    var room: String {
        switch self {
        case .bathroomMotion: "bathroom"
        case .bedroomMotion, .bed: "bedroom"
        case .hallwayMotion, .frontDoor, .smokeAlarm: "hallway"
        case .kitchenMotion, .fridgeDoor, .kitchenLeak: "kitchen"
        case .livingRoomMotion, .climate: "living_room"
        case .sosButton: ""
        }
    }

    var placement: Placement {
        switch self {
        case .frontDoor: .outerDoor
        case .fridgeDoor: .fridge
        case .bed: .bed
        default: .none
        }
    }

    /// The motion sensor that sees a place; nil out of the home.
    static func motion(in place: Place) -> Sensor? {
        switch place {
        case .bed, .bedroom: .bedroomMotion
        case .bathroom: .bathroomMotion
        case .kitchen: .kitchenMotion
        case .livingRoom: .livingRoomMotion
        case .hallway: .hallwayMotion
        case .out: nil
        }
    }
}
