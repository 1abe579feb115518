import CareModel
import GRDB
import GRDBSQLite

/// The hot path: messages into rows, many a statement, through cached statements with their values bound in place.
///
/// Through SQLite's C interface, as `RowsInsert`, but without a copy of the bytes: GRDB's own binding costs twice as
/// much a row, its records five times; a statement for each row costs a third more than one for sixteen.
struct MessageInsert {
    private static let messages = RowsInsert(
        into: "message (home, at, received, topic, packet, digest, flags, payload, readings)", columns: 9)

    private let database: Database

    init(_ database: Database) { self.database = database }

    /// Returns the last message's new id.
    func callAsFunction(_ messages: [StoredMessage]) throws -> Int64 {
        try Self.messages(messages, database) { rows, statement in bindAndStep(statement, rows, 1) }
        return sqlite3_last_insert_rowid(database.sqliteConnection)
    }

    /// Binds the rows from the parameter `first` on. Their arrays are bound without a copy: the step happens in the
    /// innermost call, while all are held. Empty ones bind as NULL.
    private func bindAndStep(_ raw: SQLiteStatement, _ rows: ArraySlice<StoredMessage>, _ first: CInt) -> CInt {
        guard let message = rows.first else { return sqlite3_step(raw) }
        sqlite3_bind_int64(raw, first, message.home)
        sqlite3_bind_int64(raw, first + 1, message.at.milliseconds)
        let delay = message.receivedAt.milliseconds(since: message.at)
        if delay == 0 { sqlite3_bind_null(raw, first + 2) } else { sqlite3_bind_int64(raw, first + 2, delay) }
        sqlite3_bind_int64(raw, first + 3, message.topic)
        sqlite3_bind_int64(raw, first + 4, Int64(message.packetID))
        sqlite3_bind_int64(raw, first + 5, message.digest)
        sqlite3_bind_int64(raw, first + 6, Int64(message.flags.rawValue))
        return message.payload.withUnsafeBytes { payload in
            bind(payload, raw, first + 7)
            return message.readings.withUnsafeBytes { readings in
                bind(readings, raw, first + 8)
                return bindAndStep(raw, rows.dropFirst(), first + 9)
            }
        }
    }

    private func bind(_ bytes: UnsafeRawBufferPointer, _ raw: SQLiteStatement, _ index: CInt) {
        sqlite3_bind_blob64(raw, index, bytes.isEmpty ? nil : bytes.baseAddress, UInt64(bytes.count), nil)
    }
}
