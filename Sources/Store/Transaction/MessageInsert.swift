import CareModel
import GRDB
import GRDBSQLite

/// The hot path: one message into one row, through a cached statement with its values bound in place.
///
/// The only use of SQLite's C interface. GRDB's own binding costs twice as much a row, its records five times.
struct MessageInsert {
    private static let sql = """
        INSERT INTO message (home, at, received, topic, packet, digest, flags, payload, readings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private let database: Database
    private let statement: Statement

    init(_ database: Database) throws {
        self.database = database
        statement = try database.cachedStatement(sql: Self.sql)
    }

    /// Returns the message's new id.
    func callAsFunction(_ message: StoredMessage) throws -> Int64 {
        let raw = statement.sqliteStatement
        // SQLite may have rolled back by itself after an error that the caller swallowed; a bare step would then
        // commit this row alone.
        guard sqlite3_get_autocommit(database.sqliteConnection) == 0 else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "Transaction was aborted")
        }
        sqlite3_bind_int64(raw, 1, message.home)
        sqlite3_bind_int64(raw, 2, message.at.milliseconds)
        let delay = message.receivedAt.milliseconds(since: message.at)
        if delay == 0 { sqlite3_bind_null(raw, 3) } else { sqlite3_bind_int64(raw, 3, delay) }
        sqlite3_bind_int64(raw, 4, message.topic)
        sqlite3_bind_int64(raw, 5, Int64(message.packetID))
        sqlite3_bind_int64(raw, 6, message.digest)
        sqlite3_bind_int64(raw, 7, Int64(message.flags.rawValue))
        // Bound without a copy: the step happens while both arrays are held, and empty ones bind as NULL.
        let code = message.payload.withUnsafeBytes { payload in
            message.readings.withUnsafeBytes { readings in
                sqlite3_bind_blob64(raw, 8, payload.isEmpty ? nil : payload.baseAddress, UInt64(payload.count), nil)
                sqlite3_bind_blob64(raw, 9, readings.isEmpty ? nil : readings.baseAddress, UInt64(readings.count), nil)
                return sqlite3_step(raw)
            }
        }
        guard code == SQLITE_DONE else { throw failure(code) }
        sqlite3_reset(raw)
        return sqlite3_last_insert_rowid(database.sqliteConnection)
    }

    private func failure(_ code: CInt) -> DatabaseError {
        let message = database.lastErrorMessage
        sqlite3_reset(statement.sqliteStatement)
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}
