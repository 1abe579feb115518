import CareModel
import Foundation
import Logging
import Secrets
import Store
import Synchronization
import Testing

@testable import Delivery

@Suite("Webhooks", .serialized) struct WebhookTests {
    let store: CareStore
    static let start = Timestamp(seconds: 1_760_000_000)

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "webhook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try CareStore(path: folder.appending(path: "v.db").path)
    }

    @Test("a signature is that of the published example of Standard Webhooks")
    func signature() throws {
        let key = try #require(WebhookKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"))
        let headers = key.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(headers["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(headers["webhook-timestamp"] == "1614265330")
        for broken in ["", " \n", "whsec_", "whsec_*"] { #expect(WebhookKey(broken) == nil) }
        #expect(WebhookKey("whsec_YWJj") == WebhookKey("abc"))
    }

    @Test("what is taken, refused and tried again follows from the status")
    func statuses() {
        for status in [200, 202, 204] { #expect(WebhookAnswer(status: status) == .taken) }
        for status in [400, 401, 404, 410, 413, 422] {
            #expect(WebhookAnswer(status: status) == .refused("answered with status \(status)"))
        }
        for status in [301, 302, 307, 408, 425, 429, 500, 502, 503, 504] {
            #expect(WebhookAnswer(status: status) == .failed("answered with status \(status)"))
        }
    }

    @Test("pauses double from a second to five minutes, of which chance takes a part")
    func pauses() {
        let longest = (1...12).map { RetryPlan.pauseSeconds(after: $0, chance: 1) }
        #expect(longest == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
        #expect(RetryPlan.pauseSeconds(after: 5, chance: 0.25) == 4)
        #expect(RetryPlan.pauseSeconds(after: 1000, chance: 0) == 0.1)
    }

    // MARK: The place in the outbox

    private static let address = URL(filePath: "/")

    private func webhook(_ kinds: Set<Outgoing.Kind> = [.alert, .feature], recipient: String? = nil) throws -> Webhook {
        Webhook(
            name: "w", url: Self.address, key: try #require(WebhookKey("key")),
            subscription: Subscription(kinds, recipient: recipient))
    }

    private func queue(_ webhook: Webhook? = nil, mail: UrgentMail? = nil) throws -> WebhookQueue {
        try WebhookQueue(
            try webhook ?? self.webhook(), store: store, mail: mail ?? UrgentMail(for: ["webhook:w"]))
    }

    static func letter(
        _ key: String, _ kind: Outgoing.Kind = .alert, _ subject: String = "h1", urgent: Bool = false,
        at: Timestamp = start
    ) -> Outgoing {
        Outgoing(
            kind: kind, subject: subject, key: key, urgent: urgent, createdAt: at,
            body: "{\"idempotency_key\":\"\(key)\"}")
    }

    private func put(_ letters: Outgoing...) throws {
        try store.write { try $0.append(letters) }
    }

    /// Tells all that waits; the keys in their order.
    private func drain(_ queue: inout WebhookQueue, _ answer: WebhookAnswer = .taken) throws -> [String] {
        var keys: [String] = []
        try queue.look()
        while let errand = try queue.next() {
            keys.append(errand.letter.key)
            try queue.settle(errand, answer, at: Self.start)
            try queue.look()
        }
        return keys
    }

    @Test("a new webhook begins at the end, tells in order, and goes on where it stopped")
    func order() throws {
        try put(Self.letter("before"))
        var first = try queue()
        try put(Self.letter("1"), Self.letter("2", .feature, "p"), Self.letter("3", .notice, "kim"), Self.letter("4"))
        #expect(try drain(&first) == ["1", "2", "4"])
        #expect(first.waiting == 0 && first.position == 5)
        first.save()
        var second = try queue()
        #expect(try drain(&second) == [])
        try put(Self.letter("5"))
        #expect(try drain(&second) == ["5"])
    }

    @Test("killed between sending and keeping the place, it sends the same entry again under the same id")
    func atLeastOnce() throws {
        var first = try queue()
        try put(Self.letter("h1.sos.kök.5/1"), Self.letter("2"))
        try first.look()
        let sent = try #require(try first.next())
        var second = try queue()
        try second.look()
        let again = try #require(try second.next())
        #expect(sent.letter == again.letter)
        let ids = [sent, again].map { CloudEvent(letter: $0.letter, source: "urn:x").messageID }
        #expect(ids[0] == ids[1] && ids[0].wholeMatch(of: /msg_[0-9a-f]{32}/) != nil)
    }

    @Test("only the recipient's notices, where it has one")
    func recipient() throws {
        var queue = try queue(webhook([.notice], recipient: "kim"))
        try put(
            Self.letter("1", .notice, "kim"), Self.letter("2", .notice, "bo"), Self.letter("3"),
            Self.letter("4", .notice, "kim"))
        #expect(try drain(&queue) == ["1", "4"])
        #expect(queue.position == 4 && queue.waiting == 0)
    }

    @Test("what is urgent goes before the backlog, with what waits of its home's alerts before it")
    func urgent() throws {
        var queue = try queue()
        for number in 1...120 { try put(Self.letter("f\(number)", .feature, "p")) }
        try put(
            Self.letter("a1"), Self.letter("b1", .alert, "h2"), Self.letter("f", .feature, "p"), Self.letter("a2"),
            Self.letter("a3", urgent: true), Self.letter("a4"))
        let keys = try drain(&queue)
        #expect(Array(keys.prefix(4)) == ["a1", "a2", "a3", "f1"])
        #expect(Array(keys.suffix(4)) == ["f120", "b1", "f", "a4"])
        #expect(keys.count == 126 && Set(keys).count == 126 && queue.waiting == 0)
        try put(Self.letter("last", urgent: true))
        #expect(try drain(&queue) == ["last"])
        queue.saveAtRest()
        #expect(try store.deliveryPosition("webhook:w") == 127)
    }

    @Test("something urgent is told at once, also in the middle of the backlog and of a pause")
    func urgentLater() throws {
        var queue = try queue()
        try put(Self.letter("f1", .feature, "p"), Self.letter("f2", .feature, "p"), Self.letter("f3", .feature, "p"))
        try queue.look()
        let first = try #require(try queue.next())
        try queue.settle(first, .failed("x"), at: Self.start)
        try queue.look()
        #expect(!queue.hasUrgentNews)
        try put(Self.letter("a", urgent: true))
        try queue.look()
        #expect(queue.hasUrgentNews)
        #expect(try queue.next()?.letter.key == "a")
        try queue.look()
        #expect(!queue.hasUrgentNews)
        #expect(try drain(&queue) == ["a", "f1", "f2", "f3"])
    }

    @Test("alerts told from memory go first and once")
    func mail() throws {
        let mail = UrgentMail(for: ["mqtt", "webhook:w"])
        var queue = try queue(mail: mail)
        try put(Self.letter("1"))
        mail.put(Self.letter("m", urgent: true))
        #expect(try drain(&queue) == ["m", "1"])
        #expect(mail.waiting(for: "mqtt").map(\.key) == ["m"])
    }

    @Test("what is refused is a dead letter and blocks nothing; asked for again it is told, once")
    func deadLetters() throws {
        var queue = try queue()
        try put(Self.letter("1"), Self.letter("2"), Self.letter("3"))
        try queue.look()
        let first = try #require(try queue.next())
        try queue.settle(first, .refused("answered with status 410"), at: Self.start)
        #expect(try drain(&queue) == ["2", "3"])
        let dead = try store.deadLetters(of: "webhook:w")
        #expect(dead.map(\.letter.key) == ["1"] && dead[0].failure.cause == "answered with status 410")
        #expect(try store.write { try $0.retryDeadLetters(of: "webhook:w") } == 1)
        #expect(try drain(&queue, .failed("no answer")) == ["1"])
        #expect(try store.deadLetters(of: "webhook:w").map(\.failure.cause) == ["no answer"])
        _ = try store.write { try $0.retryDeadLetters(of: "webhook:w") }
        #expect(try drain(&queue) == ["1"])
        #expect(try store.deadLetters(of: "webhook:w").isEmpty)
        #expect(try store.delivery("webhook:w")?.failure == nil)
    }

    @Test("after a day without success what is older than a day is given up, the rest waits; a success ends it")
    func givingUp() throws {
        var queue = try queue()
        let day = Self.start.adding(hours: 24)
        try put(Self.letter("1"), Self.letter("2", .feature, "p"), Self.letter("3", at: Self.start.adding(hours: 2)))
        func fail(at now: Timestamp) throws -> String {
            try queue.look()
            let errand = try #require(try queue.next())
            try queue.settle(errand, .failed("no answer"), at: now)
            return errand.letter.key
        }
        #expect(try fail(at: Self.start) == "1")
        #expect(try fail(at: day.adding(minutes: -1)) == "1")
        #expect(try store.deadLetters(of: "webhook:w").isEmpty)
        // Known also after a restart.
        queue = try self.queue()
        #expect(try fail(at: day) == "1")
        #expect(try store.deadLetters(of: "webhook:w").map(\.letter.key) == ["1", "2"])
        #expect(try store.delivery("webhook:w")?.failure?.attempts == 3)
        #expect(try drain(&queue) == ["3"])
        #expect(try store.delivery("webhook:w")?.failure == nil)
    }

    @Test("an entry of long ago is not given up because it is old, only after a day of failures")
    func oldEntries() throws {
        var queue = try queue()
        try put(Self.letter("1", at: Self.start.adding(hours: -1000)))
        try queue.look()
        let errand = try #require(try queue.next())
        try queue.settle(errand, .failed("x"), at: Self.start)
        #expect(try store.deadLetters(of: "webhook:w").isEmpty && queue.waiting == 1)
    }
}
