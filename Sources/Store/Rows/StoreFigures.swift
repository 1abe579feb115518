package import CareModel

/// Sizes of the database, for metrics; cheap to ask for at any size.
package struct StoreFigures: Hashable, Sendable {
    package var messages = 0
    package var features = 0
    package var alerts = 0
    package var outgoing = 0
    /// Rows of the quarantine, and the messages that they count.
    package var quarantineRows = 0
    package var quarantinedMessages = 0
    /// Outbox entries beyond each destination's position.
    package var pending: [String: Int] = [:]
    package var databaseBytes: Int64 = 0
    package var walBytes: Int64 = 0
    /// Clock of the oldest message that is still kept.
    package var oldestMessageAt: Timestamp?

    package init() {}
}
