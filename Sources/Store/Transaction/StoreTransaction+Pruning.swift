package import CareModel
import GRDB

extension StoreTransaction {
    /// Removes at most `limit` messages from the start, up to the first that is not older; returns how many.
    ///
    /// The last message always stays, so that no id is given twice.
    package func pruneMessages(before: Timestamp, limit: Int) throws -> Int {
        let select = """
            SELECT id, at >= ? FROM message WHERE id < (SELECT max(id) FROM message) ORDER BY id LIMIT ?
            """
        let last = try lastStale(select, [before.milliseconds, limit])
        guard let last else { return 0 }
        try execute("DELETE FROM message WHERE id <= ?", [last])
        return database.changesCount
    }

    /// Removes the logs of earlier days.
    package func pruneDayLogs(before: LocalDay) throws {
        try execute("DELETE FROM dayLog WHERE day < ?", [before.number])
    }

    /// Removes at most `limit` entries that every destination has, up to the first that is not older; returns how many.
    package func pruneOutgoing(before: Timestamp, deliveredThrough: Int64, limit: Int) throws -> Int {
        let select = "SELECT cursor, createdAt >= ? FROM outgoing WHERE cursor <= ? ORDER BY cursor LIMIT ?"
        let last = try lastStale(select, [before.milliseconds, deliveredThrough, limit])
        guard let last else { return 0 }
        try execute("DELETE FROM outgoing WHERE cursor <= ?", [last])
        return database.changesCount
    }

    /// The last id before the first row that is still wanted. The rows hold an id and whether it is wanted.
    private func lastStale(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        var last: Int64?
        while let row = try rows.next(), row[1] == false { last = row[0] }
        return last
    }
}
