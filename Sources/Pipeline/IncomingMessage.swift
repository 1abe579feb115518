package import CareModel

/// One message as it came from the broker, a log or the gateway itself.
package struct IncomingMessage: Sendable {
    package var topic: String
    package var payload: [UInt8]
    /// The broker's packet id; 0 for others.
    package var packetID: UInt16
    package var isRetained: Bool
    /// The clock of receipt; in message time the message's own stamp.
    package var receivedAt: Timestamp
    /// It waited in the broker for an unknown time and carries none of its own.
    package var isBacklog: Bool

    package init(
        topic: String, payload: [UInt8], packetID: UInt16 = 0, isRetained: Bool = false, receivedAt: Timestamp,
        isBacklog: Bool = false
    ) {
        self.topic = topic
        self.payload = payload
        self.packetID = packetID
        self.isRetained = isRetained
        self.receivedAt = receivedAt
        self.isBacklog = isBacklog
    }

    /// By which a redelivered message is known again.
    package var digest: Int64 { MessageDigest.of(topic: topic, payload: payload) }
}
