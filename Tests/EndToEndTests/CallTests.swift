import CareModel
import Foundation
import FoundationNetworking
import Simulator
import Store
import Testing

@testable import vardag

extension EndToEnd {
    @Suite("People are called")
    struct CallTests {
        private static let settings = """
            calls:
              test_at: "00:00"
              chains:
                - name: acute
                  priorities: [P1]
                  steps: [{to: anna, after: 10 s}, {to: bo, after: 10 s}]

            """

        @Test("the chain is tested by itself, goes on after kill -9, and ends when somebody has taken the alert on")
        func chain() async throws {
            let ward = try Ward(Residents.calm(1, days: 1), clock: "wall")
            try ward.addSettings(Self.settings)
            let listener = try Listener(ward, topic: "vardag/calls/#")
            var gateway = try ward.startSubscribed()
            try Deadline.wait(for: "the first test's report") { try report(ward) != nil }
            let first = try #require(try report(ward))
            #expect(first.fault == nil && first.by == nil && first.recipients.map(\.name) == ["anna", "bo"])
            try Deadline.wait(for: "the test notices") { try heard(listener) == ["test anna", "test bo"] }

            let sos = Ward.line(
                at: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
                topic: "homes/home001/zigbee2mqtt/sos-button", payload: #"{"action":"emergency","battery":77}"#)
            try ward.feed(try ward.writeLog([sos], "sos.jsonl"))
            try Deadline.wait(for: "the first call") { try heard(listener).contains("call anna") }
            gateway.kill()
            gateway = try RunningGateway(ward)
            try Deadline.wait(for: "the second call") { try heard(listener).contains("call bo") }

            let store = try CareStore(readingOnly: ward.database.path)
            let alert = try #require(try store.alerts(home: "home001", open: true).first { $0.rule == "sos" })
            #expect(try await act(ward, "on_my_way", alert.id) == 200)
            try Deadline.wait(for: "the news that somebody is on the way") {
                try heard(listener).isSuperset(of: ["handled anna", "handled bo"])
            }
            #expect(try await post(ward, "/v1/chain-test") == 200)
            try Deadline.wait(for: "the report of the test that Kim asked for") { try report(ward)?.by == "Kim" }
            #expect(try #require(try report(ward)).fault == nil)
            #expect(try gateway.terminate() == 0)
            // Sent again at most with the same key.
            let calls = try listener.messages().filter { $0.payload.contains("\"type\":\"call\"") }
            let keys = calls.compactMap { IdempotencyKey($0.payload)?.text }
            #expect(
                Set(keys)
                    == Set(
                        (1...keys.count).flatMap { round in (1...2).map { "\(round).\($0)" } }
                            .map { "call/\(alert.id)/1/\($0)" }.prefix(Set(keys).count)))
            let run = try store.calls(alert: alert.id)
            #expect(run.filter { $0.kind == .handled }.map(\.recipient) == ["anna", "bo"])
        }

        private func report(_ ward: Ward) throws -> ChainReport? {
            try ChainTest.last(try CareStore(readingOnly: ward.database.path))
        }

        /// `call anna`, each once.
        private func heard(_ listener: Listener) throws -> Set<String> {
            struct Body: Decodable {
                var type: String
                var recipient: String
            }
            return Set(
                try listener.messages().map {
                    let body = try JSONDecoder().decode(Body.self, from: Data($0.payload.utf8))
                    return "\(body.type) \(body.recipient)"
                })
        }

        private func act(_ ward: Ward, _ act: String, _ alert: String) async throws -> Int? {
            let path = try #require(
                "/v1/alerts/\(alert)/\(act)".addingPercentEncoding(withAllowedCharacters: .urlPathAllowed))
            return try await post(ward, path)
        }

        private func post(_ ward: Ward, _ path: String) async throws -> Int? {
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(ward.httpPort)\(path)")))
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(#"{"by":"Kim"}"#.utf8)
            return (try await URLSession.shared.data(for: request).1 as? HTTPURLResponse)?.statusCode
        }
    }
}
