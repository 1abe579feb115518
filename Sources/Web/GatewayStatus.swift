package import CareModel

/// What the daemon knows beyond the store, at one moment.
package struct GatewayStatus: Sendable {
    /// The homes are recovered and messages are being taken in.
    package var isReady: Bool
    package var brokerConnected: Bool
    /// Wall clock of the last commit; nil before the first.
    package var lastCommitAt: Timestamp?
    package var diskFull: Bool
    package var startedAt: Timestamp
    /// Now, on the clock that alerts and features are told by.
    package var clock: Timestamp
    /// Grows with each thing that people enter and each change of the homes' files: pages are told of those too.
    package var entries: Int
    /// The daemon's own counters, `vardag_messages_stored_total` among them.
    package var metrics: [Metric]
    /// Where the outbox is drained to.
    package var destinations: [Destination]

    /// How the delivery to one destination goes.
    package struct Destination: Hashable, Sendable {
        /// As the store keeps it.
        package var name: String
        /// Entries of the outbox for it; nil where only the store knows.
        package var waiting: Int?
        package var oldestWaitingAt: Timestamp?
        /// Nil while it works.
        package var failingSince: Timestamp?
        package var cause: String?

        package init(
            name: String, waiting: Int? = nil, oldestWaitingAt: Timestamp? = nil, failingSince: Timestamp? = nil,
            cause: String? = nil
        ) {
            self.name = name
            self.waiting = waiting
            self.oldestWaitingAt = oldestWaitingAt
            self.failingSince = failingSince
            self.cause = cause
        }
    }

    package init(
        isReady: Bool, brokerConnected: Bool, lastCommitAt: Timestamp?, diskFull: Bool = false,
        startedAt: Timestamp, clock: Timestamp, entries: Int = 0, metrics: [Metric] = [],
        destinations: [Destination] = []
    ) {
        self.isReady = isReady
        self.brokerConnected = brokerConnected
        self.lastCommitAt = lastCommitAt
        self.diskFull = diskFull
        self.startedAt = startedAt
        self.clock = clock
        self.entries = entries
        self.metrics = metrics
        self.destinations = destinations
    }

    /// What is wrong; empty while everybody is watched over.
    var faults: [Fault] {
        var faults: [Fault] = []
        if !isReady { faults.append(.notReady) }
        if !brokerConnected { faults.append(.brokerLost) }
        if diskFull { faults.append(.diskFull) }
        return faults
    }

    /// A reason why monitoring does not work.
    enum Fault: String, Sendable, CaseIterable {
        case notReady = "the gateway is still starting"
        case brokerLost = "no connection to the broker: messages are not coming in"
        case diskFull = "the disk is full: nothing can be stored"
        case databaseUnreadable = "the database cannot be read"
    }
}
