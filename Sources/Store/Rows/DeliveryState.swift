package import CareModel

/// Failures of a delivery in a row.
package struct DeliveryFailure: Hashable, Sendable {
    package var attempts: Int
    /// The first of them, on the machine's clock.
    package var since: Timestamp
    /// Of the last.
    package var cause: String

    package init(attempts: Int, since: Timestamp, cause: String) {
        self.attempts = attempts
        self.since = since
        self.cause = cause
    }
}

/// How far a destination has got.
package struct DeliveryState: Hashable, Sendable {
    package var destination: String
    /// It has everything up to here.
    package var cursor: Int64
    /// Nil while it works.
    package var failure: DeliveryFailure?
    package var deadLetters: Int
}

/// An entry of the outbox that a destination does not take.
package struct DeadLetter: Hashable, Sendable {
    package var letter: Outgoing
    package var failure: DeliveryFailure
}
