package import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    /// Counts messages that could not be read, `count` of them from `since` to `at`; the first of its topic and reason
    /// leaves its payload as a sample.
    ///
    /// Bounded by `QuarantineRow.rowLimit` and `sampleLimitBytes`: beyond them it is counted in one row for all.
    package func quarantine(
        topic: String, reason: String, count: Int = 1, since: Timestamp? = nil, at: Timestamp, sample: [UInt8]
    ) throws {
        let since = since ?? at
        if try add(count, topic: topic, reason: reason, since: since, at: at) { return }
        // Rows are never removed, so the highest number is their count.
        let rows = try Int.fetchOne(database, sql: "SELECT coalesce(max(number), 0) FROM quarantine") ?? 0
        // The last place is kept for the row that counts the rest.
        let isFull = rows >= QuarantineRow.rowLimit - 1
        let (topic, reason) = isFull ? ("", QuarantineRow.overflowReason) : (topic, reason)
        if try isFull && add(count, topic: topic, reason: reason, since: since, at: at) { return }
        try execute(
            """
            INSERT INTO quarantine (topic, reason, count, firstAt, lastAt, sample) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                topic, reason, count, since.milliseconds, at.milliseconds,
                Data(sample.prefix(QuarantineRow.sampleLimitBytes)),
            ])
    }

    private func add(_ count: Int, topic: String, reason: String, since: Timestamp, at: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE quarantine SET count = count + ?1, firstAt = min(firstAt, ?2), lastAt = max(lastAt, ?3)
            WHERE topic = ?4 AND reason = ?5
            """, [count, since.milliseconds, at.milliseconds, topic, reason])
        return database.changesCount > 0
    }
}
