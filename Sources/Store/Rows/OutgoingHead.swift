package import CareModel

/// What decides who gets an entry of the outbox and when.
package struct OutgoingHead: Hashable, Sendable {
    package var cursor: Int64
    package var kind: Outgoing.Kind
    package var subject: String
    package var urgent: Bool
    package var createdAt: Timestamp
}

extension Outgoing {
    package var head: OutgoingHead {
        OutgoingHead(cursor: cursor, kind: kind, subject: subject, urgent: urgent, createdAt: createdAt)
    }
}
