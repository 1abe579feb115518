package import CareModel
package import Store

/// How the delivery to one destination goes.
package struct DestinationFigures: Hashable, Sendable {
    /// Entries confirmed, and failed attempts, since the start.
    package var delivered = 0
    package var failures = 0
    /// Entries of the outbox that are for it and not confirmed; nil where only the store knows.
    package var waiting: Int?
    package var oldestWaitingAt: Timestamp?
    /// Nil while it works.
    package var failure: DeliveryFailure?

    package init() {}
}
