import CareModel
import Foundation
import Logging
import Store
import Synchronization

/// Writes what the pages write: the access log and sessions, on a thread of its own, all that waits in one transaction.
///
/// While nothing can be stored, up to `waitingLimit` entries are kept in memory and written when it can be again; beyond
/// that nobody is answered.
final class AccessDesk: Sendable {
    static let waitingLimit = 10_000

    private struct Waiting: Sendable {
        var entry: AccessEntry
        /// A session whose holder was active.
        var active: [UInt8]?
        var answer: CheckedContinuation<Bool, Never>?
    }

    private let store: CareStore
    private let logger: Logger
    private let queue = DispatchQueue(label: "web access log")
    private let waiting = Mutex<[Waiting]>([])

    init(store: CareStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Logs an entry; false when neither the disk nor the memory has room for it.
    func log(_ entry: AccessEntry, active: [UInt8]?) async -> Bool {
        await withCheckedContinuation { answer in
            let isTaken = waiting.withLock { waiting in
                guard waiting.count < Self.waitingLimit else { return false }
                waiting.append(Waiting(entry: entry, active: active, answer: answer))
                return true
            }
            guard isTaken else { return answer.resume(returning: false) }
            queue.async { self.drain() }
        }
    }

    /// How many rows are not on the disk yet.
    var waitingCount: Int { waiting.withLock { $0.count } }

    /// Runs the body in one transaction.
    func write<T: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { answer in
            queue.async { [store] in answer.resume(with: Result { try store.write(body) }) }
        }
    }

    private func drain() {
        let batch = waiting.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
        guard !batch.isEmpty else { return }
        do {
            try store.write { transaction in
                try transaction.log(batch.map(\.entry))
                for item in batch {
                    if let token = item.active { try transaction.keepSession(token: token, at: item.entry.at) }
                }
            }
        } catch {
            logger.error(
                "the access log cannot be written; its rows wait in memory",
                metadata: ["rows": "\(batch.count)", "error": "\(error)"])
            waiting.withLock { $0.insert(contentsOf: batch.map { Waiting(entry: $0.entry) }, at: 0) }
        }
        for item in batch { item.answer?.resume(returning: true) }
    }
}
