/// One normalised measurement from one device of a home.
///
/// `device` is the device's number within its home (see `Device.number`); it is kept for as long as the home is.
package struct Reading: Hashable, Sendable {
    package var device: UInt16
    package var quantity: Quantity
    /// 0 for a device's only (or first) channel.
    package var channel: UInt8
    package var flags: ReadingFlags
    /// In the quantity's canonical unit; truth values are 0 or 1, labels an index into `Quantity.labels`.
    package var value: Double
    /// When it happened: the device's own time where credible, else the time of receipt.
    package var time: Timestamp

    @inlinable package init(
        device: UInt16, quantity: Quantity, channel: UInt8 = 0, flags: ReadingFlags = [], value: Double,
        time: Timestamp
    ) {
        self.device = device
        self.quantity = quantity
        self.channel = channel
        self.flags = flags
        self.value = value
        self.time = time
    }
}

/// What is known about how a reading came to be.
package struct ReadingFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The broker replayed it as retained: state, never an event.
    @inlinable package static var retained: ReadingFlags { ReadingFlags(rawValue: 1) }
    /// The device or bridge marked it as history: updates features, raises nothing live.
    @inlinable package static var historical: ReadingFlags { ReadingFlags(rawValue: 2) }
    /// Came out of a backlog without a time of its own: counts for liveness only.
    @inlinable package static var backlog: ReadingFlags { ReadingFlags(rawValue: 4) }
    /// `time` is the device's own (credible) time.
    @inlinable package static var sourceTime: ReadingFlags { ReadingFlags(rawValue: 8) }
    /// The device gave a time that was not credible; the time of receipt was used instead.
    @inlinable package static var sourceTimeRejected: ReadingFlags { ReadingFlags(rawValue: 16) }
    /// Outside the quantity's plausible range: kept, but out of every feature.
    @inlinable package static var implausible: ReadingFlags { ReadingFlags(rawValue: 32) }
}
