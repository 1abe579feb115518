package import CareModel
import Foundation

/// Who saw or did what about whom, when, from where.
package struct AccessEntry: Codable, Sendable, Equatable {
    package var at: Timestamp
    /// The account's login; nil for somebody who was not logged in.
    package var login: String?
    package var name: String?
    package var role: String?
    /// The homes that the account is for: its unit.
    package var areas: String?
    /// The remote address, or `command line`.
    package var address: String
    /// Tells the sessions of an account from each other; of no use for taking part in one.
    package var session: String?
    /// The method and the kind of route, `GET resident`.
    package var act: String
    /// Nil where no single home was meant.
    package var home: String?
    package var resident: String?
    /// Further: the alert, the feature's home and days, the account.
    package var subject: String?
    /// The status of the answer (RFC 9110), 200 for what was done on the command line.
    package var status: Int

    package init(
        at: Timestamp, login: String? = nil, name: String? = nil, role: String? = nil, areas: String? = nil,
        address: String, session: String? = nil, act: String, home: String? = nil, resident: String? = nil,
        subject: String? = nil, status: Int
    ) {
        self.at = at
        self.login = login
        self.name = name
        self.role = role
        self.areas = areas
        self.address = address
        self.session = session
        self.act = act
        self.home = home
        self.resident = resident
        self.subject = subject
        self.status = status
    }
}

/// An entry in its place in the log.
package struct AccessRow: Sendable, Equatable {
    /// From 1, without gaps.
    package var number: Int64
    /// The entry in JSON, as it was hashed.
    package var body: String
    /// Of this row and all before it.
    package var hash: [UInt8]
}

/// What is wrong with an access log, at the first row that does not fit.
package struct AccessLogFault: Error, Equatable, CustomStringConvertible {
    package var row: Int64
    package var what: String
    package var description: String { "row \(row): \(what)" }
}
