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
}
