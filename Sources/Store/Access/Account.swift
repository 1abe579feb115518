package import CareModel

/// What somebody may see and do; see the table of the web pages.
package enum AccountRole: String, Sendable, CaseIterable {
    case nurse, coordinator, installer, `operator`, auditor
}

/// The homes that an account is for.
package enum AccountScope: Hashable, Sendable {
    case all
    /// Of these areas, and these single homes.
    case some(areas: Set<String>, homes: Set<String>)
}

/// Somebody who may log in.
package struct Account: Sendable, Equatable {
    /// Never given twice.
    package var number: Int64
    /// Lower case; see `isLogin`.
    package var login: String
    package var name: String
    package var role: AccountRole
    package var scope: AccountScope
    package var createdAt: Timestamp
    package var isDisabled: Bool
    package var hasPassword: Bool
    /// Until when the set-up code can be used; nil without one.
    package var codeUntil: Timestamp?
    /// Whose alerts are also the holder's; nil: none.
    package var team: String?
    /// Logging in takes a code of the holder's app too.
    package var hasSecondFactor: Bool

    package static let loginLimit = 32
    package static let teamLimit = 40
    package static let nameLimit = 60

    /// 1 to 32 small letters of ASCII, digits, `.`, `-` and `_`.
    package static func isLogin(_ text: String) -> Bool {
        (1...loginLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ".-_".utf8.contains(byte)
            }
    }
}

/// A login that lasts, as its holder sees it.
package struct Login: Sendable, Equatable {
    /// The digest of its token.
    package var token: [UInt8]
    package var startedAt: Timestamp
    package var seenAt: Timestamp
}

/// What somebody must know and have to log in.
package struct Credentials: Sendable, Equatable {
    package var account: Account
    /// A hash.
    package var password: String
    /// What the codes of the holder's app are made of; nil without a second factor.
    package var seed: [UInt8]?
}

/// An account to be made.
package struct NewAccount: Sendable {
    package var login: String
    package var name: String
    package var role: AccountRole
    package var scope: AccountScope
    package var team: String?

    package init(login: String, name: String, role: AccountRole, scope: AccountScope, team: String? = nil) {
        self.team = team
        self.login = login
        self.name = name
        self.role = role
        self.scope = scope
    }
}

/// A one-time code with which its holder chooses the password.
package struct SetupCode: Sendable {
    package var digest: [UInt8]
    package var until: Timestamp

    /// How long a new one can be used.
    package static let hours: Int64 = 48

    package init(digest: [UInt8], until: Timestamp) {
        self.digest = digest
        self.until = until
    }
}

/// A login that lasts, or a program's token.
package struct Session: Sendable, Equatable {
    package var account: Account
    package var startedAt: Timestamp
    /// Nil for a program's token.
    package var seenAt: Timestamp?
    package var until: Timestamp
    /// Of use for the feeds alone.
    package var isForFeeds: Bool
}
