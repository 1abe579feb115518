package import CareModel
import GRDB

extension CareStore {
    /// The destinations that the outbox was ever drained to, by name.
    package func deliveries() throws -> [DeliveryState] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT destination, cursor, attempts, failedAt, failure,
                      (SELECT count(*) FROM deadLetter WHERE deadLetter.destination = delivery.destination)
                    FROM delivery ORDER BY destination
                    """
            ).map(DeliveryState.init)
        }
    }

    /// Nil for a destination that nothing was ever delivered to.
    package func delivery(_ destination: String) throws -> DeliveryState? {
        try deliveries().first { $0.destination == destination }
    }

    /// What the destination does not take, by cursor.
    package func deadLetters(of destination: String) throws -> [DeadLetter] {
        try letters("", [destination])
    }

    /// The first of the destination's dead letters that is to be tried once more.
    package func deadLetterToRetry(of destination: String) throws -> DeadLetter? {
        try letters("AND attempts = 0", [destination], limit: 1).first
    }

    /// How many of these kinds the outbox holds after a cursor, and since when the first of them waits.
    package func waiting(
        after cursor: Int64, where isFor: (OutgoingHead) -> Bool
    ) throws -> (count: Int, oldestAt: Timestamp?) {
        var (count, oldestAt, looked) = (0, Timestamp?.none, cursor)
        while case let heads = try outgoingHeads(after: looked, limit: 10_000), let last = heads.last {
            looked = last.cursor
            for head in heads where isFor(head) {
                count += 1
                oldestAt = oldestAt ?? head.createdAt
            }
        }
        return (count, oldestAt)
    }

    private func letters(
        _ condition: String, _ arguments: StatementArguments, limit: Int = -1
    ) throws -> [DeadLetter] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(Outgoing.columns), attempts, failedAt, failure FROM deadLetter
                        WHERE destination = ? \(condition) ORDER BY cursor LIMIT \(limit)
                        """), arguments: arguments
            ).map { row in
                let start = Outgoing.columnCount
                return DeadLetter(
                    letter: try Outgoing(row, path: path),
                    failure: DeliveryFailure(
                        attempts: row[start], since: Timestamp(milliseconds: row[start + 1]), cause: row[start + 2]))
            }
        }
    }
}

extension DeliveryState {
    fileprivate init(_ row: Row) {
        destination = row[0]
        cursor = row[1]
        deadLetters = row[5]
        failure = (row[3] as Int64?).map { since in
            DeliveryFailure(attempts: row[2], since: Timestamp(milliseconds: since), cause: row[4] ?? "")
        }
    }
}
