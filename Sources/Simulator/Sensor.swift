import CareModel

/// The devices of a simulated home, in the order of its list.
enum Sensor: Int, CaseIterable {
    case bathroomMotion, bedroomMotion, hallwayMotion, kitchenMotion, livingRoomMotion
    case frontDoor, fridgeDoor, bed, sosButton, smokeAlarm, kitchenLeak, climate
    // What only some homes have.
    case bathroomDoor, chair, kettle, stove, tv, microwave, studyMotion, guestRoomMotion

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
        case .bathroomDoor: "bathroom-door"
        case .chair: "chair"
        case .kettle: "kettle"
        case .stove: "stove"
        case .tv: "tv"
        case .microwave: "microwave"
        case .studyMotion: "study-motion"
        case .guestRoomMotion: "guest-room-motion"
        }
    }

    var kind: DeviceKind {
        switch self {
        case .bathroomMotion, .bedroomMotion, .hallwayMotion, .kitchenMotion, .livingRoomMotion, .studyMotion,
            .guestRoomMotion:
            .motion
        case .frontDoor, .fridgeDoor, .bathroomDoor: .door
        case .bed: .bed
        case .sosButton: .button
        case .smokeAlarm: .smoke
        case .kitchenLeak: .leak
        case .climate: .climate
        case .chair: .chair
        case .kettle, .stove, .tv, .microwave: .power
        }
    }

    func room(in layout: Layout) -> String {
        switch self {
        case .bathroomMotion, .bathroomDoor: "bathroom"
        case .bed where layout == .oneRoom: "living_room"
        case .bedroomMotion, .bed: "bedroom"
        case .hallwayMotion, .frontDoor, .smokeAlarm: "hallway"
        case .kitchenMotion, .fridgeDoor, .kitchenLeak, .kettle, .stove, .microwave: "kitchen"
        case .livingRoomMotion, .climate, .chair, .tv: "living_room"
        case .studyMotion: "study"
        case .guestRoomMotion: "guest_room"
        case .sosButton: ""
        }
    }

    var placement: Placement {
        switch self {
        case .frontDoor: .outerDoor
        case .fridgeDoor: .fridge
        case .bed: .bed
        case .chair: .chair
        case .kettle: .kettle
        case .stove: .stove
        case .tv: .tv
        case .microwave: .microwave
        default: .none
        }
    }

    /// In every home unless left out; the others only where a plan adds them, a room's motion sensor with the room.
    var isUsual: Bool {
        switch self {
        case .bathroomDoor, .chair, .kettle, .stove, .tv, .microwave: false
        default: true
        }
    }

    /// Plugged in rather than on a battery.
    var isMains: Bool { kind == .power }
}
