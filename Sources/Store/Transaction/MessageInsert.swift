import CareModel
import GRDB
import GRDBSQLite

/// The hot path: messages into rows, many a statement, through cached statements with their values bound in place.
///
/// Through SQLite's C interface, as `RowsInsert`, but without a copy of the bytes: GRDB's own binding costs twice as
/// much a row, its records five times; a statement for each row costs a third more than one for sixteen.
struct MessageInsert {
    private static let columns: CInt = 9
    private static let messages = RowsInsert(
        into: "message (home, at, received, topic, packet, digest, flags, payload, readings)", columns: Int(columns))

    private let database: Database

    init(_ database: Database) { self.database = database }

    /// Returns the last message's new id.
    func callAsFunction(_ batch: MessageBatch) throws -> Int64 {
        try batch.bytes.withUnsafeBytes { bytes in
            var start = 0
            try Self.messages(batch.rows, database) { rows, statement in
                var first: CInt = 1
                for row in rows {
                    bind(row, bytes, from: start, statement, first)
                    start = row.end
                    first += Self.columns
                }
                return sqlite3_step(statement)
            }
        }
        return sqlite3_last_insert_rowid(database.sqliteConnection)
    }

    /// Binds a row from the parameter `first` on; its bytes begin at `start` and are not copied.
    private func bind(
        _ row: MessageBatch.Row, _ bytes: UnsafeRawBufferPointer, from start: Int, _ raw: SQLiteStatement, _ first: CInt
    ) {
        sqlite3_bind_int64(raw, first, row.home)
        sqlite3_bind_int64(raw, first + 1, row.at.milliseconds)
        let delay = row.receivedAt.milliseconds(since: row.at)
        if delay == 0 { sqlite3_bind_null(raw, first + 2) } else { sqlite3_bind_int64(raw, first + 2, delay) }
        sqlite3_bind_int64(raw, first + 3, row.topic)
        sqlite3_bind_int64(raw, first + 4, Int64(row.packetID))
        sqlite3_bind_int64(raw, first + 5, row.digest)
        sqlite3_bind_int64(raw, first + 6, Int64(row.flags.rawValue))
        bind(bytes[start..<row.payloadEnd], raw, first + 7)
        bind(bytes[row.payloadEnd..<row.end], raw, first + 8)
    }

    /// Empty ones bind as NULL.
    private func bind(_ bytes: Slice<UnsafeRawBufferPointer>, _ raw: SQLiteStatement, _ index: CInt) {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        sqlite3_bind_blob64(raw, index, bytes.isEmpty ? nil : bytes.baseAddress, UInt64(bytes.count), nil)
    }
}
