package import CareModel
import GRDB

extension StoreTransaction {
    /// The alert of that id; nil when there is none.
    package func alert(id: String) throws -> Alert? {
        try String.fetchOne(database, sql: "SELECT body FROM alert WHERE id = ?", arguments: [id])
            .map(CareStore.decodedAlert)
    }

    /// Ids of the alerts that changed after the cursor, each once, in the order of their first change, and the cursor
    /// of the last change; nil when there is none.
    package func changedAlerts(after cursor: Int64, limit: Int) throws -> (ids: [String], last: Int64)? {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT cursor, key FROM outgoing WHERE kind = 1 AND cursor > ? ORDER BY cursor LIMIT ?"),
            arguments: [cursor, limit])
        guard let last: Int64 = rows.last?[0] else { return nil }
        var (ids, seen): ([String], Set<String>) = ([], [])
        for row in rows {
            let key: String = row[1]
            guard let slash = key.lastIndex(of: "/") else { continue }
            let id = String(key[..<slash])
            if seen.insert(id).inserted { ids.append(id) }
        }
        return (ids, last)
    }

    package func callRun(alert: String) throws -> CallRun? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT alert, chain, run, round, step, dueAt FROM callChain WHERE alert = ?"),
            arguments: [alert]
        ).map(CallRun.init)
    }

    /// Those due by then, the longest due first.
    package func dueCallRuns(at time: Timestamp, limit: Int) throws -> [CallRun] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT alert, chain, run, round, step, dueAt FROM callChain WHERE dueAt <= ?
                    ORDER BY dueAt, alert LIMIT ?
                    """), arguments: [time.milliseconds, limit]
        ).map(CallRun.init)
    }

    package func save(_ run: CallRun) throws {
        try execute(
            """
            INSERT INTO callChain (alert, chain, run, round, step, dueAt) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET chain = excluded.chain, run = excluded.run, round = excluded.round,
              step = excluded.step, dueAt = excluded.dueAt
            """, [run.alert, run.chain, run.run, run.round, run.step, run.dueAt?.milliseconds])
    }

    /// Nobody is called about it, or told of it later, any more.
    package func endCalls(alert: String) throws {
        try execute("DELETE FROM callChain WHERE alert = ?", [alert])
        try execute("DELETE FROM callWaiting WHERE alert = ?", [alert])
    }

    package func save(_ waiting: WaitingCall) throws {
        try execute(
            """
            INSERT INTO callWaiting (recipient, alert, chain, run, dueAt) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET chain = excluded.chain, run = excluded.run,
              dueAt = min(callWaiting.dueAt, excluded.dueAt)
            """, [waiting.recipient, waiting.alert, waiting.chain, waiting.run, waiting.dueAt.milliseconds])
    }

    /// All that wait for a recipient of whom some are due by then, by recipient and alert.
    package func dueWaitingCalls(at time: Timestamp) throws -> [WaitingCall] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT recipient, alert, chain, run, dueAt FROM callWaiting
                    WHERE dueAt <= ? ORDER BY recipient, alert
                    """), arguments: [time.milliseconds]
        ).map(WaitingCall.init)
    }

    package func isWaiting(alert: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM callWaiting WHERE alert = ?)"),
            arguments: [alert]) ?? false
    }

    package func remove(_ waiting: WaitingCall) throws {
        try execute(
            "DELETE FROM callWaiting WHERE recipient = ? AND alert = ?", [waiting.recipient, waiting.alert])
    }

    package func note(_ call: Call) throws {
        try execute(
            """
            INSERT INTO called (alert, number, run, recipient, kind, at)
            VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM called WHERE alert = ?1), ?2, ?3, ?4, ?5)
            """, [call.alert, call.run, call.recipient, call.kind.rawValue, call.at.milliseconds])
    }

    package func calls(alert: String) throws -> [Call] {
        try CareStore.calls(alert: alert, database)
    }

    /// How often the recipient was told of something by itself since then.
    package func callCount(recipient: String, since: Timestamp) throws -> Int {
        try Int.fetchOne(
            database.cachedStatement(
                sql: "SELECT count(*) FROM called WHERE recipient = ? AND at > ? AND kind = 'call'"),
            arguments: [recipient, since.milliseconds]) ?? 0
    }

    package func lastOutgoingCursor() throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(cursor) FROM outgoing")) ?? 0
    }
}

extension CareStore {
    /// Who was told of the alert, in order.
    package func calls(alert: String) throws -> [Call] {
        try read { try Self.calls(alert: alert, $0) }
    }

    /// The same of several alerts, by alert; those of whom nobody was told have no entry.
    package func calls(alerts: [String]) throws -> [String: [Call]] {
        guard !alerts.isEmpty else { return [:] }
        return try read { database in
            var calls: [String: [Call]] = [:]
            for alert in alerts {
                let found = try Self.calls(alert: alert, database)
                if !found.isEmpty { calls[alert] = found }
            }
            return calls
        }
    }

    fileprivate static func calls(alert: String, _ database: Database) throws -> [Call] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT run, recipient, kind, at FROM called WHERE alert = ? ORDER BY number"),
            arguments: [alert]
        ).compactMap { row in
            Call.Kind(rawValue: row[2]).map {
                Call(alert: alert, run: row[0], recipient: row[1], kind: $0, at: Timestamp(milliseconds: row[3]))
            }
        }
    }

    /// The cursor up to which the reader has everything; nil before it was ever noted.
    package func read(position reader: String) throws -> Int64? {
        try read { database in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT cursor FROM delivery WHERE destination = ?"),
                arguments: [reader])
        }
    }

    /// Whether the destination gave the entry up.
    package func hasDeadLetter(destination: String, cursor: Int64) throws -> Bool {
        try read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM deadLetter WHERE destination = ? AND cursor = ?)",
                arguments: [destination, cursor]) ?? false
        }
    }

    /// Whether anything has changed or is due for those who call.
    package func hasCallWork(after cursor: Int64, at time: Timestamp) throws -> Bool {
        try read { database in
            try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM outgoing WHERE cursor > ?1 AND kind = 1)
                          OR EXISTS (SELECT 1 FROM callChain WHERE dueAt <= ?2)
                          OR EXISTS (SELECT 1 FROM callWaiting WHERE dueAt <= ?2)
                        """), arguments: [cursor, time.milliseconds]) ?? false
        }
    }
}

extension CallRun {
    fileprivate init(_ row: Row) {
        self.init(
            alert: row[0], chain: row[1], run: row[2], round: row[3], step: row[4],
            dueAt: (row[5] as Int64?).map(Timestamp.init(milliseconds:)))
    }
}

extension WaitingCall {
    fileprivate init(_ row: Row) {
        self.init(
            recipient: row[0], alert: row[1], chain: row[2], run: row[3], dueAt: Timestamp(milliseconds: row[4]))
    }
}
