import CareModel
import GRDB

/// The verbs of one transaction; valid only inside the closure of `CareStore.write`.
///
/// A verb that throws leaves the transaction unfit: let the error pass, so that all of it is undone.
package struct StoreTransaction {
    let database: Database
    let notes: TransactionNotes

    /// The home's number, given on first sight.
    package func homeNumber(_ id: String) throws -> Int64 {
        if let number = notes.home(id) { return number }
        let number = try number(
            of: id, select: "SELECT number FROM home WHERE id = ?", insert: "INSERT INTO home (id) VALUES (?)")
        notes.add(home: id, number: number)
        return number
    }

    /// The topic's number, given on first sight.
    package func topicNumber(_ topic: String) throws -> Int64 {
        if let number = notes.topic(topic) { return number }
        let number = try number(
            of: topic, select: "SELECT number FROM topic WHERE name = ?", insert: "INSERT INTO topic (name) VALUES (?)")
        notes.add(topic: topic, number: number)
        return number
    }

    /// Where the highest topic's number is above this, a topic on which nothing was understood gets none of its own.
    package static let unknownTopicLimit = 100_000

    /// As `topicNumber`, for a topic on which nothing was understood: where there are too many, the number of the one
    /// that stands for all of its home, `others`.
    package func topicNumber(ofUnknown topic: String, others: String) throws -> (number: Int64, isOwn: Bool) {
        if let number = notes.topic(topic) { return (number, true) }
        let known = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM topic WHERE name = ?"), arguments: [topic])
        if let known { return (known, true) }
        // Rows are never removed, so the highest number is their count.
        let count = try Int.fetchOne(database.cachedStatement(sql: "SELECT coalesce(max(number), 0) FROM topic")) ?? 0
        guard count >= Self.unknownTopicLimit else { return (try topicNumber(topic), true) }
        return (try topicNumber(others), false)
    }

    private func number(of text: String, select: String, insert: String) throws -> Int64 {
        if let number = try Int64.fetchOne(database.cachedStatement(sql: select), arguments: [text]) { return number }
        try execute(insert, [text])
        return database.lastInsertedRowID
    }

    /// Appends a message and returns its id, one above the last; the id in the message is not looked at.
    package func append(_ message: StoredMessage) throws -> Int64 {
        var batch = MessageBatch()
        batch.append(message)
        return try append(batch)
    }

    /// Appends messages in their order and returns the id of the last.
    package func append(_ batch: MessageBatch) throws -> Int64 {
        notes.note(batch)
        return try MessageInsert(database)(batch)
    }

    /// Stores a note of the caller's own under a key.
    package func setCheckpoint(_ key: String, _ value: String) throws {
        try execute(
            "INSERT INTO checkpoint (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [key, value])
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The last statements of a transaction: the clocks that its messages moved.
    func saveNotes() throws {
        let news = notes.takeNews()
        if let latest = news.latestAt {
            try execute(
                """
                INSERT INTO tally (name, value) VALUES ('latestAt', ?)
                ON CONFLICT DO UPDATE SET value = max(value, excluded.value)
                """, [latest.milliseconds])
        }
        for (home, at) in news.lastMessageAt {
            try execute(
                "UPDATE home SET lastMessageAt = max(coalesce(lastMessageAt, ?1), ?1) WHERE number = ?2",
                [at.milliseconds, home])
        }
    }
}
