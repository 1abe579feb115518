import CareModel

/// The devices of a home by what somebody does there.
struct RecordedRooms: Sendable {
    /// Motion or presence sensors, by number.
    let bathroom: [UInt16]
    let bedroom: [UInt16]
    /// Neither bathroom nor bedroom: where one walks about.
    let others: [UInt16]
    /// Everything in the kitchen, with its fridge and appliances.
    let kitchen: Set<UInt16>
    /// By device number; empty where unknown.
    let rooms: [String]

    init(_ definition: HomeDefinition) {
        func isIn(_ device: Device, _ words: [String]) -> Bool {
            words.contains { device.room.lowercased().contains($0) }
        }
        func isBath(_ device: Device) -> Bool { isIn(device, ["bath", "toilet", "shower", "badrum", "toalett"]) }
        func isBed(_ device: Device) -> Bool { isIn(device, ["bedroom", "sovrum"]) }
        let motion = definition.devices.filter { $0.kind == .motion || $0.kind == .presence }
        bathroom = motion.filter(isBath).map(\.number)
        bedroom = motion.filter { isBed($0) && !isBath($0) }.map(\.number)
        others = motion.filter { !isBed($0) && !isBath($0) && !$0.room.isEmpty }.map(\.number)
        kitchen = Set(
            definition.devices.filter { isIn($0, ["kitchen", "kök"]) || $0.placement == .fridge }.map(\.number))
        rooms = definition.devices.map(\.room)
    }
}
