import CareModel
import Foundation
import Testing

@testable import Store

@Suite("Accounts")
struct AccountTests {
    let fixture: StoreFixture
    let store: CareStore
    private let now = StoreFixture.start
    private let code = [UInt8](repeating: 1, count: 32)

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    private func code(_ digest: [UInt8]? = nil) -> SetupCode {
        SetupCode(digest: digest ?? code, until: now.adding(hours: SetupCode.hours))
    }

    private func add(_ login: String, scope: AccountScope = .all, role: AccountRole = .nurse) throws -> Bool {
        try store.write {
            try $0.add(NewAccount(login: login, name: "Kim Å", role: role, scope: scope), code(), at: now)
        }
    }

    private func choose(_ hash: String, code: [UInt8]? = nil, hours: Int64 = 1) throws -> Account? {
        try store.write {
            try $0.choosePassword(hash, login: "kim", code: code ?? self.code, at: now.adding(hours: hours))
        }
    }

    private func session(_ token: UInt8, hours: Int64 = 0, restHours: Int64 = 1) throws -> Session? {
        let at = now.adding(hours: hours)
        return try store.session(token: [token], at: at, restSince: at.adding(hours: -restHours))
    }

    private func start(_ token: UInt8, isProgram: Bool = false) throws {
        let number = try #require(try store.accounts().first?.number)
        try store.write {
            try $0.startSession(
                token: [token], account: number, at: now, until: now.adding(hours: 12), isProgram: isProgram)
        }
    }

    @Test("a second factor needs the password it was set up with, ends logins alone, and its codes are good once")
    func secondFactor() throws {
        try #expect(add("kim"))
        try #expect(choose("hash") != nil)
        let seed = [UInt8](repeating: 7, count: 20)
        try start(1)
        try start(2, isProgram: true)
        try #expect(!store.hasSecondFactors())
        try #expect(!store.write { try $0.setSecondFactor(seed, password: "other", login: "kim") })
        try #expect(store.write { try $0.setSecondFactor(seed, password: "hash", login: "kim") })
        try #expect(store.credentials(login: "kim")?.seed == seed && store.seed(ofLogin: "kim") == seed)
        try #expect(store.accounts().first?.hasSecondFactor == true && store.hasSecondFactors())
        try #expect(session(1) == nil && session(2) != nil)
        func use(_ step: Int64) throws -> Bool { try store.write { try $0.useCode(ofStep: step, login: "kim") } }
        try #expect(use(10) && !use(10) && !use(9) && use(11))
        // A clock that was far ahead does not shut its holder out.
        try #expect(use(1000) && !use(998) && use(20))
        _ = try store.write { try $0.resetAccount("kim", code()) }
        try #expect(store.seed(ofLogin: "kim") == seed)
        _ = try store.write { try $0.resetAccount("kim", code(), losesSecondFactor: true) }
        try #expect(store.seed(ofLogin: "kim") == nil)
    }

    @Test("an account is kept as it was made, and its login is given once")
    func made() throws {
        try #expect(!store.hasAccounts())
        let scope = AccountScope.some(areas: ["north", "söder"], homes: ["h1"])
        try #expect(add("kim", scope: scope, role: .operator))
        try #expect(!add("kim"))
        try #expect(add("bo"))
        try #expect(store.hasAccounts())
        let accounts = try store.accounts()
        #expect(accounts.map(\.login) == ["bo", "kim"])
        let kim = try #require(accounts.last)
        #expect(kim.role == .operator && kim.scope == scope && kim.name == "Kim Å" && !kim.hasPassword)
        #expect(kim.codeUntil == now.adding(hours: 48) && !kim.isDisabled)
        #expect(accounts.first?.scope == .all)
    }

    @Test("a list of areas that cannot be read covers nothing")
    func brokenScope() {
        #expect(AccountScope(stored: "x") == .some(areas: [], homes: []))
        #expect(AccountScope(stored: nil) == .all)
    }

    @Test("a set-up code is good once, for its account, until it expires")
    func codes() throws {
        _ = try add("kim")
        try #expect(choose("hash", code: [2]) == nil)
        try #expect(choose("hash", hours: 48) == nil)
        try #expect(store.credentials(login: "kim") == nil)
        try #expect(choose("hash")?.login == "kim")
        try #expect(choose("other") == nil)
        try #expect(store.credentials(login: "kim")?.password == "hash")
        try #expect(store.credentials(login: "bo") == nil)
    }

