import CareModel
import Foundation
import Hummingbird
import Logging
import Secrets
import Store
import Synchronization

/// Lets people in: finds who asks, and takes passwords.
final class Door: Sendable {
    let cookie: SessionCookie
    let passwords: PasswordDesk
    let guesses = GuessLimit()
    let access: AccessDesk
    /// The machine's own clock, by which sessions end and accesses are logged.
    let now: @Sendable () -> Timestamp
    let isBehindProxy: Bool
    let requiresSecondFactor: Bool
    /// Of this run alone: what a new second factor's codes would be made of follows from it and the session.
    private let nonce = Secret.token()
    /// Whether there were accounts when the database was last read; nil before. They are never taken away again.
    private let hadAccounts = Mutex<Bool?>(nil)
    private let logged = Mutex<[LoggedOnce: Timestamp]>([:])

    init(
        _ settings: WebSettings, store: CareStore, cost: PasswordHash, now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        cookie = SessionCookie(isSecure: settings.isBehindProxy)
        passwords = PasswordDesk(cost: cost, refused: settings.refusedPasswords)
        access = AccessDesk(store: store, logger: logger)
        isBehindProxy = settings.isBehindProxy
        requiresSecondFactor = settings.requiresSecondFactor
        self.now = now
    }

    /// Who asks. Throws `StoreError` when that cannot be told.
    func visitor(_ request: Request, _ route: Route?, _ reads: BoundedReads) async throws -> Visitor {
        guard try await hasAccounts(reads) else { return .anyone }
        let program = SessionCookie.bearer(in: request.headers[.authorization])
        let reader = program == nil ? route?.feedToken(request.uri.query) : nil
        guard let token = reader ?? program ?? cookie.token(in: request.headers[.cookie]) else { return .stranger }
        let (digest, now) = (token.digest, now())
        let restSince = SessionLimits.restSince(now)
        let session = try await reads.read { try $0.session(token: digest, at: now, restSince: restSince) }
        // A program's token is no cookie and no part of an address, and a browser's none for programs.
        guard let session, session.isForFeeds == (reader != nil),
            (session.seenAt == nil) == (program != nil || reader != nil)
        else { return .stranger }
        return .account(
            SignedIn(
                account: session.account, token: digest,
                formToken: session.seenAt != nil ? token.derived(for: "form").text : nil,
                newSeed: CodeSeed(of: token, for: nonce.text),
                tag: String(token.derived(for: "log").text.prefix(12)), seenAt: session.seenAt))
    }

    private func hasAccounts(_ reads: BoundedReads) async throws -> Bool {
        if hadAccounts.withLock({ $0 }) == true { return true }
        let found = try await reads.read { try $0.hasAccounts() }
        hadAccounts.withLock { $0 = found }
        return found
    }

    /// Whether it is not known that there are accounts.
    var mayBeOpen: Bool { hadAccounts.withLock { $0 } != true }

    /// The other end: behind a proxy what the proxy says, which adds itself at the end (`X-Forwarded-For`).
    func address(_ request: Request, _ context: WebContext) -> String {
        let direct = context.remoteAddress ?? "unknown"
        guard isBehindProxy,
            let last = request.header("X-Forwarded-For")?.split(separator: ",").last?
                .trimmingCharacters(in: .whitespaces), (1...45).contains(last.utf8.count),
            last.utf8.allSatisfy({ ":.0123456789abcdefABCDEF".utf8.contains($0) })
        else { return direct }
        return last
    }

    /// What is not logged again each time: a page that renews itself, and what somebody without a session asks.
    struct LoggedOnce: Hashable {
        var who: String
        var act: String
        var home: String?
        var subject: String?
        var status: Int
    }

    /// For so long after a row the same is not logged again.
    static let onceMinutes: Int64 = 15

    func isFirst(_ what: LoggedOnce, at now: Timestamp) -> Bool {
        logged.withLock { logged in
            if let last = logged[what], last > now.adding(minutes: -Self.onceMinutes) { return false }
            if logged.count >= 10_000 { logged = logged.filter { $0.value > now.adding(minutes: -Self.onceMinutes) } }
            if logged.count < 10_000 { logged[what] = now }
            return true
        }
    }

    /// Whether the code is one of the account's app that was not used before; without a second factor none is needed.
    /// The password was right.
    func takes(_ code: String?, seed: [UInt8]?, login: String, from address: String) async throws -> Bool {
        guard let seed else { return true }
        let seconds = now().milliseconds / 1000
        if let code, let step = CodeSeed(seed)?.step(of: code, at: seconds),
            try await access.write({ try $0.useCode(ofStep: step, login: login) })
        {
            return true
        }
        guesses.codeWasWrong(login: login, address: address)
        return false
    }

    func starts(_ token: Secret, _ account: Account) async throws {
        let now = now()
        let digest = token.digest
        try await access.write {
            try $0.startSession(
                token: digest, account: account.number, at: now, until: now.adding(hours: SessionLimits.hours),
                isProgram: false)
        }
    }
}
