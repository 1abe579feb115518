import CareModel

/// What one transaction adds to the ledger; forgotten with it when it does not commit.
final class TransactionNotes {
    /// A live message moves its home's stored clock only by this much, or each batch would write a row per home.
    static let clockStepMilliseconds: Int64 = 60_000

    private var known: CommittedLedger
    private var added = CommittedLedger()

    init(known: CommittedLedger) { self.known = known }

    func home(_ id: String) -> Int64? { added.homes[id] ?? known.homes[id] }
    func topic(_ name: String) -> Int64? { added.topics[name] ?? known.topics[name] }
    func add(home id: String, number: Int64) { added.homes[id] = number }
    func add(topic name: String, number: Int64) {
        if known.topics.count + added.topics.count < CommittedLedger.topicLimit { added.topics[name] = number }
    }

    func note(_ batch: MessageBatch) {
        for row in batch.rows { added.note(row) }
    }

    /// Drops what is stored well enough already, and returns the rest to be stored.
    func takeNews() -> CommittedLedger {
        if let latest = added.latestAt, let stored = known.latestAt, latest <= stored { added.latestAt = nil }
        added.lastMessageAt = added.lastMessageAt.filter { home, at in
            guard let stored = known.lastMessageAt[home] else { return true }
            return at.milliseconds(since: stored) >= Self.clockStepMilliseconds
        }
        return added
    }

    /// To be called once the transaction is on disk.
    func merge(into ledger: inout CommittedLedger) {
        // Lets go of the copy first, or the merge would copy every dictionary.
        known = CommittedLedger()
        ledger.homes.merge(added.homes) { $1 }
        ledger.topics.merge(added.topics) { $1 }
        ledger.lastMessageAt.merge(added.lastMessageAt) { max($0, $1) }
        if let latest = added.latestAt { ledger.latestAt = max(latest, ledger.latestAt ?? latest) }
    }
}
