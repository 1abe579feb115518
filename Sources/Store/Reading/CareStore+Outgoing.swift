import CareModel
import GRDB

extension CareStore {
    /// Entries of the outbox after the cursor, of those kinds, by cursor; at most `limit`.
    package func outgoing(kinds: Set<Outgoing.Kind>, after cursor: Int64, limit: Int) throws -> [Outgoing] {
        // A condition on the kind only where there is a choice: all kinds are one walk along the table.
        let numbers = kinds.map(\.rawValue).sorted().map(String.init).joined(separator: ", ")
        let ofKind = kinds.count == Outgoing.Kind.allCases.count ? "" : "AND kind IN (\(numbers))"
        return try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT cursor, kind, subject, key, urgent, createdAt, body FROM outgoing
                        WHERE cursor > ? \(ofKind) ORDER BY cursor LIMIT ?
                        """), arguments: [cursor, limit]
            ).map { row in
                guard let kind = Outgoing.Kind(rawValue: row[1]) else {
                    throw StoreError.damaged(path: path, detail: "outgoing \(row[0] as Int64) has an unknown kind")
                }
                return Outgoing(
                    cursor: row[0], kind: kind, subject: row[2], key: row[3], urgent: row[4],
                    createdAt: Timestamp(milliseconds: row[5]), body: row[6])
            }
        }
    }

    /// The cursor of the newest entry of the outbox; 0 while it is empty.
    package func lastOutgoingCursor() throws -> Int64 {
        try read { database in
            try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(cursor) FROM outgoing")) ?? 0
        }
    }

    /// The cursor of the newest alert in the outbox; 0 while there is none.
    package func lastAlertCursor() throws -> Int64 {
        try read { database in
            try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(cursor) FROM outgoing WHERE kind = 1")) ?? 0
        }
    }

    /// The cursor up to which the destination has everything; 0 before the first delivery.
    package func deliveryPosition(_ destination: String) throws -> Int64 {
        try read { database in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT cursor FROM delivery WHERE destination = ?"),
                arguments: [destination]) ?? 0
        }
    }
}
