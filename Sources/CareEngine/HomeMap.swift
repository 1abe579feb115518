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
    private let placements: [Placement]
    private let kinds: [DeviceKind]
    /// Rooms with a motion or presence sensor.
    let watchedRooms: [Int]
    /// Outer doors and what notices a return.
    let outingDevices: [UInt16]
    let outerDoors: [UInt16]
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
        var wet = Set(rooms.indices.filter { RoomUse.bathroom.isSaid(by: rooms[$0]) })
        for device in definition.devices where device.placement == .toilet {
            if let room = indexes[device.room] { wet.insert(room) }
        }
        bathrooms = wet
        kitchens = Set(rooms.indices.filter { RoomUse.kitchen.isSaid(by: rooms[$0]) })
        bedrooms = Set(rooms.indices.filter { RoomUse.bedroom.isSaid(by: rooms[$0]) })
        hasBedSensor = roles.contains(.bed)
        placements = definition.devices.map(\.placement)
        kinds = definition.devices.map(\.kind)
        hasOuterDoor = roles.contains(.outerDoor)
        isListed = definition.devices.map { !$0.topic.isEmpty }
        isRoomDoor = definition.devices.map { $0.kind == .door && ($0.placement == .none || $0.placement == .other) }
        activitySensors = definition.devices.filter { DeviceRole($0).watchesActivity }.map(\.number)
        watchedRooms = Set(activitySensors.map { [roomOfDevice] in roomOfDevice[Int($0)] }.filter { $0 >= 0 }).sorted()
        outerDoors = roles.indices.filter { [roles] in roles[$0] == .outerDoor }.map { UInt16($0) }
        outingDevices = roles.indices.filter { [roles] in
            roles[$0] == .outerDoor || roles[$0].watchesActivity
        }.map { UInt16($0) }
    }

    func role(_ device: UInt16) -> DeviceRole { Int(device) < roles.count ? roles[Int(device)] : .other }
    func room(_ device: UInt16) -> Int { Int(device) < roomOfDevice.count ? roomOfDevice[Int(device)] : -1 }

    func hasActivitySensor(in room: Int) -> Bool {
        activitySensors.contains { roomOfDevice[Int($0)] == room }
    }

    /// A sensor there sees somebody who lies still.
    func seesPresence(in room: Int) -> Bool {
        activitySensors.contains { roomOfDevice[Int($0)] == room && roles[Int($0)] == .presence }
    }

    /// An appliance behind a plug that measures power.
    struct Appliance {
        /// As in `appliance_uses:kettle`.
        var name: String
        /// Below this it is off or standing by.
        var leastWatts: Double
        /// Minutes without power that still belong to one use: an oven's thermostat, a television's adverts.
        var gapMinutes: Int
    }

    func appliance(_ device: UInt16) -> Appliance? {
        guard Int(device) < kinds.count, kinds[Int(device)] == .power else { return nil }
        switch placements[Int(device)] {
        case .kettle: return Appliance(name: "kettle", leastWatts: 200, gapMinutes: 2)
        case .toaster: return Appliance(name: "toaster", leastWatts: 200, gapMinutes: 2)
        case .microwave: return Appliance(name: "microwave", leastWatts: 200, gapMinutes: 2)
        case .stove: return Appliance(name: "stove", leastWatts: 100, gapMinutes: 15)
        case .tv: return Appliance(name: "tv", leastWatts: 15, gapMinutes: 15)
        default: return nil
        }
    }

    /// The appliances that make food, by device number.
    var kitchenAppliances: [UInt16] {
        kinds.indices.map { UInt16($0) }.filter { device in appliance(device).map { $0.name != "tv" } ?? false }
    }

    var fridges: [UInt16] { roles.indices.map { UInt16($0) }.filter { isFridge($0) } }

    func isFridge(_ device: UInt16) -> Bool {
        role(device) == .door && placements[Int(device)] == .fridge
    }

    /// Measures the air of a room.
    func isClimateSensor(_ device: UInt16) -> Bool {
        Int(device) < kinds.count && kinds[Int(device)] == .climate && room(device) >= 0
            && placements[Int(device)] == .none
    }

    func isDispenser(_ device: UInt16) -> Bool { Int(device) < kinds.count && kinds[Int(device)] == .medication }

    /// Contacts on the room's own doors.
    func roomDoors(_ room: Int) -> [UInt16] {
        isRoomDoor.indices.filter { isRoomDoor[$0] && roomOfDevice[$0] == room }.map { UInt16($0) }
    }

    /// Devices whose room or role belongs to a feature, for its coverage.
    func devices(where included: (DeviceRole, Int) -> Bool) -> [UInt16] {
        roles.indices.filter { included(roles[$0], roomOfDevice[$0]) }.map { UInt16($0) }
    }
}