    @Test("a session lasts while its holder is active, at most until its end; a program's does not rest")
    func sessions() throws {
        _ = try add("kim")
        try start(1)
        try start(2, isProgram: true)
        try #expect(session(1)?.account.login == "kim")
        try #expect(session(1, hours: 1) == nil)
        try store.write { try $0.keepSession(token: [1], at: now.adding(minutes: 50)) }
        try #expect(session(1, hours: 1)?.seenAt == now.adding(minutes: 50))
        try #expect(session(2, hours: 11)?.seenAt == nil)
        try store.write { try $0.keepSession(token: [1], at: now.adding(hours: 12)) }
        try #expect(session(1, hours: 12) == nil && session(2, hours: 12) == nil)
        try #expect(session(3) == nil)
        try store.write { try $0.endSession(token: [1]) }
        try #expect(session(1) == nil)
    }

    @Test("all sessions of an account end when it is reset or disabled, and with a new password; others' do not")
    func endings() throws {
        _ = try add("kim")
        _ = try choose("hash")
        let endings: [(StoreTransaction) throws -> Bool] = [
            { try $0.disableAccount("kim", at: now) }, { try $0.resetAccount("kim", code()) },
            { try $0.choosePassword("new", login: "kim", code: code, at: now) != nil },
            { try $0.changePassword("newer", from: "new", login: "kim") },
        ]
        for (token, end) in zip(UInt8(1)..., endings) {
            try start(token)
            try store.write { try #expect(end($0)) }
            try #expect(session(token) == nil)
        }
        try start(9)
        _ = try add("bo")
        try store.write {
            try #expect($0.disableAccount("bo", at: now))
            try #expect(!$0.disableAccount("nobody", at: now))
            try #expect(!$0.resetAccount("nobody", code()))
            try #expect(!$0.changePassword("x", from: "wrong", login: "kim"))
        }
        try #expect(session(9) != nil)
    }

    @Test("a disabled account has no credentials and no use of its code until it is reset")
    func disabled() throws {
        _ = try add("kim")
        _ = try choose("hash")
        try store.write { _ = try $0.disableAccount("kim", at: now) }
        try #expect(store.credentials(login: "kim") == nil)
        try #expect(choose("x") == nil)
        try store.write { _ = try $0.resetAccount("kim", code([7])) }
        try #expect(store.credentials(login: "kim") == nil)
        try #expect(choose("x", code: [7]) != nil)
        try #expect(store.credentials(login: "kim")?.account.isDisabled == false)
    }

    @Test("accounts are administered while the gateway writes, and before it ever ran")
    func administered() throws {
        let new = NewAccount(login: "bo", name: "Bo", role: .auditor, scope: .all)
        for path in [fixture.path(), fixture.path("new.db")] {
            let isNew = try CareStore.administer(path) { try $0.add(new, code(), at: now) }
            #expect(isNew)
            try #expect(CareStore(readingOnly: path).accounts().map(\.login) == ["bo"])
        }
        try store.append(1...2)
        try #expect(store.hasAccounts())
    }

    @Test("an account has at most one team, and no team is called like an account")
    func teams() throws {
        let new = NewAccount(login: "kim", name: "Kim", role: .nurse, scope: .all, team: "North")
        try store.write { try #expect($0.add(new, code(), at: now)) }
        try #expect(add("bo") && !add("North"))
        try #expect(store.accounts().map(\.team) == [nil, "North"])
        try store.write {
            try #expect($0.setTeam("North", ofLogin: "bo") && $0.setTeam(nil, ofLogin: "kim"))
            try #expect(!$0.setTeam("bo", ofLogin: "kim") && !$0.setTeam("South", ofLogin: "nobody"))
            let odd = NewAccount(login: "eva", name: "Eva", role: .nurse, scope: .all, team: "eva")
            try #expect(!$0.add(odd, code(), at: now))
        }
        try #expect(store.accounts().map(\.team) == ["North", nil])
    }

    @Test(
        "a login is short, small and plain",
        arguments: [
            ("kim.berg_2-x", true), ("", false), ("Kim", false), ("åsa", false), ("a b", false), ("a/b", false),
        ]
    )
    func logins(text: String, isLogin: Bool) {
        #expect(Account.isLogin(text) == isLogin)
        #expect(!Account.isLogin(String(repeating: "a", count: 33)))
    }
}
