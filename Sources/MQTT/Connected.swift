/// What the broker said when it accepted a connection.
package struct Connected: Sendable, Equatable {
    /// The broker still has our session: our subscriptions and what was queued for us. False means that it forgot
    /// them, and that packet ids start anew.
    package var sessionPresent: Bool

    package init(sessionPresent: Bool) { self.sessionPresent = sessionPresent }
}
