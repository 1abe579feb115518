import ArgumentParser
import CareModel
import Secrets
import Store

extension AccountCommand {
    struct FeedToken: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "feed-token", abstract: "Print a token with which a feed reader sees this account's alerts.",
            discussion: """
                For /feeds/alerts.atom?token=TOKEN and /feeds/alerts.json?token=TOKEN, and of use for nothing else. It \
                ends by itself, and with a reset or disabling. docs/security.md says what it shows to whoever has it.
                """)
        @OptionGroup var accounts: AccountOptions
        @Argument(help: "The login of a nurse or coordinator.") var login: String
        @Option(help: "How long it can be used, 1 to 400.") var days = 365
        @Flag(help: "End all of the account's tokens for feeds instead.") var end = false

        func validate() throws {
            guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
        }

        func run() throws {
            let configured = try Configured.required(accounts.config)
            if end {
                try accounts.change(
                    login, "account feed-token end", otherwise: "\(login) has no token for feeds", configured
                ) { transaction, _ in try transaction.endFeedTokens(ofLogin: login) > 0 }
                Terminal.say("the feed tokens of \(login) have ended")
                return
            }
            let token = Secret.token()
            let problem = "there is no enabled account \(login) of a nurse or coordinator"
            try accounts.change(login, "account feed-token", otherwise: problem, configured) { transaction, now in
                guard let account = try transaction.account(login), !account.isDisabled,
                    account.role == .nurse || account.role == .coordinator
                else { return false }
                try transaction.startSession(
                    token: token.digest, account: account.number, at: now,
                    until: now.adding(hours: Int64(days) * 24), isProgram: true, isForFeeds: true)
                return true
            }
            print(token.text)
        }
    }
}
