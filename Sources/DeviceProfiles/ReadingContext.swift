import CareModel

/// What is known about a message before its payload is read.
struct ReadingContext {
    var device: UInt16
    var flags: ReadingFlags
    /// Nil only for a line of `vardag decode` without a stamp.
    var receivedAt: Timestamp?
    /// What this device's `occupancy` and `presence` mean, by its kind in the home file.
    var occupancy = Quantity.occupancy
    var presence = Quantity.presence
    /// `vardag decode`: every value that is stated, also "no alarm" of an alarm that is an event.
    var isComplete = false
}

extension DeviceKind {
    /// What an occupancy (or presence) means on a device of this kind.
    func meaning(of quantity: Quantity) -> Quantity {
        switch self {
        case .bed: .bedOccupancy
        case .chair: .chairOccupancy
        case .motion: .motion
        case .presence: .presence
        default: quantity
        }
    }
}
