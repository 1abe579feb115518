import CareModel

/// A home's devices as the engine looks at them: roles by device number, rooms by index. Derived from the definition.
struct HomeMap: Sendable {
    let roles: [DeviceRole]
    /// By device number; -1 where the room is unknown.
    let roomOfDevice: [Int]
    let rooms: [String]
    let bathrooms: Set<Int>
    let kitchens: Set<Int>
    let bedrooms: Set<Int>
    let hasBedSensor: Bool
    let hasOuterDoor: Bool
    /// By device number: the home's file still has it.
    let isListed: [Bool]
    /// Numbers of the motion and presence sensors.
    let activitySensors: [UInt16]
    /// By device number: a contact on a room's own door, as against a cupboard's or a fridge's.
    let isRoomDoor: [Bool]

    init(_ definition: HomeDefinition) {
        roles = definition.devices.map(DeviceRole.init)
        let rooms = Set(definition.devices.map(\.room).filter { !$0.isEmpty }).sorted()
        self.rooms = rooms
        let indexes = Dictionary(uniqueKeysWithValues: rooms.enumerated().map { ($1, $0) })
        roomOfDevice = definition.devices.map { indexes[$0.room] ?? -1 }
        var wet = Set(rooms.indices.filter { Self.bathroomNames.contains(rooms[$0].lowercased()) })
        for device in definition.devices where device.placement == .toilet {
            if let room = indexes[device.room] { wet.insert(room) }
        }
        bathrooms = wet
        kitchens = Set(rooms.indices.filter { Self.kitchenNames.contains(rooms[$0].lowercased()) })
        bedrooms = Set(rooms.indices.filter { Self.bedroomNames.contains(rooms[$0].lowercased()) })
        hasBedSensor = roles.contains(.bed)
        hasOuterDoor = roles.contains(.outerDoor)
        isListed = definition.devices.map { !$0.topic.isEmpty }
        isRoomDoor = definition.devices.map { $0.kind == .door && ($0.placement == .none || $0.placement == .other) }
        activitySensors = definition.devices.filter { DeviceRole($0).watchesActivity }.map(\.number)
    }

    func role(_ device: UInt16) -> DeviceRole { Int(device) < roles.count ? roles[Int(device)] : .other }
    func room(_ device: UInt16) -> Int { Int(device) < roomOfDevice.count ? roomOfDevice[Int(device)] : -1 }

    /// Contacts on the room's own doors.
    func roomDoors(_ room: Int) -> [UInt16] {
        isRoomDoor.indices.filter { isRoomDoor[$0] && roomOfDevice[$0] == room }.map { UInt16($0) }
    }

    /// Devices whose room or role belongs to a feature, for its coverage.
    func devices(where included: (DeviceRole, Int) -> Bool) -> [UInt16] {
        roles.indices.filter { included(roles[$0], roomOfDevice[$0]) }.map { UInt16($0) }
    }

    private static let bathroomNames: Set = [
        "bathroom", "toilet", "wc", "restroom", "badrum", "toalett", "dusch", "shower_room",
    ]
    private static let bedroomNames: Set = ["bedroom", "sovrum", "sängkammare"]
    private static let kitchenNames: Set = ["kitchen", "kök", "kok", "pentry", "kitchenette"]
}
