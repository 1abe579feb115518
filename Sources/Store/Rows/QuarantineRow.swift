package import CareModel

/// Messages of one topic that could not be read for one reason.
package struct QuarantineRow: Hashable, Sendable {
    /// Empty in the row that counts what came after the table was full.
    package var topic: String
    package var reason: String
    package var count: Int
    package var firstAt: Timestamp
    package var lastAt: Timestamp
    /// The first such payload, at most `sampleLimitBytes` of it.
    package var sample: [UInt8]

    /// Longest sample that is kept; the rest of a longer payload is cut.
    package static let sampleLimitBytes = 65_536
    /// Most rows; further pairs of topic and reason are counted together in the row `overflowReason`.
    package static let rowLimit = 10_000
    /// Reason of the row that counts what had no room of its own.
    package static let overflowReason = "quarantine full: other topics and reasons"

    package init(
        topic: String, reason: String, count: Int, firstAt: Timestamp, lastAt: Timestamp, sample: [UInt8]
    ) {
        self.topic = topic
        self.reason = reason
        self.count = count
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.sample = sample
    }
}
