import Testing

@testable import MQTT

/// A gateway in a test: what it commits is a list, and it can die at each point of a batch.
final class RecordedGateway {
    enum Death { case beforeCommit, afterCommit, afterAcknowledge }

    private(set) var committed: [Int] = []
    private(set) var redelivered = 0
    private let connection: IngestConnection
    private var tail: [CommittedDelivery] = []
    private var window = RedeliveryWindow.closed
    private var life = 0
    private(set) var hasCaughtUp = false

    init(_ connection: IngestConnection) { self.connection = connection }

    func start() throws {
        life += 1
        hasCaughtUp = false
        let connected = try connection.connect()
        if !connected.sessionPresent { tail = [] }
        window = RedeliveryWindow(committed: tail)
        try connection.subscribe(["homes/#"])
        try connection.publish(topic: IngestConnection.marker, payload: Array("life \(life)".utf8))
    }

    /// One batch: read, commit, acknowledge; a death drops the connection with all that was in memory.
    func step(limit: Int, death: Death? = nil) throws {
        var batch: [InboundMessage] = []
        _ = try connection.read(into: &batch, limit: limit, timeoutMilliseconds: 1_000)
        if death == .beforeCommit { return connection.drop() }
        for message in batch { commit(message) }
        if death == .afterCommit { return connection.drop() }
        try connection.acknowledge()
        if death == .afterAcknowledge { connection.drop() }
    }

    private func commit(_ message: InboundMessage) {
        let digest = Self.digest(message)
        defer {
            if message.payload == Array("life \(life)".utf8) {
                hasCaughtUp = true
                window.close()
            }
        }
        guard !window.isRedelivered(packetID: message.packetID, digest: digest) else {
            redelivered += 1
            return
        }
        tail.append(CommittedDelivery(packetID: message.packetID, digest: digest))
        if let number = message.number { committed.append(number) }
    }

    /// FNV-1a, enough for a test.
    private static func digest(_ message: InboundMessage) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in message.topic.utf8 + message.payload { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
