import BrokerFixture
import Foundation
import Testing

@testable import MQTT

/// What the installed broker does after crashes: the facts of docs/mqtt-redelivery.md that `RedeliveryWindow` and
/// `SimulatedBroker` stand on. A broker that fails one of these needs another window.
struct BrokerFactsTests {
    @Test("a: a client that dies gets all it did not acknowledge again, same numbers, in order, before anything newer")
    func clientDies() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        #expect(try !connection.connect().sessionPresent)
        try connection.subscribe(["homes/#"])
        _ = try connection.takeAllAndAcknowledge()
        connection.drop()
        try broker.publish(0..<300)

        #expect(try connection.connect().sessionPresent)
        let before = try connection.take(200)
        connection.drop()
        try broker.publish(300..<350)
        _ = try connection.connect()
        let after = try connection.take(350)
        #expect(Array(after.prefix(before.count)) == before)
        #expect(after.map(\.number) == Array(0..<350))
        let ids = after.map(\.packetID)
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 + 1 == $1 })
    }

    @Test("b: a broker restored from its snapshot resends with the old numbers and gives later numbers again")
    func brokerKilled() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        _ = try connection.takeAllAndAcknowledge()
        try broker.publish(0..<5)
        let kept = try connection.take(5)
        try broker.writeSnapshot()
        try connection.acknowledge()
        try broker.publish(5..<10)
        let forgotten = try connection.take(5)
        try connection.acknowledge()

        broker.kill()
        try broker.start()
        try broker.publish(20..<25)
        #expect(try connection.connect().sessionPresent)
        let after = try connection.take(10)
        #expect(Array(after.prefix(5)) == kept)
        #expect(after.suffix(5).map(\.number) == Array(20..<25))
        #expect(after.suffix(5).map(\.packetID) == forgotten.map(\.packetID))
    }

    @Test("b: numbers go on from the snapshot's last one even when nothing was waiting in it")
    func emptySnapshot() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        try broker.publish(0..<5)
        let early = try connection.take(5)
        _ = try connection.takeAllAndAcknowledge()
        try broker.writeSnapshot()
        broker.kill()
        try broker.start()
        try broker.publish(5..<6)
        _ = try connection.connect()
        // One number in between is the marker's.
        #expect(try connection.take(1).first?.packetID == (early.last?.packetID ?? 0) + 2)
    }

    @Test("order holds while a backlog drains and others publish")
    func orderWhileDraining() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest(receiveMaximum: 100)
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        _ = try connection.takeAllAndAcknowledge()
        connection.drop()
        try broker.publish(0..<5_000)
        _ = try connection.connect()
        var read: [InboundMessage] = []
        for part in 0..<10 {
            read += try connection.take(100)
            try broker.publish(5_000 + part * 50..<5_050 + part * 50)
            try connection.acknowledge()
        }
        read += try connection.takeAllAndAcknowledge()
        #expect(read.map(\.number) == Array(0..<5_500))
    }

    @Test("c: a stored state comes with a new subscription only, and live messages are not marked as stored")
    func storedStates() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        try broker.publish(1..<2, retain: true)
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        #expect(try connection.take(1).map(\.retained) == [true])
        try connection.acknowledge()
        try connection.subscribe(["homes/#"])
        #expect(try connection.takeAllAndAcknowledge().isEmpty)
        connection.drop()
        try broker.publish(2..<3, retain: true)
        try broker.writeSnapshot()
        broker.kill()
        try broker.start()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        let after = try connection.takeAllAndAcknowledge()
        #expect(after.map(\.number) == [2])
        #expect(after.map(\.retained) == [false])
    }

    @Test("d: messages of QoS 0 wait for an absent client with upgrade_outgoing_qos, and only with it")
    func qualityOfService0() throws {
        for (settings, expected) in [(PrivateBroker.durable, [0, 1]), ("max_queued_messages 100000000", [])] {
            let broker = try PrivateBroker(settings)
            defer { broker.kill() }
            try broker.start()
            let connection = try broker.ingest()
            _ = try connection.connect()
            try connection.subscribe(["homes/#"])
            _ = try connection.takeAllAndAcknowledge()
            try connection.disconnect()
            try broker.publish(0..<2, qos: 0)
            _ = try connection.connect()
            let came = try connection.takeAllAndAcknowledge()
            #expect(came.map(\.number) == expected)
            #expect(came.allSatisfy { $0.qos == 1 && $0.packetID > 0 })
        }
    }

    @Test("after a drained backlog the acknowledgements under way are fewer than half of the packet ids")
    func acknowledgementsUnderWay() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        _ = try connection.takeAllAndAcknowledge()
        connection.drop()
        try broker.publish(0..<40_000)
        _ = try connection.connect()
        var read = 0
        while read < 35_000 {
            read += try connection.take(500).count
            try connection.acknowledge()
        }
        connection.drop()
        _ = try connection.connect()
        let first = try #require(try connection.take(1).first?.number)
        #expect(read - first < 65_535 / 2, "redelivery went back to \(first) of \(read)")
    }

    @Test("with max_queued_messages 0 the broker closes on a denied publication; with a large number it goes on")
    func deniedPublication() throws {
        for (setting, staysOpen) in [("0", false), ("100000000", true)] {
            let broker = try PrivateBroker(
                "max_queued_messages \(setting)", listener: "allow_anonymous true\nacl_file $FOLDER/access")
            try "topic write allowed\n".write(
                to: broker.folder.appendingPathComponent("access"), atomically: true, encoding: .utf8)
            defer { broker.kill() }
            try broker.start()
            let connection = try PublishConnection(broker.address("bridge"))
            try connection.connect()
            _ = try connection.publish(topic: "denied", payload: [])
            var outcomes: [PublishOutcome] = []
            while outcomes.isEmpty { outcomes = try connection.pump(timeoutMilliseconds: 5_000) }
            #expect(outcomes.map(\.refusal) == [.notAuthorised])
            #expect(try Self.answers(connection) == staysOpen)
        }
    }

    /// Whether one more publication gets through.
    private static func answers(_ connection: PublishConnection) throws -> Bool {
        do throws(MQTTError) {
            _ = try connection.publish(topic: "allowed", payload: [])
            while connection.unconfirmedCount > 0 { _ = try connection.pump(timeoutMilliseconds: 5_000) }
            return connection.isConnected
        } catch { return false }
    }
}
