import CareModel
import Foundation
import Logging
import Secrets
import Store
import Synchronization
import Testing

@testable import Delivery

/// Webhooks against real HTTP servers.
@Suite("Webhooks over HTTP", .serialized) struct WebhookServingTests {
    private let fixture: WebhookTests
    private var store: CareStore { fixture.store }

    init() throws { fixture = try WebhookTests() }

    private func delivery(_ name: String, _ url: URL, timeoutSeconds: Double = 30) throws -> WebhookDelivery {
        let webhook = Webhook(
            name: name, url: url, key: try #require(WebhookKey("a key that is long enough for everybody")),
            subscription: Subscription([.alert]), timeoutSeconds: timeoutSeconds)
        return WebhookDelivery(
            webhook, source: "urn:vardag:test", store: store, mail: UrgentMail(for: [webhook.destination]),
            now: { WebhookTests.start }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs deliveries on threads of their own while the body runs.
    private func running(_ deliveries: [WebhookDelivery], _ body: () async throws -> Void) async throws {
        // So that a webhook that is new begins before what is put.
        for delivery in deliveries {
            try store.write { try $0.setDeliveryPosition(delivery.webhook.destination, 0) }
        }
        let done = deliveries.map { delivery in
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                delivery.run()
                done.signal()
            }
            return done
        }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        for delivery in deliveries { delivery.stop() }
        for done in done {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    done.wait()
                    continuation.resume()
                }
            }
        }
        try result.get()
    }

    private func put(_ keys: String...) throws {
        try store.write { try $0.append(keys.map { WebhookTests.letter($0) }) }
    }

    private func wait(_ what: @autoclosure () -> String, until isSo: () throws -> Bool) async throws {
        let limit = ContinuousClock.now.advanced(by: .seconds(60))
        while try !isSo() {
            try #require(.now < limit, "\(what())")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("an event is a CloudEvent with a signature that its receiver can check")
    func event() async throws {
        try await WebhookReceiver().serving { receiver in
            try await running([delivery("a", receiver.url("/in?x=1"))]) {
                try put("h1.sos.kök.5/1")
                try await wait("it arrives") { receiver.keys.count == 1 }
            }
            let received = try #require(receiver.received.withLock { $0.first })
            #expect(received.path == "/in")
            #expect(received.headers["content-type"] == "application/cloudevents+json")
            #expect(received.headers["cookie"] == nil)
            let event = received.event
            #expect(event["specversion"] as? String == "1.0" && event["id"] as? String == "h1.sos.kök.5/1")
            #expect(event["source"] as? String == "urn:vardag:test")
            #expect(event["type"] as? String == "se.vardag.alert.changed" && event["subject"] as? String == "h1")
            #expect(event["time"] as? String == "2025-10-09T08:53:20Z")
            #expect(event["datacontenttype"] as? String == "application/json")
            let data = try #require(event["data"] as? [String: Any])
            #expect(data["idempotency_key"] as? String == "h1.sos.kök.5/1" && data["cursor"] as? Int == 1)
            let id = try #require(received.headers["webhook-id"])
            let at = try #require(received.headers["webhook-timestamp"])
            let signed = Array("\(id).\(at).".utf8) + received.body
            let code = MAC.of(signed, key: Array("a key that is long enough for everybody".utf8))
            #expect(received.headers["webhook-signature"] == "v1," + Data(code).base64EncodedString())
        }
    }

    @Test("a redirect is not followed, a failure is tried again in order, a refusal is a dead letter")
    func answers() async throws {
        let elsewhere = WebhookReceiver()
        try await elsewhere.serving { elsewhere in
            let target = try elsewhere.url().absoluteString
            let receiver = WebhookReceiver { count in
                switch count {
                case 0: .status(302, headers: ["Location": target])
                case 1: .status(503)
                case 3: .status(410)
                default: .status(200, headers: ["Set-Cookie": "a=b"], bytes: count == 4 ? 300_000 : 10)
                }
            }
            try await receiver.serving { receiver in
                let delivery = try delivery("a", receiver.url())
                try await running([delivery]) {
                    try put("1", "2", "3", "4")
                    delivery.wake()
                    try await wait("all are told") { receiver.keys.count == 6 && delivery.figures.waiting == 0 }
                }
                #expect(receiver.keys == ["1", "1", "1", "2", "3", "4"])
                let ids = receiver.received.withLock { $0.prefix(3).map { $0.headers["webhook-id"] } }
                #expect(Set(ids).count == 1)
                #expect(receiver.received.withLock { $0.allSatisfy { $0.headers["cookie"] == nil } })
                #expect(delivery.figures.delivered == 3 && delivery.figures.failures == 3)
                #expect(try store.deadLetters(of: "webhook:a").map(\.letter.key) == ["2"])
                #expect(try store.deliveryPosition("webhook:a") == 4)
            }
            #expect(elsewhere.keys.isEmpty)
        }
    }

    @Test("a destination that is dead and one that never answers delay no other, and are seen")
    func independent() async throws {
        let silent = WebhookReceiver { _ in .silent }
        try await silent.serving { silent in
            try await WebhookReceiver().serving { good in
                let dead = try #require(URL(string: "http://127.0.0.1:9/"))
                let deliveries = [
                    try delivery("silent", silent.url()), try delivery("dead", dead), try delivery("good", good.url()),
                ]
                try await running(deliveries) {
                    let keys = (0..<200).map { "k\($0)" }
                    try store.write { try $0.append(keys.map { WebhookTests.letter($0) }) }
                    for delivery in deliveries { delivery.wake() }
                    try await wait("the good one has everything") { good.keys.count == 200 }
                    try await wait("the silent one was asked") { silent.keys.count == 1 }
                    try await wait("the dead one is seen") { deliveries[1].figures.failure != nil }
                    #expect(good.keys == keys)
                    #expect(deliveries[1].figures.waiting == 200 && deliveries[1].figures.delivered == 0)
                    #expect(
                        deliveries[0].figures.waiting == 200
                            && deliveries[0].figures.oldestWaitingAt == WebhookTests.start)
                    let states = try store.deliveries()
                    #expect(states.first { $0.destination == "webhook:dead" }?.failure != nil)
                    #expect(states.first { $0.destination == "webhook:silent" }?.cursor == 0)
                }
            }
        }
    }

    @Test("an answer that does not come in time is a failure")
    func timeout() async throws {
        try await WebhookReceiver { $0 == 0 ? .silent : .status(204) }.serving { receiver in
            let delivery = try delivery("slow", receiver.url(), timeoutSeconds: 1)
            try await running([delivery]) {
                try put("1")
                try await wait("it is told the second time \(delivery.figures) \(receiver.keys)") {
                    delivery.figures.delivered == 1
                }
            }
            #expect(receiver.keys.count > 1 && Set(receiver.keys) == ["1"] && delivery.figures.failures >= 1)
        }
    }
}
