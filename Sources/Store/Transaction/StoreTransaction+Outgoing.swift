import CareModel
import GRDB

extension StoreTransaction {
    /// Appends to the outbox and returns the cursor; an entry whose key is there already changes nothing and gives
    /// that one's cursor. The cursor in the entry is not looked at.
    package func append(_ outgoing: Outgoing) throws -> Int64 {
        // Looked up first rather than INSERT OR IGNORE, so that cursors have no gaps.
        let known = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT cursor FROM outgoing WHERE key = ?"), arguments: [outgoing.key])
        if let known { return known }
        try execute(
            "INSERT INTO outgoing (kind, subject, key, urgent, createdAt, body) VALUES (?, ?, ?, ?, ?, ?)",
            [
                outgoing.kind.rawValue, outgoing.subject, outgoing.key, outgoing.urgent,
                outgoing.createdAt.milliseconds, outgoing.body,
            ])
        return database.lastInsertedRowID
    }

    /// Notes that the destination has everything up to and including the cursor.
    package func setDeliveryPosition(_ destination: String, _ cursor: Int64) throws {
        try execute(
            "INSERT INTO delivery (destination, cursor) VALUES (?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor",
            [destination, cursor])
    }
}
