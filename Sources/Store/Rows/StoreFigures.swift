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
    package var destinations: [String: Place] = [:]
    package var databaseBytes: Int64 = 0
    package var walBytes: Int64 = 0
    /// Clock of the oldest message that is still kept.
    package var oldestMessageAt: Timestamp?

    package init() {}

    /// How far a destination is behind, whatever it takes of the outbox.
    package struct Place: Hashable, Sendable {
        package var pending: Int
        package var oldestPendingAt: Timestamp?
        package var deadLetters: Int
    }
}
