package import CareModel
import Foundation
import FoundationNetworking
package import Logging
package import Store
import Synchronization

/// Drains the outbox to one webhook, at least once: each entry a signed CloudEvent. Runs on a thread of its own, so that
/// no destination waits for another. What is not taken is tried again with growing pauses for a day and then kept as a
/// dead letter; what is refused is one at once.
package final class WebhookDelivery: Sendable {
    /// Of an answer's body nothing is used; so much is read, so that the connection can be used again.
    static let bodyLimit = 64 << 10
    static let lookSeconds = 1.0

    package let webhook: Webhook
    private let source: String
    private let store: CareStore
    private let mail: UrgentMail
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let exchange = HTTPExchange(followsRedirects: false, bodyLimit: bodyLimit)
    private let news = DispatchSemaphore(value: 0)
    private let shared = Mutex(Shared())

    private struct Shared {
        var isStopping = false
        var figures = DestinationFigures()
    }

    /// `source` is the gateway's URI in its events, `now` the machine's clock.
    package init(
        _ webhook: Webhook, source: String, store: CareStore, mail: UrgentMail,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.webhook = webhook
        self.source = source
        self.store = store
        self.mail = mail
        self.now = now
        self.logger = logger
    }

    package var figures: DestinationFigures { shared.withLock { $0.figures } }

    /// There is something new to deliver.
    package func wake() { news.signal() }

    /// Lets `run` return; an answer that is under way is not waited for.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        wake()
    }

    private var isStopping: Bool { shared.withLock { $0.isStopping } }

    /// Delivers until `stop`.
    package func run() {
        var queue: WebhookQueue?
        var resumeAt = ContinuousClock.now
        while !isStopping {
            do {
                var place = try queue ?? WebhookQueue(webhook, store: store, mail: mail)
                try place.look()
                let isResting = ContinuousClock.now < resumeAt && !place.hasUrgentNews
                let errand = isResting ? nil : try place.next()
                show(place)
                if let errand, let answer = send(errand.letter) {
                    try settle(errand, answer, &place)
                    if let failure = place.failure { resumeAt = Self.resume(after: failure) }
                } else {
                    place.saveAtRest()
                }
                show(place)
                queue = place
                if errand == nil { rest(until: resumeAt) }
            } catch {
                note("\(error)", isTold: true)
                rest(until: .now)
            }
        }
        queue?.save()
    }

    private static func resume(after failure: DeliveryFailure) -> ContinuousClock.Instant {
        let pause = RetryPlan.pauseSeconds(after: failure.attempts, chance: .random(in: 0...1))
        return .now.advanced(by: .seconds(pause))
    }

    /// Until there is news, at most a second or, where that is later, the moment.
    private func rest(until moment: ContinuousClock.Instant) {
        let seconds = max(0, Double((moment - .now) / .seconds(1)))
        let limit = seconds > 0 ? min(seconds, Self.lookSeconds) : Self.lookSeconds
        guard news.wait(timeout: .now() + limit) == .success else { return }
        while news.wait(timeout: .now()) == .success {}
    }

    private func settle(
        _ errand: WebhookQueue.Errand, _ answer: WebhookAnswer, _ queue: inout WebhookQueue
    ) throws {
        let wasFailing = queue.failure != nil
        switch answer {
        case .taken:
            shared.withLock { $0.figures.delivered += 1 }
            if wasFailing { logger.notice("a webhook works again", metadata: ["name": "\(webhook.name)"]) }
        case .refused(let cause): note("refused for good: \(cause)", isTold: true)
        // Of failures in a row the first is told.
        case .failed(let cause): note(cause, isTold: !wasFailing)
        }
        try queue.settle(errand, answer, at: now())
    }

    private func note(_ cause: String, isTold: Bool) {
        shared.withLock { $0.figures.failures += 1 }
        guard isTold else { return }
        logger.warning("a webhook failed", metadata: ["name": "\(webhook.name)", "cause": "\(cause)"])
    }

    private func show(_ queue: WebhookQueue) {
        let oldest = try? queue.oldestWaitingAt()
        shared.withLock {
            $0.figures.waiting = queue.waiting
            $0.figures.oldestWaitingAt = oldest
            $0.figures.failure = queue.failure
        }
    }

    /// Nil when stopped meanwhile.
    private func send(_ letter: Outgoing) -> WebhookAnswer? {
        let event = CloudEvent(letter: letter, source: source)
        let body = event.body
        var request = URLRequest(url: webhook.url)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.setValue(CloudEvent.type, forHTTPHeaderField: "Content-Type")
        request.setValue("vardag", forHTTPHeaderField: "User-Agent")
        let seconds = now().milliseconds / 1000
        for (name, value) in webhook.key.headers(id: event.messageID, seconds: seconds, body: body) {
            request.setValue(value, forHTTPHeaderField: name)
        }
        do {
            let reply = try exchange.send(
                request, limitSeconds: webhook.timeoutSeconds, isStopping: { isStopping })
            return WebhookAnswer(status: reply.status)
        } catch {
            switch error {
            case .stopped: return nil
            case .noAnswer(let cause): return .failed(cause)
            }
        }
    }
}
