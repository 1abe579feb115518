import CareModel
import Foundation
import GRDB
import Secrets

/// The chain of the access log: each row's hash is SHA-256 over the hash before it (32 zero bytes for the first), the
/// row's number in decimal, a line feed and the row's body.
package enum AccessLog {
    package static let start = [UInt8](repeating: 0, count: 32)

    package static func hash(number: Int64, body: String, after previous: [UInt8]) -> [UInt8] {
        Digest.of(previous + Array("\(number)\n\(body)".utf8))
    }
}

extension StoreTransaction {
    /// Adds entries to the end of the access log.
    package func log(_ entries: [AccessEntry]) throws {
        let last = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT number, hash FROM access ORDER BY number DESC LIMIT 1"))
        var number: Int64 = last?[0] ?? 0
        var hash = try last?.bytes(1) ?? AccessLog.start
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for entry in entries {
            number += 1
            let body = String(decoding: try encoder.encode(entry), as: UTF8.self)
            hash = AccessLog.hash(number: number, body: body, after: hash)
            try execute("INSERT INTO access (number, body, hash) VALUES (?, ?, ?)", [number, body, Data(hash)])
        }
    }
}

extension CareStore {
    /// The rows after a number, in their order, one at a time; none in a database from before there was a log.
    package func forEachAccess(after number: Int64 = 0, _ body: (AccessRow) throws -> Void) throws {
        try read { database in
            guard try database.tableExists("access") else { return }
            let rows = try Row.fetchCursor(
                database, sql: "SELECT number, body, hash FROM access WHERE number > ? ORDER BY number",
                arguments: [number])
            while let row = try rows.next() {
                try body(AccessRow(number: row[0], body: row[1], hash: row.bytes(2)))
            }
        }
    }

    /// The latest rows, newest first, before a number: all, or those about one home.
    package func latestAccess(home: String? = nil, before number: Int64? = nil, limit: Int) throws -> [AccessRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, body, hash FROM access
                    WHERE number < ?1 AND (?2 IS NULL OR json_extract(body, '$.home') = ?2)
                    ORDER BY number DESC LIMIT ?3
                    """, arguments: [number ?? .max, home, limit]
            ).map { AccessRow(number: $0[0], body: $0[1], hash: try $0.bytes(2)) }
        }
    }

    /// Walks along the whole chain. Returns the last row's number and hash (0 and 32 zero bytes for an empty log);
    /// throws `AccessLogFault` at the first row that does not fit.
    package func verifyAccessLog() throws -> (last: Int64, hash: [UInt8]) {
        var (last, hash): (Int64, [UInt8]) = (0, AccessLog.start)
        try forEachAccess { row in
            guard row.number == last + 1 else {
                throw AccessLogFault(row: row.number, what: "row \(last + 1) is missing before it")
            }
            guard row.hash == AccessLog.hash(number: row.number, body: row.body, after: hash) else {
                throw AccessLogFault(row: row.number, what: "its hash does not fit what it says and the row before it")
            }
            (last, hash) = (row.number, row.hash)
        }
        return (last, hash)
    }
}
