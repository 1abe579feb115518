@testable import MQTT

/// What docs/mqtt-redelivery.md found mosquitto to do for one persistent session, without the network: numbers in
/// order, redelivery in order under the same numbers, and a memory that a kill takes back to the last snapshot.
struct SimulatedBroker {
    struct Delivery: Equatable {
        var packetID: UInt16
        /// What the payload says; may be the same for many messages.
        var content: Int64
        /// What only the test knows: which publication it is.
        var identity: Int
        var isMarker = false
    }

    private struct Memory {
        var unacknowledged: [Delivery] = []
        var lastPacketID: UInt16
    }

    private var memory: Memory
    private var saved: Memory
    private var delivered = 0
    /// Publications that a kill of the broker made it forget.
    private(set) var forgotten: Set<Int> = []

    init(lastPacketID: UInt16 = 0) {
        memory = Memory(lastPacketID: lastPacketID)
        saved = memory
    }

    mutating func publish(content: Int64, identity: Int, isMarker: Bool = false) {
        memory.lastPacketID = memory.lastPacketID == .max ? 1 : memory.lastPacketID + 1
        memory.unacknowledged.append(
            Delivery(packetID: memory.lastPacketID, content: content, identity: identity, isMarker: isMarker))
    }

    /// The next message of this connection, if any.
    mutating func deliver() -> Delivery? {
        guard delivered < memory.unacknowledged.count else { return nil }
        delivered += 1
        return memory.unacknowledged[delivered - 1]
    }

    mutating func acknowledge(_ count: Int) {
        memory.unacknowledged.removeFirst(count)
        delivered -= count
    }

    /// The client is gone; it gets again what it has not acknowledged.
    mutating func reconnect() { delivered = 0 }

    mutating func saveSnapshot() { saved = memory }

    mutating func killAndRestore() {
        let kept = Set(saved.unacknowledged.map(\.identity))
        forgotten.formUnion(memory.unacknowledged.map(\.identity).filter { !kept.contains($0) })
        memory = saved
        delivered = 0
    }
}
