import BrokerFixture
import CareModel
import Foundation
import FoundationNetworking
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("Stops, starts and deliveries")
    struct DeliveryTests {
        @Test("SIGTERM ends with 0, a second start goes on, and every change arrives on MQTT and over HTTP")
        func restartInTheMiddle() throws {
            let ward = try Ward(Residents.varied(2, days: 10))
            let end = try ward.endMark("drained")
            let lines = ward.mergedLines
            let half = lines.count / 2
            let listener = try Listener(ward, topic: "vardag/#")
            var gateway = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(Array(lines[..<half]), "first.jsonl"))
            try Deadline.wait(for: "some of the first half") { try ward.storedThrough() > Int64(half / 2) }
            #expect(try gateway.terminate() == 0)
            // The rest comes while nobody is there.
            try ward.feed(try ward.writeLog(Array(lines[half...]) + [end], "second.jsonl"))
            gateway = try RunningGateway(ward)
            try ward.waitUntilStored(end)

            let keys = try outbox(ward)
            #expect(keys.count > 100)
            try Deadline.wait(for: "every update on MQTT") { try keys.subtracting(listener.keys()).isEmpty }
            #expect(try updatesOverHTTP(ward) == keys.filter { !$0.hasPrefix("alert ") })
            #expect(try gateway.terminate() == 0)
            let all = try ward.writeLog(lines + [end], "all.jsonl")
            let replayed = try ward.replay([all], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
        }

        @Test("SIGTERM ends with 0 also without a broker and at the very start")
        func stopWithoutBroker() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            ward.broker.kill()
            let gateway = try RunningGateway(ward)
            try Deadline.wait(for: "the gateway to miss its broker") { try ward.gatewayLog().contains("no broker") }
            #expect(try gateway.terminate() == 0)
        }

        /// The keys of all that is to be delivered; an alert's with `alert ` before it.
        private func outbox(_ ward: Ward) throws -> Set<String> {
            let store = try CareStore(readingOnly: ward.database.path)
            let letters = try store.outgoing(kinds: [.alert, .feature], after: 0, limit: 1_000_000)
            return Set(letters.map { ($0.kind == .alert ? "alert " : "") + $0.key })
        }

        /// All feature updates, page by page.
        private func updatesOverHTTP(_ ward: Ward) throws -> Set<String> {
            struct Page: Decodable {
                var updates: [IdempotencyKey]
                var next: Int64
            }
            var keys: Set<String> = []
            var cursor: Int64 = 0
            while true {
                let address = "http://127.0.0.1:\(ward.httpPort)/v1/feature-updates?after=\(cursor)&limit=100"
                let page = try JSONDecoder().decode(
                    Page.self, from: try Data(contentsOf: try #require(URL(string: address))))
                keys.formUnion(page.updates.map(\.text))
                guard !page.updates.isEmpty else { return keys }
                #expect(page.next > cursor)
                cursor = page.next
            }
        }
    }
}
