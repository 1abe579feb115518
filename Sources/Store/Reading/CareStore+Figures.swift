import CareModel
import Foundation
import GRDB

extension CareStore {
    /// What could not be read, the most frequent first.
    /// `withSamples`: the samples too, each up to 64 KiB; without them they are empty.
    package func quarantine(withSamples: Bool = true) throws -> [QuarantineRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT topic, reason, count, firstAt, lastAt, \(withSamples ? "sample" : "x''") FROM quarantine
                    ORDER BY count DESC, topic, reason
                    """
            ).map { row in
                try QuarantineRow(
                    topic: row[0], reason: row[1], count: row[2], firstAt: Timestamp(milliseconds: row[3]),
                    lastAt: Timestamp(milliseconds: row[4]), sample: row.bytes(5))
            }
        }
    }

    /// One line a home, by id: of those homes, or of all (nil). Not `gateway`, whose alerts are about the gateway itself.
    package func homeSummaries(of homes: [String]? = nil) throws -> [HomeSummary] {
        try read { database in
            let list = try homes.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
            let counts = try Row.fetchAll(
                database,
                sql: """
                    SELECT home, priority, count(*) FROM alert
                    WHERE open AND state IN ('firing', 'acknowledged') AND (?1 IS NULL OR home IN
                      (SELECT number FROM home WHERE id IN (SELECT value FROM json_each(?1))))
                    GROUP BY home, priority
                    """, arguments: [list])
            var open: [Int64: [Alert.Priority: Int]] = [:]
            for row in counts {
                if let priority = Alert.Priority(rawValue: row[1]) { open[row[0], default: [:]][priority] = row[2] }
            }
            let homes = try Row.fetchAll(
                database,
                sql: """
                    SELECT number, id, lastMessageAt, latest.home IS NOT NULL, latest.resident
                    FROM home LEFT JOIN feature AS latest ON latest.home = number AND (latest.date, latest.feature) =
                      (SELECT date, feature FROM feature WHERE home = number ORDER BY date DESC, feature DESC LIMIT 1)
                    WHERE id <> 'gateway' AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) ORDER BY id
                    """, arguments: [list])
            return homes.map { row in
                let lastMessageAt: Int64? = row[2]
                return HomeSummary(
                    home: row[1], resident: row[3] ? row[4] ?? row[1] : nil,
                    lastMessageAt: lastMessageAt.map(Timestamp.init(milliseconds:)), openAlerts: open[row[0]] ?? [:])
            }
        }
    }

    /// Sizes for metrics, cheap at any number of messages: ids without gaps give the counts.
    package func figures() throws -> StoreFigures {
        try read { database in
            var figures = StoreFigures()
            func number(_ sql: String) throws -> Int { try Int.fetchOne(database.cachedStatement(sql: sql)) ?? 0 }
            figures.messages = try number("SELECT (SELECT max(id) FROM message) - (SELECT min(id) FROM message) + 1")
            figures.features = try number("SELECT value FROM tally WHERE name = 'features'")
            figures.alerts = try number("SELECT count(*) FROM alert")
            figures.outgoing = try number(
                "SELECT (SELECT max(cursor) FROM outgoing) - (SELECT min(cursor) FROM outgoing) + 1")
            figures.quarantineRows = try number("SELECT max(number) FROM quarantine")
            figures.quarantinedMessages = try number("SELECT sum(count) FROM quarantine")
            figures.destinations = try Self.destinations(database)
            figures.oldestMessageAt = try Int64.fetchOne(database, sql: "SELECT at FROM message ORDER BY id LIMIT 1")
                .map(Timestamp.init(milliseconds:))
            figures.databaseBytes = FileOnDisk(path).sizeBytes ?? 0
            figures.walBytes = FileOnDisk(path + "-wal").sizeBytes ?? 0
            return figures
        }
    }

    private static func destinations(_ database: Database) throws -> [String: StoreFigures.Place] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT destination, max(0, coalesce((SELECT max(cursor) FROM outgoing), 0)
                    - max(cursor, coalesce((SELECT min(cursor) - 1 FROM outgoing), 0))),
                  (SELECT createdAt FROM outgoing WHERE outgoing.cursor > delivery.cursor
                    ORDER BY outgoing.cursor LIMIT 1),
                  (SELECT count(*) FROM deadLetter WHERE deadLetter.destination = delivery.destination)
                FROM delivery
                """)
        return Dictionary(
            rows.map { row in
                let oldestAt: Int64? = row[2]
                return (
                    row[0],
                    StoreFigures.Place(
                        pending: row[1], oldestPendingAt: oldestAt.map(Timestamp.init(milliseconds:)),
                        deadLetters: row[3])
                )
            }
        ) { first, _ in first }
    }
}
