@testable import MQTT

/// A gateway over a `SimulatedBroker`: commits what its window does not take for a redelivery, then acknowledges.
struct SimulatedGateway {
    /// A message that the window took for a redelivery although it was new.
    struct WrongDrop { var delivery: SimulatedBroker.Delivery }

    private(set) var committed: [SimulatedBroker.Delivery] = []
    private(set) var countedTwice: [Int] = []
    private(set) var wrongDrops: [WrongDrop] = []
    private(set) var seen: Set<Int> = []
    private var window = RedeliveryWindow.closed
    private var unacknowledged = 0
    private var lastMarker = -1

    /// Connects and publishes the marker to oneself.
    mutating func connect(to broker: inout SimulatedBroker, marker: Int) {
        broker.reconnect()
        unacknowledged = 0
        lastMarker = marker
        window = RedeliveryWindow(
            committed: committed.map { CommittedDelivery(packetID: $0.packetID, digest: $0.content) })
        broker.publish(content: Int64(-1 - marker), identity: marker, isMarker: true)
    }

    /// Reads up to `limit` messages and commits them, unless the process dies before that.
    mutating func readBatch(from broker: inout SimulatedBroker, limit: Int, commits: Bool) {
        var batch: [SimulatedBroker.Delivery] = []
        var ahead = window
        var dropped: [WrongDrop] = []
        while batch.count + dropped.count < limit, let delivery = broker.deliver() {
            unacknowledged += 1
            let isOld = ahead.isRedelivered(packetID: delivery.packetID, digest: delivery.content)
            if isOld, !seen.contains(delivery.identity) { dropped.append(WrongDrop(delivery: delivery)) }
            if delivery.isMarker, delivery.identity == lastMarker { ahead.close() }
            if !isOld { batch.append(delivery) }
        }
        guard commits else { return }
        window = ahead
        wrongDrops += dropped
        for delivery in batch where !seen.insert(delivery.identity).inserted { countedTwice.append(delivery.identity) }
        committed += batch
    }

    /// The broker hears the acknowledgements of all but the last `lost` messages read.
    mutating func acknowledge(to broker: inout SimulatedBroker, lost: Int = 0) {
        broker.acknowledge(max(0, unacknowledged - lost))
        unacknowledged = min(lost, unacknowledged)
    }
}
