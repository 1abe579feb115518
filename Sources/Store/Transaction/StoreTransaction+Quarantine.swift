package import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    /// Counts a message that could not be read; the first of its topic and reason leaves its payload as a sample.
    ///
    /// Bounded by `QuarantineRow.rowLimit` and `sampleLimitBytes`: beyond them it is counted in one row for all.
    package func quarantine(topic: String, reason: String, at: Timestamp, sample: [UInt8]) throws {
        if try count(topic: topic, reason: reason, at: at) { return }
        // Rows are never removed, so the highest number is their count.
        let rows = try Int.fetchOne(database, sql: "SELECT coalesce(max(number), 0) FROM quarantine") ?? 0
        // The last place is kept for the row that counts the rest.
        let isFull = rows >= QuarantineRow.rowLimit - 1
        let (topic, reason) = isFull ? ("", QuarantineRow.overflowReason) : (topic, reason)
        if try isFull && count(topic: topic, reason: reason, at: at) { return }
        try execute(
            """
            INSERT INTO quarantine (topic, reason, count, firstAt, lastAt, sample) VALUES (?, ?, 1, ?, ?, ?)
            """,
            [
                topic, reason, at.milliseconds, at.milliseconds,
                Data(sample.prefix(QuarantineRow.sampleLimitBytes)),
            ])
    }

    private func count(topic: String, reason: String, at: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE quarantine SET count = count + 1, firstAt = min(firstAt, ?1), lastAt = max(lastAt, ?1)
            WHERE topic = ?2 AND reason = ?3
            """, [at.milliseconds, topic, reason])
        return database.changesCount > 0
    }
}
