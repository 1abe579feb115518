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
}
