package import Foundation
package import Store

/// A destination that is told by HTTP.
package struct Webhook: Hashable, Sendable {
    /// In commands, figures and logs.
    package var name: String
    /// http or https.
    package var url: URL
    package var key: WebhookKey
    package var subscription: Subscription
    /// How long an answer is waited for.
    package var timeoutSeconds: Double

    package init(
        name: String, url: URL, key: WebhookKey, subscription: Subscription, timeoutSeconds: Double = 10
    ) {
        self.name = name
        self.url = url
        self.key = key
        self.subscription = subscription
        self.timeoutSeconds = timeoutSeconds
    }

    /// The name under which the store keeps how far a webhook has got.
    package static func destination(_ name: String) -> String { "webhook:\(name)" }

    package var destination: String { Self.destination(name) }
}

/// Which entries of the outbox a destination is told of.
package struct Subscription: Hashable, Sendable {
    package var kinds: Set<Outgoing.Kind>
    /// Of notices only those to this recipient; nil for all.
    package var recipient: String?

    package init(_ kinds: Set<Outgoing.Kind>, recipient: String? = nil) {
        self.kinds = kinds
        self.recipient = recipient
    }

    /// Whether a recipient's notices are among them.
    package func brings(_ recipient: String) -> Bool {
        kinds.contains(.notice) && (self.recipient == nil || self.recipient == recipient)
    }

    package func takes(_ letter: OutgoingHead) -> Bool {
        letter.kind == .notice ? brings(letter.subject) : kinds.contains(letter.kind)
    }
}
