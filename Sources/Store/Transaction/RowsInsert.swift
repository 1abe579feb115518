import GRDB
import GRDBSQLite

/// Rows into a table, many a statement: the work of a statement costs more than that of most rows.
struct RowsInsert {
    private static let rowsPerStatement = 16

    private let columns: Int
    private let oneRow: String
    private let manyRows: String

    /// `table` with its column names in brackets; `ending` is what follows the values, as a conflict clause.
    init(into table: String, columns: Int, ending: String = "") {
        let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
        self.columns = columns
        oneRow = "INSERT INTO \(table) VALUES \(row) \(ending)"
        manyRows =
            "INSERT INTO \(table) VALUES "
            + Array(repeating: row, count: Self.rowsPerStatement).joined(separator: ", ") + " \(ending)"
    }

    /// Inserts the rows in their order; `bind` binds each one's values, in the order of the columns.
    func callAsFunction<Row>(_ rows: [Row], _ database: Database, bind: (Row, inout RowValues) throws -> Void) throws {
        try callAsFunction(rows, database) { rows, statement in
            var values = RowValues(statement: statement)
            for row in rows { try bind(row, &values) }
            precondition(values.count == CInt(columns * rows.count), "every column of every row is bound")
            return sqlite3_step(statement)
        }
    }

    /// As the above; `bindAndStep` binds the rows of one statement from its first parameter on and steps it.
    func callAsFunction<Row>(
        _ rows: [Row], _ database: Database, bindAndStep: (ArraySlice<Row>, SQLiteStatement) throws -> CInt
    ) throws {
        try database.checkInTransaction()
        var rest = rows[...]
        while !rest.isEmpty {
            let isMany = rest.count >= Self.rowsPerStatement
            let statement = try database.cachedStatement(sql: isMany ? manyRows : oneRow)
            let some = rest.prefix(isMany ? Self.rowsPerStatement : 1)
            try database.finish(statement, bindAndStep(some, statement.sqliteStatement))
            rest = rest.dropFirst(some.count)
        }
    }
}

/// Binds a statement's values from the first on. Texts are copied.
struct RowValues {
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    fileprivate let statement: SQLiteStatement
    fileprivate private(set) var count: CInt = 0

    fileprivate init(statement: SQLiteStatement) { self.statement = statement }

    mutating func bind(_ value: Int64) {
        count += 1
        sqlite3_bind_int64(statement, count, value)
    }

    mutating func bind(_ value: Double?) {
        count += 1
        if let value { sqlite3_bind_double(statement, count, value) } else { sqlite3_bind_null(statement, count) }
    }

    mutating func bind(_ value: String?) {
        count += 1
        guard let value else {
            sqlite3_bind_null(statement, count)
            return
        }
        let length = value.utf8.count
        value.withCString { text in
            _ = sqlite3_bind_text(statement, count, text, CInt(length), Self.copied)
        }
    }
}

extension Database {
    /// Throws when SQLite rolled back by itself after an error that the caller swallowed: a bare step would then commit
    /// its rows alone.
    func checkInTransaction() throws {
        guard sqlite3_get_autocommit(sqliteConnection) == 0 else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "Transaction was aborted")
        }
    }

    /// Resets a statement that was stepped; throws unless the step had done all.
    func finish(_ statement: Statement, _ code: CInt) throws {
        let message = code == SQLITE_DONE ? nil : lastErrorMessage
        sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
    }
}
