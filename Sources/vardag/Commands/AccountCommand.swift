import ArgumentParser
import CareModel
import Secrets
import Settings
import Store

/// `vardag account`: who may log in to the page.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Make, list, disable and reset the accounts of the page.",
        discussion: "With the first account everybody must log in. Works while the gateway runs; see docs/security.md.",
        subcommands: [Add.self, List.self, Team.self, Disable.self, Reset.self, Token.self, FeedToken.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and print its set-up code, with which its owner chooses the password.")

        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login: small letters, digits, . - and _.") var login: String
        @Option(help: "nurse, coordinator, installer, operator or auditor.") var role: AccountRole
        @Option(help: "The person's full name; the login unless given.") var name: String?
        @Option(help: "An area whose homes the account is for; may be given several times. All homes without any.")
        var area: [String] = []
        @Option(help: "A single home that the account is for; may be given several times.") var home: [String] = []
        @Option(help: "The team whose alerts are also this account's.") var team: String?

        func validate() throws {
            guard Account.isLogin(login) else {
                throw ValidationError("the login is 1 to 32 small letters, digits, `.`, `-` and `_`")
            }
            guard (1...Account.nameLimit).contains((name ?? login).unicodeScalars.count) else {
                throw ValidationError("--name is 1 to \(Account.nameLimit) letters")
            }
            try team.map(Team.check)
        }

        func run() throws {
            let configured = try Configured.required(accounts.config)
            for id in home { _ = try configured.home(id) }
            let areas = Set(configured.homes.compactMap(\.area) + configured.settings.areas.map(\.name))
            for name in area where !areas.contains(name) {
                let known = areas.isEmpty ? "there are none" : "there are: \(areas.sorted().joined(separator: ", "))"
                throw Terminal.fail("there is no area \(name); \(known)", Terminal.badData)
            }
            let scope: AccountScope =
                area.isEmpty && home.isEmpty ? .all : .some(areas: Set(area), homes: Set(home))
            let new = NewAccount(login: login, name: name ?? login, role: role, scope: scope, team: team)
            let problem = "there is an account or a team \(login) already, or an account is called like the team"
            try accounts.setUp(login, "account add", otherwise: problem, configured) {
                try $0.add(new, $1, at: $2)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Each account with its role, homes, team and state.")
        @OptionGroup var accounts: AccountOptions

        func run() throws {
            let configured = try Configured.required(accounts.config)
            var output = LineOutput()
            do {
                for account in try CareStore(readingOnly: configured.settings.database).accounts() {
                    let parts = [account.login, account.role.rawValue, account.scope.description, state(account)]
                    let team = account.team.map { "\t\($0)" } ?? ""
                    try output.line("\(parts.joined(separator: "\t"))\t\(account.name)\(team)")
                }
            } catch let problem as StoreError {
                throw Terminal.fail(problem)
            }
            try output.flush()
        }

        private func state(_ account: Account) -> String {
            if account.isDisabled { return "disabled" }
            if account.hasPassword { return account.hasSecondFactor ? "active, two steps" : "active" }
            guard let until = account.codeUntil, until > WallClock.read() else { return "set-up code expired" }
            return "set-up code until \(until)"
        }
    }

    struct Team: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an account into a team, or take it out of its team.",
            discussion: "An alert can be given to a team; it is then everybody's in it.")
        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login.") var login: String
        @Argument(help: "The team; nothing takes the account out of its team.") var team: String?

        func validate() throws { try team.map(Self.check) }

        static func check(_ team: String) throws {
            let isText = team.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            guard (1...Account.teamLimit).contains(team.unicodeScalars.count), isText else {
                throw ValidationError("a team's name is 1 to \(Account.teamLimit) letters")
            }
        }

        func run() throws {
            let configured = try Configured.required(accounts.config)
            let problem = "there is no account \(login), or the team is called like an account"
            try accounts.change(login, "account team", otherwise: problem, configured) { transaction, _ in
                try transaction.setTeam(team, ofLogin: login)
            }
            Terminal.say(team.map { "\(login) is in the team \($0)" } ?? "\(login) is in no team")
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Nobody logs in as this account until it is reset; its sessions and tokens end at once.")
        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login.") var login: String

        func run() throws {
            let configured = try Configured.required(accounts.config)
            try accounts.change(login, "account disable", otherwise: "there is no account \(login)", configured) {
                try $0.disableAccount(login, at: $1)
            }
            Terminal.say("\(login) is disabled")
        }
    }

    struct Reset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enable an account, end its sessions and tokens, and print a new set-up code.")
        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login.") var login: String
        @Flag(help: "The phone is lost too: the account is without a second factor until its holder sets one up.")
        var secondFactor = false

        func run() throws {
            let configured = try Configured.required(accounts.config)
            try accounts.setUp(login, "account reset", otherwise: "there is no account \(login)", configured) {
                transaction, code, _ in
                try transaction.resetAccount(login, code, losesSecondFactor: secondFactor)
            }
        }
    }

    struct Token: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a token with which a program uses the API as this account.",
            discussion: "Sent as `Authorization: Bearer TOKEN`. It ends by itself, and with a reset or disabling.")
        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login.") var login: String
        @Option(help: "How long it can be used, 1 to 400.") var days = 90

        func validate() throws {
            guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
        }

        func run() throws {
            let configured = try Configured.required(accounts.config)
            let token = Secret.token()
            let problem = "there is no enabled account \(login)"
            try accounts.change(login, "account token", otherwise: problem, configured) { transaction, now in
                guard let account = try transaction.account(login), !account.isDisabled else { return false }
                try transaction.startSession(
                    token: token.digest, account: account.number, at: now,
                    until: now.adding(hours: Int64(days) * 24), isProgram: true)
                return true
            }
            print(token.text)
        }
    }
}

extension AccountRole: ExpressibleByArgument {}

/// The database that a command about accounts works on, and the access log's row about it.
struct AccountOptions: ParsableArguments {
    @Option(help: "The gateway's settings file.") var config: String

    /// Makes a code and prints it once.
    func setUp(
        _ login: String, _ act: String, otherwise problem: String, _ configured: Configured,
        _ body: (StoreTransaction, SetupCode, Timestamp) throws -> Bool
    ) throws {
        let secret = Secret.setupCode()
        let until = WallClock.read().adding(hours: SetupCode.hours)
        try change(login, act, otherwise: problem, configured) { transaction, now in
            try body(transaction, SetupCode(digest: secret.digest, until: until), now)
        }
        print(secret.text)
        let bind = configured.settings.http.bind
        let host = bind.contains(":") ? "[\(bind)]" : bind
        Terminal.say(
            """
            This is the set-up code of \(login), told only now. With it the password is chosen, until \(until), at
            http://\(host):\(configured.settings.http.port)/setup, or the page's address on your network.
            """)
    }

    /// Changes an account and logs that; says `problem` and ends with status 1 when the body finds nothing to change.
    func change(
        _ login: String, _ act: String, otherwise problem: String, _ configured: Configured,
        _ body: (StoreTransaction, Timestamp) throws -> Bool
    ) throws {
        let now = WallClock.read()
        do {
            let isDone = try CareStore.administer(configured.settings.database) { transaction in
                guard try body(transaction, now) else { return false }
                try transaction.log([
                    AccessEntry(at: now, address: "command line", act: act, subject: login, status: 200)
                ])
                return true
            }
            guard isDone else { throw Terminal.fail(problem) }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }
}
