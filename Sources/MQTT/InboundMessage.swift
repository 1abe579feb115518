/// One message as the broker delivered it.
package struct InboundMessage: Sendable, Equatable {
    package var topic: String
    package var payload: [UInt8]
    /// The MQTT 5 user property `tst`: the time stamp that a replaying publisher put on the message.
    package var stamp: String?
    /// The broker's number for this delivery, 1-65535; 0 at QoS 0. A redelivery carries the same number.
    package var packetID: UInt16
    package var qos: UInt8
    /// A stored state sent because of a new subscription, not a message that was just published.
    package var retained: Bool

    package init(
        topic: String, payload: [UInt8], packetID: UInt16, qos: UInt8, retained: Bool = false, stamp: String? = nil
    ) {
        self.topic = topic
        self.payload = payload
        self.stamp = stamp
        self.packetID = packetID
        self.qos = qos
        self.retained = retained
    }
}
