import CareModel

/// What is known about a message before its payload is read.
struct ReadingContext {
    var device: UInt16
    /// Bits of `ReadingFlags` that every reading of the message carries.
    var flags: UInt8
    var bits: FlagBits
    /// Nil only for a line of `vardag decode` without a stamp.
    var receivedAt: Timestamp?
    /// As the home's file lists the device; for those of a bridge only.
    var kind = DeviceKind.other
    /// What this device's `occupancy` and `presence` mean, by its kind in the home file.
    var occupancy = Quantity.occupancy
    var presence = Quantity.presence
    /// `vardag decode`: every value that is stated, also "no alarm" of an alarm that is an event.
    var isComplete = false

    /// The time of readings whose message states none.
    @inline(__always)
    var time: Timestamp { receivedAt ?? Timestamp(milliseconds: 0) }

    /// A reading of the message that states nothing yet.
    @inline(__always)
    var blank: Reading {
        Reading(
            device: device, quantity: .heartbeat, channel: 0, flags: ReadingFlags(rawValue: flags), value: 1, time: time
        )
    }
}

/// The bits of `ReadingFlags` as numbers: the set's own operations are generic and cost more than reading a payload.
struct FlagBits: Sendable {
    let retained = ReadingFlags.retained.rawValue
    let historical = ReadingFlags.historical.rawValue
    let sourceTime = ReadingFlags.sourceTime.rawValue
    let sourceTimeRejected = ReadingFlags.sourceTimeRejected.rawValue
    let implausible = ReadingFlags.implausible.rawValue
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

    /// What an input that is on means on a device of this kind, where only its wiring says; nil where it means nothing.
    /// Never a care event: an input may be wired the other way round.
    var meaningOfInput: Quantity? {
        switch self {
        case .motion: .motion
        case .presence: .presence
        case .bed: .bedOccupancy
        case .chair: .chairOccupancy
        case .door: .contactOpen
        case .vibration: .vibration
        default: nil
        }
    }
}
