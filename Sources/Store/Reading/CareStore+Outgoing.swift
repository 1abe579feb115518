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
                        SELECT \(Outgoing.columns) FROM outgoing
                        WHERE cursor > ? \(ofKind) ORDER BY cursor LIMIT ?
                        """), arguments: [cursor, limit]
            ).map { try Outgoing($0, path: path) }
        }
    }

    /// The entries of one kind about one subject after a cursor and up to another, by cursor.
    package func outgoing(
        _ kind: Outgoing.Kind, about subject: String, after cursor: Int64, through last: Int64
    ) throws -> [Outgoing] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(Outgoing.columns) FROM outgoing
                        WHERE cursor > ? AND cursor <= ? AND kind = ? AND subject = ? ORDER BY cursor
                        """), arguments: [cursor, last, kind.rawValue, subject]
            ).map { try Outgoing($0, path: path) }
        }
    }

    /// Of all entries after the cursor what decides who gets them and when, by cursor; at most `limit`.
    package func outgoingHeads(after cursor: Int64, limit: Int) throws -> [OutgoingHead] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT cursor, kind, subject, urgent, createdAt FROM outgoing
                        WHERE cursor > ? ORDER BY cursor LIMIT ?
                        """), arguments: [cursor, limit]
            ).map { row in
                OutgoingHead(
                    cursor: row[0], kind: try Outgoing.Kind(stored: row[1], path: path), subject: row[2],
                    urgent: row[3], createdAt: Timestamp(milliseconds: row[4]))
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

extension Outgoing {
    static let columns = "cursor, kind, subject, key, urgent, createdAt, body"
    static let columnCount = 7

    /// From `columns`.
    init(_ row: Row, path: String) throws {
        self.init(
            cursor: row[0], kind: try Kind(stored: row[1], path: path), subject: row[2], key: row[3], urgent: row[4],
            createdAt: Timestamp(milliseconds: row[5]), body: row[6])
    }
}

extension Outgoing.Kind {
    init(stored number: Int, path: String) throws {
        guard let kind = Self(rawValue: number) else {
            throw StoreError.damaged(path: path, detail: "an outgoing entry has the unknown kind \(number)")
        }
        self = kind
    }
}
