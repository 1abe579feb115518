import CareEngine
package import CareModel
import DeviceProfiles
import Foundation
import Store

/// Writing: everything of a batch in one transaction.
extension CarePipeline {
    /// A home's state is written after so many of its messages; the rest is refolded from the log at a restart.
    static let stateEvery = 1024
    /// A home whose written state is older than so many messages is written anew, so that a restart never reads far.
    static let stateWithin: Int64 = 100_000

    package var hasPending: Bool { !pending.isEmpty }
    package var pendingMessages: Int { pending.messages.rows.count }

    /// Writes what is pending, durably, in one transaction; only after this may the messages be acknowledged.
    ///
    /// Throws `StoreError`; then nothing was written and everything stays pending.
    package mutating func commit() throws {
        endFloods()
        guard !pending.isEmpty else { return }
        try write(allStates: false)
    }

    /// As `commit`, and writes every home's state: at an orderly end.
    package mutating func commitAndSaveStates() throws {
        try write(allStates: true)
    }

    private mutating func write(allStates: Bool) throws {
        let written = try store.write { transaction in try writeBatch(transaction, allStates: allStates) }
        for (index, number) in written.topicNumbers { topics[index].number = number }
        for home in written.savedHomes {
            unsavedCounts[home] = 0
            savedSequences[home] = written.lastID
            statesDue.remove(home)
        }
        figures.commits += 1
        pending.removeAll()
        urgent.removeAll()
        shelf.saved()
    }

    private struct Written {
        var lastID: Int64 = 0
        var topicNumbers: [Int: Int64] = [:]
        var savedHomes: [Int] = []
    }

    private mutating func writeBatch(_ transaction: StoreTransaction, allStates: Bool) throws -> Written {
        var written = Written(lastID: lastID)
        for (index, topic) in pending.topics.enumerated() {
            var number = topics[topic].number
            if number == 0 {
                let isOwn: Bool
                (number, isOwn) = try numberOfTopic(topic, message: index, transaction)
                if isOwn { written.topicNumbers[topic] = number }
            }
            pending.messages.setTopic(number, ofRow: index)
        }
        if !pending.messages.rows.isEmpty { written.lastID = try transaction.append(pending.messages) }
        try writeEffects(transaction)
        try writeRefusals(transaction)
        for (home, fact) in pending.learned {
            try transaction.save(LearnedDeviceRow(home: homeNumbers[home], address: fact.address, bytes: fact.bytes))
        }
        for number in pending.takenEntries { try transaction.removeEntry(number) }
        try saveStates(transaction, all: allStates, &written)
        try transaction.setCheckpoint("clock", String(clock.milliseconds))
        lastID = written.lastID
        return written
    }

    private func writeRefusals(_ transaction: StoreTransaction) throws {
        for refusal in pending.refusals {
            try transaction.quarantine(
                topic: refusal.topic, reason: refusal.reason, at: refusal.at, sample: refusal.sample)
        }
        for (topic, sampled) in pending.sampled.sorted(by: { $0.key < $1.key }) {
            try transaction.quarantine(
                topic: topics[topic].name, reason: Self.floodReason, count: sampled.count, since: sampled.firstAt,
                at: sampled.lastAt, sample: sampled.sample)
        }
    }

    /// Names on which nothing was ever understood are kept up to a bound; beyond it one stands for all of a home.
    private func numberOfTopic(
        _ topic: Int, message: Int, _ transaction: StoreTransaction
    ) throws -> (number: Int64, isOwn: Bool) {
        let name = topics[topic].name
        if topics[topic].hasMeaning { return (try transaction.topicNumber(name), true) }
        let home = homeNumbers.firstIndex(of: pending.messages.rows[message].home)
        let base = home.map { engines[$0].definition.baseTopic } ?? ""
        return try transaction.topicNumber(ofUnknown: name, others: base + Self.others)
    }

    private func saveStates(_ transaction: StoreTransaction, all: Bool, _ written: inout Written) throws {
        for home in engines.indices
        where all || unsavedCounts[home] >= Self.stateEvery || statesDue.contains(home)
            || written.lastID - savedSequences[home] > Self.stateWithin
        {
            try transaction.save(
                HomeStateRow(
                    home: homeNumbers[home], version: HomeState.version, sequence: written.lastID,
                    clock: engines[home].state.clock, bytes: engines[home].state.encoded()))
            written.savedHomes.append(home)
        }
    }

    /// In their order, so that the outbox tells things as they happened; features that follow one another together.
    private mutating func writeEffects(_ transaction: StoreTransaction) throws {
        var features: [DailyFeature] = []
        for pending in pending.effects {
            switch pending.effect {
            case .feature(let feature): features.append(feature)
            case .alert(let alert):
                try write(features, transaction)
                features.removeAll()
                figures.alerts += 1
                try transaction.save(alert)
                if isTold(alert) { _ = try transaction.append(Outgoing(announcing: alert, at: clock)) }
            case .dayLog(let log):
                try transaction.save(DayLogRow(home: homeNumbers[pending.home], day: log.day, bytes: log.encoded()))
            case .lateDataWorkedIn: break
            }
        }
        try write(features, transaction)
    }

    private mutating func write(_ features: [DailyFeature], _ transaction: StoreTransaction) throws {
        figures.features += features.count
        try transaction.save(features)
        try transaction.append(
            features.map { feature in
                let update = FeatureUpdate(feature: feature, pseudonym: pseudonym(of: feature.resident))
                let key = update.key
                return Outgoing(
                    kind: .feature, subject: update.pseudonym, key: key, urgent: false, createdAt: clock,
                    body: update.body(key: key))
            })
    }

    private mutating func pseudonym(of resident: String) -> String {
        if let known = pseudonyms[resident] { return known }
        let pseudonym = options.pseudonyms.of(resident: resident)
        pseudonyms[resident] = pseudonym
        return pseudonym
    }

    /// Removes messages, day logs and delivered updates that are older than `keptDays`, a small step at a time.
    package func prune(keptDays: Int, deliveredThrough cursor: Int64) throws {
        let before = clock.adding(hours: Int64(-24 * keptDays))
        guard before > .distantPast else { return }
        try store.write { transaction in
            _ = try transaction.pruneMessages(before: before, limit: 1000)
            _ = try transaction.pruneOutgoing(before: before, deliveredThrough: cursor, limit: 1000)
            try transaction.pruneDeadLetters(before: before, limit: 1000)
            try transaction.pruneDayLogs(
                before: LocalDay(number: Int32(before.milliseconds.flooredDivision(by: 86_400_000))))
        }
    }
}

extension Outgoing {
    /// An alert in its present state. Each step of its life is one update with a key of its own.
    package init(announcing alert: Alert, at time: Timestamp) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(alert)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        let key = "\(alert.id)/\(alert.history.count)"
        self.init(
            cursor: 0, kind: .alert, subject: alert.home, key: key, urgent: alert.priority == .p1, createdAt: time,
            body: "{\"idempotency_key\":\"\(key)\"," + json.dropFirst())
    }
}

extension CarePipeline {
    /// Effects that wait for the commit.
    package var pendingEffects: Int { pending.effects.count }

    /// What was processed and is not yet on disk, in order: after a lost connection the broker sends it again.
    package var pendingDeliveries: [(packetID: UInt16, digest: Int64)] {
        pending.messages.rows.map { ($0.packetID, $0.digest) }
    }
}
