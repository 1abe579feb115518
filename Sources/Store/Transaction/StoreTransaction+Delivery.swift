package import CareModel
import GRDB

extension StoreTransaction {
    /// Notes that the destination has everything up to the cursor and nothing of what follows, after so many failures in
    /// a row since a moment.
    package func setDeliveryFailure(_ destination: String, at cursor: Int64, _ failure: DeliveryFailure) throws {
        try execute(
            """
            INSERT INTO delivery (destination, cursor, attempts, failedAt, failure) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET cursor = excluded.cursor, attempts = excluded.attempts,
              failedAt = excluded.failedAt, failure = excluded.failure
            """, [destination, cursor, failure.attempts, failure.since.milliseconds, failure.cause])
    }

    /// Keeps an entry as one that the destination does not take.
    package func bury(_ letter: Outgoing, for destination: String, _ failure: DeliveryFailure) throws {
        try execute(
            """
            INSERT INTO deadLetter
              (destination, \(Outgoing.columns), attempts, failedAt, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET attempts = excluded.attempts, failedAt = excluded.failedAt,
              failure = excluded.failure
            """,
            [
                destination, letter.cursor, letter.kind.rawValue, letter.subject, letter.key, letter.urgent,
                letter.createdAt.milliseconds, letter.body, failure.attempts, failure.since.milliseconds,
                failure.cause,
            ])
    }

    /// The destination has an entry after all.
    package func removeDeadLetter(of destination: String, cursor: Int64) throws {
        try execute("DELETE FROM deadLetter WHERE destination = ? AND cursor = ?", [destination, cursor])
    }

    /// Has the destination's dead letters tried once more; returns how many.
    package func retryDeadLetters(of destination: String) throws -> Int {
        try execute("UPDATE deadLetter SET attempts = 0 WHERE destination = ?", [destination])
        return database.changesCount
    }

    /// Forgets the destination's dead letters; returns how many.
    package func dropDeadLetters(of destination: String) throws -> Int {
        try execute("DELETE FROM deadLetter WHERE destination = ?", [destination])
        return database.changesCount
    }

    /// Forgets at most `limit` dead letters that are older.
    package func pruneDeadLetters(before: Timestamp, limit: Int) throws {
        try execute(
            """
            DELETE FROM deadLetter WHERE (destination, cursor) IN (
              SELECT destination, cursor FROM deadLetter WHERE createdAt < ? LIMIT ?)
            """, [before.milliseconds, limit])
    }
}
