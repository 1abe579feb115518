package import CareModel
import Foundation
import GRDB

extension CareStore {
    /// All accounts by login; none in a database from before there were any.
    package func accounts() throws -> [Account] {
        try read { database in
            guard try database.tableExists("account") else { return [] }
            var columns = Account.columns
            let known = Set(try database.columns(in: "account").map(\.name))
            for (column, read) in Account.laterColumns where !known.contains(column) {
                columns = columns.replacing(read, with: "NULL")
            }
            return try Row.fetchAll(database, sql: "SELECT \(columns) FROM account ORDER BY login")
                .map(Account.init)
        }
    }

    /// Whether there is any account, also a disabled one: from then on everybody must log in.
    package func hasAccounts() throws -> Bool { try read { try Self.hasAccounts($0) } }

    /// The session of a token's digest as it stands at a moment; nil when it has ended, by itself or with its account.
    package func session(token: [UInt8], at now: Timestamp, restSince: Timestamp) throws -> Session? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT \(Account.columns), startedAt, seenAt, until, use FROM session
                        JOIN account ON account.number = session.account
                        WHERE token = ? AND until > ? AND (seenAt IS NULL OR seenAt > ?) AND disabledAt IS NULL
                        """),
                arguments: [Data(token), now.milliseconds, restSince.milliseconds]
            ).map { row in
                let start = Account.columnCount
                return Session(
                    account: try Account(row), startedAt: Timestamp(milliseconds: row[start]),
                    seenAt: (row[start + 1] as Int64?).map(Timestamp.init(milliseconds:)),
                    until: Timestamp(milliseconds: row[start + 2]),
                    isForFeeds: (row[start + 3] as String?) == Session.feeds)
            }
        }
    }

    /// The account's logins that have not ended, the one used last first; programs' tokens are none.
    package func logins(ofAccount account: Int64, at now: Timestamp, restSince: Timestamp) throws -> [Login] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT token, startedAt, seenAt FROM session WHERE account = ? AND until > ? AND seenAt > ?
                    ORDER BY seenAt DESC, startedAt DESC
                    """, arguments: [account, now.milliseconds, restSince.milliseconds]
            ).map { row in
                Login(
                    token: Array(row[0] as Data), startedAt: Timestamp(milliseconds: row[1]),
                    seenAt: Timestamp(milliseconds: row[2]))
            }
        }
    }

    /// Of the account of that login; nil when there is none, it is disabled or has no password.
    package func credentials(login: String) throws -> Credentials? {
        try read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT \(Account.columns), password, seed FROM account
                    WHERE login = ? AND password IS NOT NULL AND disabledAt IS NULL
                    """, arguments: [login]
            ).map { row in
                Credentials(
                    account: try Account(row), password: row[Account.columnCount],
                    seed: (row[Account.columnCount + 1] as Data?).map(Array.init))
            }
        }
    }

    /// Whether the account has this set-up code, and it can still be used.
    package func hasSetupCode(_ code: [UInt8], login: String, at now: Timestamp) throws -> Bool {
        try read {
            try Bool.fetchOne(
                $0,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM account
                    WHERE login = ? AND code = ? AND codeUntil > ? AND disabledAt IS NULL)
                    """, arguments: [login, Data(code), now.milliseconds]) ?? false
        }
    }

    /// What the codes of the account's app are made of; nil without a second factor.
    package func seed(ofLogin login: String) throws -> [UInt8]? {
        try read {
            try Data.fetchOne($0, sql: "SELECT seed FROM account WHERE login = ?", arguments: [login]).map(Array.init)
        }
    }

    /// Whether any account has a second factor.
    package func hasSecondFactors() throws -> Bool {
        try read {
            try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM account WHERE seed IS NOT NULL)") ?? false
        }
    }

    /// Runs the body in one transaction on a database that a gateway may be writing, or on a new one. Throws
    /// `StoreError`.
    package static func administer<T>(_ path: String, _ body: (StoreTransaction) throws -> T) throws -> T {
        guard FileManager.default.fileExists(atPath: path) else {
            let store = try CareStore(path: path)
            let result = try store.write(body)
            try store.close()
            return result
        }
        return try StoreError.translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration(path: path, readOnly: false))
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let result = try queue.write { database in
                guard try Int.fetchOne(database, sql: "PRAGMA user_version") == Schema.version else {
                    throw StoreError.cannotOpen(path: path, detail: "of an older version; start the gateway once")
                }
                return try body(StoreTransaction(database: database, notes: TransactionNotes(known: CommittedLedger())))
            }
            try queue.close()
            return result
        }
    }

    private static func hasAccounts(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM account)")) ?? false
    }
}

extension Session {
    /// `session.use` of a token for the feeds.
    static let feeds = "feed"
}

extension Account {
    static let columns =
        "account.number, login, name, role, areas, createdAt, disabledAt IS NOT NULL, password IS NOT NULL, codeUntil, "
        + "team, seed IS NOT NULL"
    static let columnCount = 11
    /// What an older database does not have, and how it is read of a newer.
    static let laterColumns = [("team", "team"), ("seed", "seed IS NOT NULL")]

    /// From `columns`.
    init(_ row: Row) throws {
        let word: String = row[3]
        guard let role = AccountRole(rawValue: word) else {
            throw StoreError.damaged(path: "account", detail: "\(row[1] as String) has the role \(word)")
        }
        self.init(
            number: row[0], login: row[1], name: row[2], role: role, scope: AccountScope(stored: row[4]),
            createdAt: Timestamp(milliseconds: row[5]), isDisabled: row[6], hasPassword: row[7],
            codeUntil: (row[8] as Int64?).map(Timestamp.init(milliseconds:)), team: row[9],
            hasSecondFactor: row[10] ?? false)
    }
}
