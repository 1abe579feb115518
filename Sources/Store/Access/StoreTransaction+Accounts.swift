package import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    /// False when the login is taken, by an account or a team, or the team is called like an account.
    package func add(_ account: NewAccount, _ code: SetupCode, at now: Timestamp) throws -> Bool {
        guard try !isTeam(account.login), try account.team.map(mayBeTeam) ?? true, account.team != account.login else {
            return false
        }
        try execute(
            """
            INSERT INTO account (login, name, role, areas, createdAt, code, codeUntil, team)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                account.login, account.name, account.role.rawValue, account.scope.stored, now.milliseconds,
                Data(code.digest), code.until.milliseconds, account.team,
            ])
        return database.changesCount == 1
    }

    /// Nil: of no team. False when there is no such account, or the team is called like an account.
    package func setTeam(_ team: String?, ofLogin login: String) throws -> Bool {
        guard try team.map(mayBeTeam) ?? true else { return false }
        try execute("UPDATE account SET team = ? WHERE login = ?", [team, login])
        return database.changesCount == 1
    }

    /// An alert is given to a login or a team by its name alone.
    private func mayBeTeam(_ team: String) throws -> Bool { try account(team) == nil }

    private func isTeam(_ name: String) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM account WHERE team = ?)", arguments: [name]) ?? false
    }

    /// A new code in place of the password; the account is enabled and its sessions end. The second factor stays,
    /// unless it was lost too. False when there is no such account.
    package func resetAccount(_ login: String, _ code: SetupCode, losesSecondFactor: Bool = false) throws -> Bool {
        try execute(
            "UPDATE account SET password = NULL, disabledAt = NULL, code = ?, codeUntil = ? WHERE login = ?",
            [Data(code.digest), code.until.milliseconds, login])
        guard database.changesCount == 1 else { return false }
        if losesSecondFactor { try execute("UPDATE account SET seed = NULL WHERE login = ?", [login]) }
        try endSessions(ofLogin: login)
        return true
    }

    /// Nobody logs in as this account until it is reset, and its sessions end. False when there is no such account.
    package func disableAccount(_ login: String, at now: Timestamp) throws -> Bool {
        try execute(
            "UPDATE account SET disabledAt = coalesce(disabledAt, ?), code = NULL, codeUntil = NULL WHERE login = ?",
            [now.milliseconds, login])
        guard database.changesCount == 1 else { return false }
        try endSessions(ofLogin: login)
        return true
    }

    /// Uses up a set-up code: the account has this password, and its earlier sessions end. Nil when the account has no
    /// such code (any more).
    package func choosePassword(_ hash: String, login: String, code: [UInt8], at now: Timestamp) throws -> Account? {
        try execute(
            """
            UPDATE account SET password = ?, code = NULL, codeUntil = NULL
            WHERE login = ? AND code = ? AND codeUntil > ? AND disabledAt IS NULL
            """, [hash, login, Data(code), now.milliseconds])
        guard database.changesCount == 1 else { return nil }
        try endSessions(ofLogin: login)
        return try account(login)
    }

    /// Another password where the old one was known. False when it has changed meanwhile or the account is disabled.
    package func changePassword(_ hash: String, from old: String, login: String) throws -> Bool {
        try execute(
            "UPDATE account SET password = ? WHERE login = ? AND password = ? AND disabledAt IS NULL",
            [hash, login, old])
        guard database.changesCount == 1 else { return false }
        try endSessions(ofLogin: login)
        return true
    }

    /// The account needs a code of its holder's app from now on; with nil it does not any more. Its logins end,
    /// programs' tokens stay. False when the password has changed meanwhile or the account is disabled.
    package func setSecondFactor(_ seed: [UInt8]?, password: String, login: String) throws -> Bool {
        try execute(
            "UPDATE account SET seed = ? WHERE login = ? AND password = ? AND disabledAt IS NULL",
            [seed.map { Data($0) }, login, password])
        guard database.changesCount == 1 else { return false }
        try endLogins(ofLogin: login)
        return true
    }

    /// Ends the account's logins but the one of the token; programs' tokens stay.
    package func endLogins(ofLogin login: String, butToken token: [UInt8] = []) throws {
        try execute(
            """
            DELETE FROM session WHERE seenAt IS NOT NULL AND token <> ?
            AND account = (SELECT number FROM account WHERE login = ?)
            """, [Data(token), login])
    }

    /// A code of the account's app was used, that of the step. False when that one or a later one was before; one from
    /// much later is from a clock that was ahead, and says nothing.
    package func useCode(ofStep step: Int64, login: String) throws -> Bool {
        try execute(
            "UPDATE account SET lastStep = ? WHERE login = ? AND coalesce(lastStep, -1) NOT BETWEEN ? AND ?",
            [step, login, step, step + 2])
        return database.changesCount == 1
    }

    /// `token` is the digest of what its holder has. A login's session ends by rest, a program's token does not. Ended
    /// sessions are cleared away.
    package func startSession(
        token: [UInt8], account: Int64, at now: Timestamp, until: Timestamp, isProgram: Bool,
        isForFeeds: Bool = false
    ) throws {
        try execute("DELETE FROM session WHERE until <= ?", [now.milliseconds])
        let seenAt = isProgram ? nil : now.milliseconds
        try execute(
            "INSERT INTO session (token, account, startedAt, seenAt, until, use) VALUES (?, ?, ?, ?, ?, ?)",
            [
                Data(token), account, now.milliseconds, seenAt, until.milliseconds,
                isForFeeds ? Session.feeds : nil,
            ])
    }

    /// Its holder was active.
    package func keepSession(token: [UInt8], at now: Timestamp) throws {
        try execute(
            "UPDATE session SET seenAt = max(seenAt, ?) WHERE token = ? AND seenAt IS NOT NULL",
            [now.milliseconds, Data(token)])
    }

    package func endSession(token: [UInt8]) throws {
        try execute("DELETE FROM session WHERE token = ?", [Data(token)])
    }

    /// The account of that login; nil when there is none.
    package func account(_ login: String) throws -> Account? {
        try Row.fetchOne(
            database, sql: "SELECT \(Account.columns) FROM account WHERE login = ?", arguments: [login]
        ).map(Account.init)
    }

    /// Ends the account's tokens for the feeds; returns how many.
    package func endFeedTokens(ofLogin login: String) throws -> Int {
        try execute(
            "DELETE FROM session WHERE use = ? AND account = (SELECT number FROM account WHERE login = ?)",
            [Session.feeds, login])
        return database.changesCount
    }

    private func endSessions(ofLogin login: String) throws {
        try execute("DELETE FROM session WHERE account = (SELECT number FROM account WHERE login = ?)", [login])
    }
}
