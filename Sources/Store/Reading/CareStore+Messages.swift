package import CareModel
import GRDB

extension CareStore {
    /// Passes the messages after an id to the body, by id: those of one home, or all; at most `limit`.
    ///
    /// Covers what is committed when it begins. Read in steps, each a short snapshot, so that a long export does not
    /// keep the log of a live database from being written back; the body may use the store.
    package func forEachMessage(
        after id: Int64, home: Int64?, limit: Int?, _ body: (StoredMessage) throws -> Void
    ) throws {
        let end = try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM message") } ?? 0
        var (position, left) = (id, limit ?? .max)
        while position < end, left > 0 {
            let step = try messages(after: position, through: end, home: home, limit: left)
            for message in step.messages { try body(message) }
            left -= step.messages.count
            position = step.reached
        }
    }

    private static let stepRows = 2_000
    private static let stepBytes = 4 << 20

    /// One step: its messages, and the id up to which there are no others.
    private func messages(
        after id: Int64, through end: Int64, home: Int64?, limit: Int
    ) throws -> (messages: [StoredMessage], reached: Int64) {
        try read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT id, home, at, received, topic, packet, digest, flags, payload, readings FROM message
                        WHERE id > ?1 AND id <= ?2 AND (?3 IS NULL OR home = ?3) ORDER BY id LIMIT ?4
                        """), arguments: [id, end, home, min(limit, Self.stepRows)])
            var (messages, bytes): ([StoredMessage], Int) = ([], 0)
            while let row = try rows.next() {
                let message = try StoredMessage(row)
                bytes += message.payload.count
                messages.append(message)
                if messages.count == Self.stepRows || bytes >= Self.stepBytes { return (messages, message.id) }
            }
            return (messages, end)
        }
    }

    /// The tail of the broker's messages after an id, at most `count`, by id: what a redelivery is recognised by. The
    /// gateway's own are among them where they came back from the broker.
    package func lastMessages(
        _ count: Int, after id: Int64 = 0
    ) throws -> [(packetID: UInt16, digest: Int64, id: Int64)] {
        try read { database in
            // Row by row: there may be many, and a row that is kept takes ten times the room of what is wanted of it.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT packet, digest, id FROM message WHERE id > ? AND (flags & ? = 0 OR packet <> 0)
                    ORDER BY id DESC LIMIT ?
                    """,
                arguments: [id, MessageFlags.gateway.rawValue, count])
            var tail: [(packetID: UInt16, digest: Int64, id: Int64)] = []
            while let row = try rows.next() {
                tail.append((UInt16(truncatingIfNeeded: row[0] as Int64), row[1], row[2]))
            }
            tail.reverse()
            return tail
        }
    }

    /// The highest clock of any message ever stored; nil before the first.
    package func latestMessageAt() throws -> Timestamp? {
        try read { database in
            try Int64.fetchOne(database, sql: "SELECT value FROM tally WHERE name = 'latestAt'")
                .map(Timestamp.init(milliseconds:))
        }
    }

    /// The name of each topic's number.
    package func topics() throws -> [Int64: String] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT number, name FROM topic")
            return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
        }
    }

    /// Makes `countOfMessages` fast, at a cost for each message appended until `dropKnownMessages`: for replaying a
    /// log into a database that may hold some of it.
    package func prepareKnownMessages() throws {
        try write { try $0.database.execute(sql: "CREATE INDEX IF NOT EXISTS messageKnown ON message (at, digest)") }
    }

    /// How many messages with that clock and digest there are up to and including the id.
    ///
    /// For many of them, `StoreTransaction.countOfMessages` costs a tenth.
    package func countOfMessages(at: Timestamp, digest: Int64, through id: Int64) throws -> Int {
        try read { try $0.countOfMessages(at: at, digest: digest, through: id) }
    }

    /// Undoes `prepareKnownMessages`; also done whenever the database is opened for writing.
    package func dropKnownMessages() throws {
        try write { try $0.database.execute(sql: "DROP INDEX IF EXISTS messageKnown") }
    }
}

extension StoreTransaction {
    /// How many messages with that clock and digest there are up to and including the id.
    package func countOfMessages(at: Timestamp, digest: Int64, through id: Int64) throws -> Int {
        try database.countOfMessages(at: at, digest: digest, through: id)
    }
}

extension Database {
    fileprivate func countOfMessages(at: Timestamp, digest: Int64, through id: Int64) throws -> Int {
        try Int.fetchOne(
            cachedStatement(sql: "SELECT count(*) FROM message WHERE at = ? AND digest = ? AND id <= ?"),
            arguments: [at.milliseconds, digest, id]) ?? 0
    }
}

extension StoredMessage {
    /// From the columns id, home, at, received, topic, packet, digest, flags, payload, readings.
    fileprivate init(_ row: Row) throws {
        let at = Timestamp(milliseconds: row[2])
        try self.init(
            id: row[0], home: row[1], at: at, receivedAt: at.adding(milliseconds: row[3] ?? 0), topic: row[4],
            packetID: UInt16(truncatingIfNeeded: row[5] as Int64), digest: row[6],
            flags: MessageFlags(rawValue: row[7]),
            payload: row.bytes(8), readings: row.bytes(9))
    }
}
