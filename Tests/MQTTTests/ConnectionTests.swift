import BrokerFixture
import Foundation
import Glibc
import Testing

@testable import MQTT

struct ConnectionTests {
    @Test func withoutABrokerItIsUnreachable() throws {
        let address = BrokerAddress(host: "127.0.0.1", port: try PrivateBroker.freePort(), clientID: "gateway")
        let connection = try IngestConnection(address, receiveMaximum: 10)
        #expect {
            try connection.connect()
        } throws: {
            guard case .unreachable(let text) = $0 as? MQTTError else { return false }
            return text.contains("Connection refused")
        }
    }

    @Test func aHostThatIsNoneIsUnreachable() throws {
        let address = BrokerAddress(host: "broker.invalid", port: 1883, clientID: "gateway")
        #expect {
            try IngestConnection(address, receiveMaximum: 10).connect()
        } throws: {
            if case .unreachable = $0 as? MQTTError { true } else { false }
        }
    }

    @Test func aServerThatNeverAnswersIsATimeout() throws {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(server) }
        // An unbound socket that listens gets a port of its own.
        listen(server, 1)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(server, $0, &size) }
        }
        let broker = BrokerAddress(host: "127.0.0.1", port: UInt16(bigEndian: address.sin_port), clientID: "gateway")
        let connection = try IngestConnection(broker, receiveMaximum: 10, timeoutMilliseconds: 100)
        #expect {
            try connection.connect()
        } throws: {
            if case .timeout = $0 as? MQTTError { true } else { false }
        }
    }

    @Test func aWakeEndsAReadAtOnce() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        connection.wakeSignal.wake()
        connection.wakeSignal.wake()
        var batch: [InboundMessage] = []
        // Would wait for ten minutes, long after the test's time is up.
        #expect(try connection.read(into: &batch, limit: 1, timeoutMilliseconds: 600_000) == .idle)
        #expect(batch.isEmpty)
    }

    @Test("a second gateway with our id throws us out; mosquitto 2.0.11 closes without the reason that MQTT 5 has")
    func takenOver() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let first = try broker.ingest()
        _ = try first.connect()
        let second = try broker.ingest()
        _ = try second.connect()
        var batch: [InboundMessage] = []
        #expect {
            while true { _ = try first.read(into: &batch, limit: 1, timeoutMilliseconds: 5_000) }
        } throws: {
            switch $0 as? MQTTError {
            case .replaced, .lost: true
            default: false
            }
        }
    }

    @Test func aBrokerThatDiesLosesTheConnectionAndTheNextConnectMakesIt() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let ingest = try broker.ingest()
        _ = try ingest.connect()
        let publish = try PublishConnection(broker.address("delivery"))
        try publish.connect()
        broker.kill()
        var batch: [InboundMessage] = []
        #expect(throws: MQTTError.self) { try ingest.read(into: &batch, limit: 1, timeoutMilliseconds: 5_000) }
        #expect(throws: MQTTError.self) {
            _ = try publish.publish(topic: "x", payload: [])
            _ = try publish.pump(timeoutMilliseconds: 5_000)
        }
        #expect(!publish.isConnected && publish.unconfirmedCount == 0)
        #expect(throws: MQTTError.self) { try ingest.acknowledge() }
        try broker.start()
        _ = try ingest.connect()
        try publish.connect()
    }

    @Test func topicPayloadAndStampComeAsTheyWerePublished() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        let publisher = try PublishConnection(broker.address("feeder"))
        try publisher.connect()
        let stamp = "2024-03-01T12:00:00.123+0100"
        _ = try publisher.publish(topic: "homes/å/kök", payload: [0, 255, 10], stamp: stamp)
        _ = try publisher.publish(topic: "homes/empty", payload: [])
        while publisher.unconfirmedCount > 0 { _ = try publisher.pump(timeoutMilliseconds: 5_000) }
        #expect(
            try connection.take(2) == [
                InboundMessage(topic: "homes/å/kök", payload: [0, 255, 10], packetID: 1, qos: 1, stamp: stamp),
                InboundMessage(topic: "homes/empty", payload: [], packetID: 2, qos: 1),
            ])
    }

    @Test func overlappingFiltersBringAMessageOnce() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#", "homes/a/#", "homes/a/x"])
        try broker.publish(0..<3)
        #expect(try connection.takeAllAndAcknowledge().map(\.number) == [0, 1, 2])
    }

    @Test func anEndedSubscriptionBringsNothing() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        _ = try connection.connect()
        try connection.subscribe(["homes/#", "other/#"])
        try connection.unsubscribe(["other/#"])
        _ = try connection.takeAllAndAcknowledge()
        try broker.publish(0..<1, topic: "other/x")
        try broker.publish(1..<2)
        #expect(try connection.takeAllAndAcknowledge().map(\.number) == [1])
    }

    @Test func whatCanNeverWorkIsInvalid() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try broker.ingest()
        #expect(throws: MQTTError.self) { try connection.subscribe(["homes/#"]) }
        _ = try connection.connect()
        #expect {
            try connection.subscribe(["homes/#/x"])
        } throws: {
            if case .invalid(let text) = $0 as? MQTTError { text.contains("homes/#/x") } else { false }
        }
        #expect {
            try connection.publish(topic: "homes/+", payload: [])
        } throws: {
            if case .invalid(let text) = $0 as? MQTTError { text.contains("homes/+") } else { false }
        }
    }

    @Test func publicationsAreConfirmedOnceAndBounded() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let connection = try PublishConnection(broker.address("delivery"))
        try connection.connect()
        var expected: [PublishToken] = []
        for _ in 0..<PublishConnection.unconfirmedLimit {
            expected.append(try connection.publish(topic: "x", payload: [7]))
        }
        #expect(throws: MQTTError.congested) { try connection.publish(topic: "x", payload: [7]) }
        var confirmed: [PublishToken] = []
        while connection.unconfirmedCount > 0 {
            confirmed += try connection.pump(timeoutMilliseconds: 5_000).map(\.token)
        }
        #expect(confirmed == expected)
    }
}
