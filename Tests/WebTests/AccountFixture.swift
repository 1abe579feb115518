import CareModel
import Foundation
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

/// Accounts in a fixture's database, and what a browser does with them.
extension WebFixture {
    static let password = "stolen horses eat late"
    static let code = Secret("0A1B-CDEF-GHJK-MNPQ-RSTV")
    private static let hash = PasswordHash.least.hash(password)

    /// An account without a password, with `code`.
    func invite(_ login: String, _ role: AccountRole = .nurse, scope: AccountScope = .all) throws {
        let code = SetupCode(digest: Self.code.digest, until: Self.start.adding(hours: SetupCode.hours))
        let new = NewAccount(login: login, name: "Kim Åberg", role: role, scope: scope)
        try #require(try store.write { try $0.add(new, code, at: Self.start) })
    }

    /// An account with `password`.
    func add(_ login: String, _ role: AccountRole = .nurse, scope: AccountScope = .all) throws {
        try invite(login, role, scope: scope)
        let hash = try #require(Self.hash)
        _ = try store.write { try $0.choosePassword(hash, login: login, code: Self.code.digest, at: Self.start) }
    }

    /// A session of the account without its password, as the header of a request and the token of its forms.
    func session(_ login: String) throws -> (headers: [String: String], form: String) {
        let token = Secret.token()
        let now = clock.withLock { $0 }
        try store.write { transaction in
            let account = try #require(try transaction.account(login))
            try transaction.startSession(
                token: token.digest, account: account.number, at: now, until: now.adding(hours: SessionLimits.hours),
                isProgram: false)
        }
        return (["Cookie": "vardag-session=\(token.text)"], token.derived(for: "form").text)
    }

    func program(_ login: String, days: Int64 = 90) throws -> [String: String] {
        let token = Secret.token()
        try store.write { transaction in
            let account = try #require(try transaction.account(login))
            try transaction.startSession(
                token: token.digest, account: account.number, at: Self.start,
                until: Self.start.adding(hours: days * 24),
                isProgram: true)
        }
        return ["Authorization": "Bearer \(token.text)"]
    }

    /// The access log, oldest first.
    func accesses() throws -> [AccessEntry] {
        var entries: [AccessEntry] = []
        try store.forEachAccess {
            entries.append(try JSONDecoder().decode(AccessEntry.self, from: Data($0.body.utf8)))
        }
        return entries
    }
}

extension RawClient {
    func logIn(
        _ login: String, _ password: String = WebFixture.password, more: String = "", headers: [String: String] = [:]
    ) async throws -> Reply {
        let encoded = PagePath.encoded(password)
        return try await post("/login", form: "login=\(login)&password=\(encoded)\(more)", headers: headers)
    }
}

extension RawClient.Reply {
    /// The cookie that it sets, as the header of the next request.
    var cookie: [String: String] {
        guard let set = headers["set-cookie"] else { return [:] }
        return ["Cookie": String(set.prefix { $0 != ";" })]
    }

    /// The token in its forms.
    var formToken: String? {
        guard let start = body.range(of: "name=\"token\" value=\"") else { return nil }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }
}
