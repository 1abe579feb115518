import CareModel

/// Numbers and clocks known from committed transactions.
struct CommittedLedger {
    /// More topics than this are looked up in the database, so that hostile topics cannot fill the memory.
    static let topicLimit = 100_000

    var homes: [String: Int64] = [:]
    var topics: [String: Int64] = [:]
    /// Stored clock of each home's last live message.
    var lastMessageAt: [Int64: Timestamp] = [:]
    /// Stored highest clock of any message; nil until first needed.
    var latestAt: Timestamp?

    mutating func note(_ message: MessageBatch.Row) {
        guard message.at > .distantPast else { return }
        latestAt = max(latestAt ?? message.at, message.at)
        guard message.home != 0, message.flags.isDisjoint(with: [.gateway, .retained]) else { return }
        Self.raise(&lastMessageAt[message.home, default: message.at], to: message.at)
    }

    private static func raise(_ clock: inout Timestamp, to time: Timestamp) { clock = max(clock, time) }
}
