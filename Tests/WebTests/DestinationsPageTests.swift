import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("The page of the destinations")
struct DestinationsPageTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    @Test("each destination has its state, what waits and what it did not take, in text; hostile causes stay text")
    func page() async throws {
        let start = WebFixture.start
        try fixture.store.write { transaction in
            let letter = Outgoing(
                kind: .alert, subject: "h1", key: "k", urgent: false, createdAt: start, body: "{\"a\":\"behaviour\"}")
            _ = try transaction.append(letter)
            try transaction.setDeliveryPosition("mqtt", 0)
            try transaction.setDeliveryPosition("webhook:w", 1)
            try transaction.bury(letter, for: "webhook:w", DeliveryFailure(attempts: 1, since: start, cause: "no"))
        }
        fixture.status.withLock {
            $0.destinations = [
                .init(name: "mqtt"), .init(name: "webhook:w", waiting: 0),
                .init(
                    name: "webhook:dead", waiting: 7, oldestWaitingAt: start, failingSince: start.adding(hours: 1),
                    cause: "<script>alert(1)</script>"),
            ]
        }
        let page = try await fixture.serving { try await $0.get("/destinations?lang=en") }
        #expect(page.status == 200 && !page.body.contains("<script>alert"))
        let lines = page.body.components(separatedBy: "<h2>").dropFirst().map { $0.replacing("\n", with: " ") }
        try #require(lines.count == 3)
        #expect(
            lines[0].contains("</span> Works") && lines[0].contains("1 waiting since")
                && !lines[0].contains("not taken"))
        #expect(lines[1].contains("Nothing waits.") && lines[1].contains("1 was not taken."))
        #expect(lines[2].contains("Cannot be reached") && lines[2].contains("7 waiting since"))
        #expect(lines[2].contains("2025-10-09 11:53") && lines[2].contains("&lt;script&gt;"))
        #expect(!page.body.contains("behaviour"))
    }

    @Test("the chain is tested for whoever asks, once at a time, and what came of it is told in words and in JSON")
    func chain() async throws {
        try await fixture.serving { client in
            let before = try await client.get("/destinations?lang=en")
            #expect(before.body.contains("Not tested yet.") && before.body.contains("Test now"))
            let untested = try await client.get("/v1/chain-test")
            #expect(untested.body == #"{"last":null,"running":false}"#)
            let asked = try await client.post("/v1/chain-test", form: "by=Kim&lang=en")
            #expect(asked.status == 303 && asked.headers["location"] == "/destinations?lang=en")
            #expect(fixture.testing.withLock { $0 } == "Kim")
            let during = try await client.get("/destinations?lang=en")
            #expect(during.body.contains("The test is running.") && !during.body.contains("Test now"))
            #expect(during.body.contains(#"content="2"#))
            let nobody = try await client.post("/v1/chain-test", json: "{}")
            #expect(nobody.status == 400)

            fixture.testing.withLock { $0 = nil }
            let report = ChainReport(
                startedAt: WebFixture.start, by: "<b>Kim</b>", receivedMilliseconds: 1234,
                recipients: [
                    .init(name: "anna", milliseconds: 2100, missing: []),
                    .init(name: "bo", milliseconds: nil, missing: ["webhook:ward"]),
                ])
            fixture.chainReport.withLock { $0 = report }
            let after = try await client.get("/destinations?lang=sv")
            #expect(after.body.contains("⚠</span> Allt fungerade inte") && after.body.contains("&lt;b&gt;Kim"))
            #expect(after.body.contains("efter 1,2 s") && after.body.contains("anna nåddes efter 2,1 s"))
            #expect(after.body.contains("bo nåddes inte via webhook:ward") && !after.body.contains("Inte provad"))
            let state = try await client.get("/v1/chain-test")
            #expect(state.body.contains(#""received_ms":1234"#) && state.body.contains(#""missing":["webhook:ward"]"#))

            _ = fixture.chainReport.withLock { $0?.recipients.removeLast() }
            #expect(try await client.get("/destinations?lang=en").body.contains("✓</span> Everything worked"))
            fixture.chainReport.withLock { $0?.receivedMilliseconds = nil }
            #expect(try await client.get("/destinations?lang=en").body.contains("did not come back from the broker"))
        }
    }
}
