package import CareModel

/// Messages on their way into the store, in their order; the bytes of all stand one after the other.
package struct MessageBatch: Sendable {
    /// As `StoredMessage`, without the bytes.
    package struct Row: Sendable {
        package var home: Int64
        package var at: Timestamp
        package var receivedAt: Timestamp
        package var topic: Int64
        package var packetID: UInt16
        package var digest: Int64
        package var flags: MessageFlags
        /// Where its payload ends in the batch's bytes; it begins where the row before ends.
        fileprivate(set) var payloadEnd = 0
        /// Where its packed readings end, and it.
        fileprivate(set) var end = 0

        /// `topic`: the topic's number; 0 while it has none yet.
        package init(
            home: Int64, at: Timestamp, receivedAt: Timestamp, topic: Int64, packetID: UInt16, digest: Int64,
            flags: MessageFlags
        ) {
            self.home = home
            self.at = at
            self.receivedAt = receivedAt
            self.topic = topic
            self.packetID = packetID
            self.digest = digest
            self.flags = flags
        }
    }

    package private(set) var rows: [Row] = []
    private var writer = ByteWriter()

    package init() {}

    var bytes: [UInt8] { writer.bytes }

    /// Adds a message with its payload; `readings` are packed with times relative to `receivedAt`.
    package mutating func append(_ row: Row, payload: [UInt8], readings: [Reading]) {
        append(row, payload: payload) { writer in
            for reading in readings { reading.pack(into: &writer, base: row.receivedAt) }
        }
    }

    /// Adds a message as it is stored.
    package mutating func append(_ message: StoredMessage) {
        let row = Row(
            home: message.home, at: message.at, receivedAt: message.receivedAt, topic: message.topic,
            packetID: message.packetID, digest: message.digest, flags: message.flags)
        append(row, payload: message.payload) { $0.write(contentsOf: message.readings) }
    }

    @inline(__always)
    private mutating func append(_ row: Row, payload: [UInt8], packing: (inout ByteWriter) -> Void) {
        var row = row
        writer.write(contentsOf: payload)
        row.payloadEnd = writer.bytes.count
        packing(&writer)
        row.end = writer.bytes.count
        rows.append(row)
    }

    package mutating func setTopic(_ topic: Int64, ofRow index: Int) { rows[index].topic = topic }

    package mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        writer.removeAll()
    }
}
