package import CareModel

/// One care-relevant reading as a day's log keeps it.
package struct LoggedEvent: Hashable, Sendable {
    package var time: Timestamp
    package var device: UInt16
    package var quantity: Quantity
    package var channel: UInt8
    package var value: Double

    package init(_ reading: Reading) {
        time = reading.time
        device = reading.device
        quantity = reading.quantity
        channel = reading.channel
        value = reading.value
    }

    init(time: Timestamp, device: UInt16, quantity: Quantity, channel: UInt8, value: Double) {
        self.time = time
        self.device = device
        self.quantity = quantity
        self.channel = channel
        self.value = value
    }

    /// A total order, so that the same set of events sorts the same way however it arrived.
    static func precedes(_ a: LoggedEvent, _ b: LoggedEvent) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.device != b.device { return a.device < b.device }
        if a.quantity != b.quantity { return a.quantity.rawValue < b.quantity.rawValue }
        if a.channel != b.channel { return a.channel < b.channel }
        return a.value < b.value
    }
}
