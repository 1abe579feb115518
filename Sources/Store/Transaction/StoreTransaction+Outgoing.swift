import CareModel
import GRDB

extension StoreTransaction {
    private static let outgoing = RowsInsert(
        into: "outgoing (kind, subject, key, urgent, createdAt, body)", columns: 6)

    /// Appends to the outbox and returns the cursor; an entry whose key is there already changes nothing and gives
    /// that one's cursor. The cursor in the entry is not looked at.
    package func append(_ outgoing: Outgoing) throws -> Int64 {
        if let known = try cursor(ofKey: outgoing.key) { return known }
        try append(new: [outgoing])
        return database.lastInsertedRowID
    }

    /// Appends to the outbox, in their order, those whose key it does not hold.
    package func append(_ outgoing: [Outgoing]) throws {
        // Looked up first rather than INSERT OR IGNORE, so that cursors have no gaps.
        var seen: Set<String> = []
        try append(new: outgoing.filter { try seen.insert($0.key).inserted && cursor(ofKey: $0.key) == nil })
    }

    private func cursor(ofKey key: String) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT cursor FROM outgoing WHERE key = ?"), arguments: [key])
    }

    private func append(new outgoing: [Outgoing]) throws {
        try Self.outgoing(outgoing, database) { outgoing, row in
            row.bind(Int64(outgoing.kind.rawValue))
            row.bind(outgoing.subject)
            row.bind(outgoing.key)
            row.bind(outgoing.urgent ? Int64(1) : 0)
            row.bind(outgoing.createdAt.milliseconds)
            row.bind(outgoing.body)
        }
    }

    /// Notes that the destination has everything up to and including the cursor, and works.
    package func setDeliveryPosition(_ destination: String, _ cursor: Int64) throws {
        try execute(
            """
            INSERT INTO delivery (destination, cursor) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET cursor = excluded.cursor, attempts = 0, failedAt = NULL, failure = NULL
            """, [destination, cursor])
    }
}
