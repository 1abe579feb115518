package import CareModel
import GRDB

/// Alerts and calls beside one another, for the pages that explain and hand over.
extension CareStore {
    /// Earlier alerts about the same resident of the same rule or family, newest first.
    package func alerts(like alert: Alert, limit: Int) throws -> [Alert] {
        try related(
            """
            SELECT body FROM alert
            WHERE home = (SELECT number FROM home WHERE home.id = ?) AND onset < ? AND id != ?
              AND body ->> '$.resident' = ? AND (body ->> '$.rule' = ? OR body ->> '$.family' = ?)
            ORDER BY onset DESC, id DESC LIMIT ?
            """,
            [
                alert.home, alert.onset.milliseconds, alert.id, alert.resident, alert.rule, alert.family.rawValue,
                limit,
            ])
    }

    /// Those that are open, and those that were closed at or after `from`, by onset.
    package func alerts(openSince from: Timestamp) throws -> [Alert] {
        let closed = try related(
            """
            SELECT body FROM alert
            WHERE NOT open AND unixepoch(coalesce(body ->> '$.history[#-1].at', '9999-01-01')) >= ?
            """, [from.milliseconds / 1000])
        return (try alerts(open: true) + closed).sorted { ($0.onset, $0.id) < ($1.onset, $1.id) }
    }

    private func related(_ sql: String, _ arguments: StatementArguments) throws -> [Alert] {
        try decoded(read { try String.fetchAll($0, sql: sql, arguments: arguments) })
    }

    /// Every call from `from` on, by alert, each in order.
    package func calls(since from: Timestamp) throws -> [String: [Call]] {
        let calls = try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT alert, run, recipient, kind, at FROM called WHERE at >= ? ORDER BY alert, number",
                arguments: [from.milliseconds]
            ).compactMap { row in
                Call.Kind(rawValue: row[3]).map {
                    Call(alert: row[0], run: row[1], recipient: row[2], kind: $0, at: Timestamp(milliseconds: row[4]))
                }
            }
        }
        return Dictionary(grouping: calls, by: \.alert)
    }
}
