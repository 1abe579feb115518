import CareModel

/// What one property of a payload means, as a profile's file says it.
struct PropertyRule: Hashable, Sendable {
    var reads: Form
    var quantity = Quantity.heartbeat
    /// Of the numbers, where nothing else states one.
    var unit = ""
    /// Canonical values outside are kept but flagged implausible.
    var bounds: ClosedRange<Double>?
    /// Canonical values in `above <.. upTo` were written in another unit: `value * factor / divisor`.
    var rescale: Rescale?
    /// Numbers that stand for "no value"; at most two.
    var nothing: [Double] = []
    /// `true` means the quantity's opposite (`contact` is true when closed).
    var isInverted = false
    /// 1 and 0 count as truth values; off where the same name is also used for a concentration.
    var takesNumbers = true
    /// Words of its own, by meaning: 0 and 1 for truth values, the index of a label.
    var words: [String: Double] = [:]
    /// What any other word or number means, like `words`; nil: nothing.
    var otherwise: Double?
    /// For a truth value that is stated as a number.
    var threshold: Threshold?
    /// The part of the device, where the key itself does not say it.
    var channel = ""
    /// Says something only of a device that the home's file lists as this kind, because the key alone says too little.
    var listedAs: DeviceKind?
    /// Wins over rules of rank 0 for the same quantity in the same message.
    var rank: UInt8 = 0

    enum Form: UInt8, Hashable, Sendable {
        case truth, number, label, action
        /// The device's own time; a mark that the message is history; an object whose members count as the message's.
        case sourceTime, historical, container
        /// Known, and not a reading.
        case nothing
    }

    /// True above the limit, or below it.
    struct Threshold: Hashable, Sendable {
        var limit: Double
        var isBelow: Bool
    }

    struct Rescale: Hashable, Sendable {
        var above: Double
        var upTo: Double
        var factor = 1.0
        var divisor = 1.0
    }
}
