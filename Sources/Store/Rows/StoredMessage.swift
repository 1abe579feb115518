package import CareModel

/// A message as it was applied, with the readings it gave.
package struct StoredMessage: Hashable, Sendable {
    /// Rises with the order of application; 0 before it is stored.
    package var id: Int64
    /// The home's number; 0 when it belongs to none.
    package var home: Int64
    /// The engine's clock when the message was applied.
    package var at: Timestamp
    package var receivedAt: Timestamp
    /// The topic's number.
    package var topic: Int64
    /// The broker's packet id; 0 for messages that did not come from a broker at QoS 1.
    package var packetID: UInt16
    /// Hash of topic and payload.
    package var digest: Int64
    package var flags: MessageFlags
    package var payload: [UInt8]
    /// Packed readings (`Reading.pack`), times relative to `at`.
    package var readings: [UInt8]

    package init(
        id: Int64 = 0, home: Int64, at: Timestamp, receivedAt: Timestamp, topic: Int64, packetID: UInt16,
        digest: Int64, flags: MessageFlags, payload: [UInt8], readings: [UInt8]
    ) {
        self.id = id
        self.home = home
        self.at = at
        self.receivedAt = receivedAt
        self.topic = topic
        self.packetID = packetID
        self.digest = digest
        self.flags = flags
        self.payload = payload
        self.readings = readings
    }
}
