/// A device that speaks in a home and is not in its file: what an installer needs to know to place it.
package struct UnlistedDevice: Hashable, Sendable {
    /// What the home's file calls it by: its lasting address.
    package var address: String
    /// zigbee2mqtt devices are placed by their topic, all others by their address.
    package var convention: String
    /// Where it last spoke, in full.
    package var topic: String
    /// As the bridge names it; empty where it does not.
    package var model: String
    /// What it can measure, as it announced or has stated so far.
    package var quantities: Set<Quantity>
    /// Nil while it was only announced.
    package var lastHeard: Timestamp?
    /// What it stated in its last message that stated anything.
    package var lastStated: [Reading]

    package init(
        address: String, convention: String, topic: String, model: String = "", quantities: Set<Quantity> = [],
        lastHeard: Timestamp? = nil, lastStated: [Reading] = []
    ) {
        self.address = address
        self.convention = convention
        self.topic = topic
        self.model = model
        self.quantities = quantities
        self.lastHeard = lastHeard
        self.lastStated = lastStated
    }
}

/// One thing that a sensor said while somebody looked.
package struct SensorTrigger: Hashable, Sendable {
    /// The device's number in its home.
    package var device: UInt16
    package var quantity: Quantity
    package var value: Double
    /// When the gateway heard it.
    package var heardAt: Timestamp

    package init(device: UInt16, quantity: Quantity, value: Double, heardAt: Timestamp) {
        self.device = device
        self.quantity = quantity
        self.value = value
        self.heardAt = heardAt
    }
}
