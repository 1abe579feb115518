package import CareModel

/// One entry of the outbox: an alert's or feature's change, or a call, on its way to others, at least once.
package struct Outgoing: Hashable, Sendable {
    package enum Kind: Int, Sendable, CaseIterable {
        case alert = 1
        case feature = 2
        /// A call: somebody is told of alerts, or that they need not care any more.
        case notice = 3
    }

    /// Position in the outbox, rising; 0 before it is stored.
    package var cursor: Int64
    package var kind: Kind
    /// The home's id for an alert, the pseudonym for a feature, the recipient's name for a call.
    package var subject: String
    /// Idempotency key; the outbox holds each key once.
    package var key: String
    /// To be delivered before everything else (P1).
    package var urgent: Bool
    package var createdAt: Timestamp
    /// A JSON object without its cursor.
    package var body: String

    package init(
        cursor: Int64 = 0, kind: Kind, subject: String, key: String, urgent: Bool, createdAt: Timestamp, body: String
    ) {
        self.cursor = cursor
        self.kind = kind
        self.subject = subject
        self.key = key
        self.urgent = urgent
        self.createdAt = createdAt
        self.body = body
    }

    /// The body with `"cursor"` as its first key.
    ///
    /// The body must be the text of a JSON object.
    package var json: String {
        guard let brace = body.firstIndex(of: "{") else { preconditionFailure("outgoing body is no JSON object") }
        let rest = body[body.index(after: brace)...].drop(while: \.isWhitespace)
        return "{\"cursor\":\(cursor)" + (rest.first == "}" ? "" : ",") + rest
    }
}
