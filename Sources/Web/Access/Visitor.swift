import CareModel
import Secrets
import Store

/// Who asks.
enum Visitor: Sendable {
    /// There are no accounts: whoever reaches the page, which is this machine.
    case anyone
    /// There are accounts, and this is none of them.
    case stranger
    case account(SignedIn)

    var signedIn: SignedIn? {
        if case .account(let signedIn) = self { signedIn } else { nil }
    }

    /// The homes that may be seen. A stranger's are not asked for.
    var scope: AccountScope { signedIn?.account.scope ?? .all }
}

/// Somebody with a session, or a program with a token.
struct SignedIn: Sendable, Equatable {
    var account: Account
    /// The digest of the token, as the store keeps it.
    var token: [UInt8]
    /// What every form of this session carries; nil for a program, which no foreign page can make ask.
    var formToken: String?
    /// What the codes of an app would be made of that is set up in this session.
    var newSeed: CodeSeed
    /// Tells sessions apart in the access log.
    var tag: String
    var seenAt: Timestamp?

    /// The author of a step, for people and in the history.
    var author: String {
        account.name == account.login ? account.login : "\(account.name) (\(account.login))"
    }
}
