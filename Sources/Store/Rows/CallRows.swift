package import CareModel

/// An alert that somebody is being called about.
package struct CallRun: Hashable, Sendable {
    package var alert: String
    /// The chain's name.
    package var chain: String
    /// The length of the alert's history when the calls about it began: a later beginning is another run.
    package var run: Int
    /// From 0.
    package var round: Int
    /// The step that is due, from 0.
    package var step: Int
    /// Nil when nobody is left to call.
    package var dueAt: Timestamp?

    package init(alert: String, chain: String, run: Int, round: Int = 0, step: Int = 0, dueAt: Timestamp?) {
        self.alert = alert
        self.chain = chain
        self.run = run
        self.round = round
        self.step = step
        self.dueAt = dueAt
    }
}

/// An alert that a recipient is told of later, together with others.
package struct WaitingCall: Hashable, Sendable {
    package var recipient: String
    package var alert: String
    package var chain: String
    package var run: Int
    package var dueAt: Timestamp

    package init(recipient: String, alert: String, chain: String, run: Int, dueAt: Timestamp) {
        self.recipient = recipient
        self.alert = alert
        self.chain = chain
        self.run = run
        self.dueAt = dueAt
    }
}

/// Somebody was told of an alert.
package struct Call: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// By itself, or in one message with others.
        case call, digest
        /// Somebody has taken it on, or it is over.
        case handled
    }

    package var alert: String
    package var run: Int
    package var recipient: String
    package var kind: Kind
    package var at: Timestamp

    package init(alert: String, run: Int, recipient: String, kind: Kind, at: Timestamp) {
        self.alert = alert
        self.run = run
        self.recipient = recipient
        self.kind = kind
        self.at = at
    }
}
