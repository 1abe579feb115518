/// A stretch of a home's time of which staff or an installer said what it is: a hospital stay, a planned visit, a test.
package struct Circumstance: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The resident is in hospital: care alerts rest, and the days are not compared with home.
        case hospital
        /// Away with others' knowledge (family, holiday).
        case away
        /// Somebody is or will be with the resident: home care, guests.
        case visit
        /// The resident wants not to be watched: nothing is made of the sensors but whether they work.
        case paused
        /// Installation or a walk test: alerts are shown, and nobody is told.
        case test
    }

    package var kind: Kind
    package var from: Timestamp
    /// Nil until further notice; never nil for `test` and `visit`.
    package var until: Timestamp?
    /// Who entered it.
    package var by: String

    package init(kind: Kind, from: Timestamp, until: Timestamp?, by: String) {
        self.kind = kind
        self.from = from
        self.until = until
        self.by = by
    }

    package func covers(_ time: Timestamp) -> Bool { from <= time && time < (until ?? .distantFuture) }
}

/// What staff or an installer enters about a home; journalled like a message.
package enum HomeEntry: Hashable, Sendable {
    /// A circumstance begins, or is planned.
    case begins(Circumstance)
    /// Every circumstance of the kind that lasts now ends now; planned ones of the kind are dropped.
    case ends(Circumstance.Kind)
    /// This one ends now; one that has not begun is dropped.
    case cancels(Circumstance)
    /// A new resident: nothing that was learned of the one before is used.
    case admitted(resident: String)
    /// Nobody lives here until somebody is admitted.
    case discharged
    /// Another sensor under the same name: what was learned of the old one's rhythm is not used.
    case replaced(device: String)
}
