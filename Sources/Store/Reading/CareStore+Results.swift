package import CareModel
import Foundation
import GRDB

extension CareStore {
    /// Passes the features to the body by home, date and feature: of one home or all, of the days from the first to
    /// the last, both included.
    ///
    /// Each home is one short snapshot; the body may use the store.
    package func forEachFeature(
        home wanted: String?, from: LocalDay?, to: LocalDay?, _ body: (DailyFeature) throws -> Void
    ) throws {
        let homes = try read { database in
            try Row.fetchAll(
                database, sql: "SELECT number, id FROM home WHERE ?1 IS NULL OR id = ?1 ORDER BY id",
                arguments: [wanted]
            ).map { StoredHome(number: $0[0], id: $0[1]) }
        }
        for home in homes {
            for feature in try features(of: home, from: from, to: to) { try body(feature) }
        }
    }

    private func features(of home: StoredHome, from: LocalDay?, to: LocalDay?) throws -> [DailyFeature] {
        try read { database in
            // A database of before is read as it is.
            let hasScores = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= 3
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT date, feature, resident, value, unit, coverage, context, definitionVersion, revision,
                      expected, usualLow, usualHigh, withheld, \(hasScores ? "u" : "NULL")
                    FROM feature WHERE home = ? AND date BETWEEN ? AND ? ORDER BY date, feature
                    """, arguments: [home.number, from?.number ?? .min, to?.number ?? .max])
            var features: [DailyFeature] = []
            while let row = try rows.next() {
                let context: String = row[6]
                guard let context = DayContext(rawValue: context) else {
                    throw StoreError.damaged(path: path, detail: "feature of \(home.id) has the context \(context)")
                }
                features.append(
                    DailyFeature(
                        home: home.id, resident: row[2] ?? home.id, date: LocalDay(number: row[0]), feature: row[1],
                        value: row[3], unit: row[4], coverage: row[5], context: context, definitionVersion: row[7],
                        revision: row[8], usual: usual(row), withheld: try withheld(row, of: home), u: row[13]))
            }
            return features
        }
    }

    private func usual(_ row: Row) -> Baseline? {
        guard let expected: Double = row[9], let low: Double = row[10], let high: Double = row[11] else { return nil }
        return Baseline(expected: expected, usualLow: low, usualHigh: high)
    }

    private func withheld(_ row: Row, of home: StoredHome) throws -> Withheld? {
        guard let word: String = row[12] else { return nil }
        guard let reason = Withheld(rawValue: word) else {
            throw StoreError.damaged(path: path, detail: "feature of \(home.id) is withheld for `\(word)`")
        }
        return reason
    }

    /// The alerts by onset and id: of one home or all, with an onset at or after `from` and before `to`, open or not;
    /// with `wasTold` only those that somebody was told of.
    ///
    /// At most `limit`: the first ones, or with `newestFirst` the last ones, in the reverse order.
    package func alerts(
        home: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil, open: Bool? = nil, wasTold: Bool = false,
        limit: Int? = nil, newestFirst: Bool = false
    ) throws -> [Alert] {
        let order = newestFirst ? "onset DESC, id DESC" : "onset, id"
        // Only the conditions asked for, so that SQLite can choose an index for them.
        var (conditions, arguments): ([String], StatementArguments) = ([], [])
        if let home {
            conditions.append("home = (SELECT number FROM home WHERE home.id = ?)")
            arguments += [home]
        }
        if let from {
            conditions.append("onset >= ?")
            arguments += [from.milliseconds]
        }
        if let to {
            conditions.append("onset < ?")
            arguments += [to.milliseconds]
        }
        if let open { conditions.append(open ? "open" : "NOT open") }
        if wasTold { conditions.append("raisedAt IS NOT NULL AND state NOT IN ('pending', 'suppressed')") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [limit ?? -1]
        return try alerts("SELECT body FROM alert \(condition) ORDER BY \(order) LIMIT ?", arguments)
    }

    /// The alert of that id; nil when there is none.
    package func alert(id: String) throws -> Alert? {
        try alerts("SELECT body FROM alert WHERE id = ?", [id]).first
    }

    private func alerts(_ sql: String, _ arguments: StatementArguments) throws -> [Alert] {
        try decoded(read { try String.fetchAll($0, sql: sql, arguments: arguments) })
    }

    func decoded(_ bodies: [String]) throws -> [Alert] {
        try bodies.map { body in
            do {
                return try Self.decodedAlert(body)
            } catch {
                throw StoreError.damaged(path: path, detail: "unreadable alert: \(error)")
            }
        }
    }

    static func decodedAlert(_ body: String) throws -> Alert {
        try JSONDecoder().decode(Alert.self, from: Data(body.utf8))
    }
}
