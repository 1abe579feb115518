package import CareModel

/// What a command left for the gateway to journal.
package struct EntryRow: Sendable, Equatable {
    package var number: Int64
    package var enteredAt: Timestamp
    package var body: String
}
