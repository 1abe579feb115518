import BrokerFixture
import Testing

@testable import MQTT

extension PrivateBroker {
    func address(_ clientID: String) -> BrokerAddress {
        BrokerAddress(host: "127.0.0.1", port: port, clientID: clientID)
    }

    func ingest(_ clientID: String = "gateway", receiveMaximum: UInt16 = 1_000) throws -> IngestConnection {
        try IngestConnection(address(clientID), receiveMaximum: receiveMaximum)
    }

    /// Publishes the numbers as payloads and returns when the broker has confirmed all.
    func publish(_ numbers: Range<Int>, topic: String = "homes/a/x", qos: UInt8 = 1, retain: Bool = false) throws {
        let connection = try PublishConnection(address("publisher"))
        try connection.connect()
        for number in numbers {
            _ = try connection.publish(topic: topic, payload: Array("\(number)".utf8), qos: qos, retain: retain)
            if connection.unconfirmedCount > 1_000 { _ = try connection.pump(timeoutMilliseconds: 1_000) }
        }
        while connection.unconfirmedCount > 0 { _ = try connection.pump(timeoutMilliseconds: 1_000) }
        try connection.disconnect()
    }
}

extension IngestConnection {
    /// The topic that a test's marker to itself goes to.
    static let marker = "homes/marker"

    /// Reads until `count` messages have come, without acknowledging any.
    func take(_ count: Int) throws -> [InboundMessage] {
        try collect(limit: count) { $0.count >= count }
    }

    /// Acknowledges what was read, publishes a marker to oneself, reads all up to it and acknowledges that too: whatever
    /// the broker had for us before.
    func takeAllAndAcknowledge() throws -> [InboundMessage] {
        try publish(topic: Self.marker, payload: [])
        try acknowledge()
        let batch = try collect(limit: .max) { $0.last?.topic == Self.marker }
        try acknowledge()
        return batch.dropLast()
    }

    private func collect(limit: Int, until isEnough: ([InboundMessage]) -> Bool) throws -> [InboundMessage] {
        var batch: [InboundMessage] = []
        var patience = 10
        while !isEnough(batch) {
            let had = batch.count
            _ = try read(into: &batch, limit: limit, timeoutMilliseconds: 2_000)
            // An answer to a subscription or publication also ends a read.
            patience = batch.count > had ? 10 : patience - 1
            try #require(patience > 0, "only \(batch.count) messages came")
        }
        return batch
    }
}

extension InboundMessage {
    /// The number that a test published.
    var number: Int? { Int(String(decoding: payload, as: UTF8.self)) }
}
