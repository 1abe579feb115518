import BrokerFixture
import CareModel
import Foundation
import Logging
import MQTT
import Store
import Testing

@testable import Delivery

@Suite(.serialized) struct DeliveryTests {
    private func store() throws -> CareStore {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("delivery-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try CareStore(path: folder.appendingPathComponent("v.db").path)
    }

    private func letter(_ number: Int, kind: Outgoing.Kind = .feature) -> Outgoing {
        Outgoing(
            cursor: 0, kind: kind, subject: kind == .alert ? "home1" : "abc", key: "k\(number)", urgent: false,
            createdAt: Timestamp(seconds: Int64(number)), body: "{\"idempotency_key\":\"k\(number)\"}")
    }

    /// Reads what arrives on the prefix until the key is there.
    private func listen(_ listener: IngestConnection, until key: String) throws -> [(topic: String, key: String)] {
        var heard: [(topic: String, key: String)] = []
        var batch: [InboundMessage] = []
        let limit = ContinuousClock.now.advanced(by: .seconds(30))
        while !heard.contains(where: { $0.key == key }), .now < limit {
            batch.removeAll()
            _ = try listener.read(into: &batch, limit: 1000, timeoutMilliseconds: 200)
            try listener.acknowledge()
            for message in batch {
                let object = try JSONSerialization.jsonObject(with: Data(message.payload)) as? [String: Any]
                heard.append((message.topic, object?["idempotency_key"] as? String ?? ""))
            }
        }
        return heard
    }

    @Test func deliversInOrderAndGoesOnWhereItStopped() throws {
        let broker = try PrivateBroker()
        try broker.start()
        let store = try store()
        let listener = try IngestConnection(
            BrokerAddress(host: "127.0.0.1", port: broker.port, clientID: "listener"), receiveMaximum: 1000)
        _ = try listener.connect()
        try listener.subscribe(["vardag/#"])
        _ = try store.write { transaction in
            for number in 0..<700 { _ = try transaction.append(letter(number)) }
            _ = try transaction.append(letter(700, kind: .alert))
        }
        let address = BrokerAddress(host: "127.0.0.1", port: broker.port, clientID: "vardag-delivery")
        func deliver(_ body: () throws -> Void) rethrows {
            let delivery = MQTTDelivery(
                address: address, prefix: "vardag", store: store, mail: UrgentMail(),
                now: { Timestamp(seconds: 1_760_000_000) }, logger: Logger(label: "test"))
            let done = DispatchSemaphore(value: 0)
            Thread {
                delivery.run()
                done.signal()
            }.start()
            defer {
                delivery.stop()
                done.wait()
            }
            try body()
        }
        try deliver {
            let heard = try listen(listener, until: "k700")
            #expect(heard.filter { $0.topic == "vardag/features/abc" }.map(\.key) == (0..<700).map { "k\($0)" })
            #expect(heard.last?.topic == "vardag/alerts/home1")
        }
        _ = try store.write { try $0.append(letter(701)) }
        try deliver {
            // At least once: the last batch comes again when the stop fell before its position was kept.
            let heard = try listen(listener, until: "k701")
            #expect(heard.last?.key == "k701")
            let limit = ContinuousClock.now.advanced(by: .seconds(30))
            while try store.deliveryPosition(MQTTDelivery.destination) < 702, .now < limit { usleep(10_000) }
            #expect(try store.deliveryPosition(MQTTDelivery.destination) == 702)
        }
        broker.kill()
    }

    @Test func urgentMailIsBoundedAndKeepsEachKeyOnce() {
        let mail = UrgentMail()
        for number in 0..<1500 {
            mail.put(letter(number, kind: .alert))
            mail.put(letter(number, kind: .alert))
        }
        #expect(mail.waiting().count == UrgentMail.limit)
        #expect(mail.waiting().first?.key == "k500")
        mail.remove(["k500", "k501"])
        #expect(mail.waiting().count == UrgentMail.limit - 2)
    }
}
