import Foundation
import Store

/// Runs the store's blocking reads on two threads of their own.
///
/// Not on Swift's own threads: there is one a core, a read may wait seconds for the disk or the lock, and the loop that
/// takes messages in must not wait with it. At most `waitingLimit` reads are waiting or running; one more is refused.
actor BoundedReads {
    static let threads = 2
    static let waitingLimit = 64

    private let store: CareStore
    private let queue = OperationQueue()
    private var waiting = 0

    init(store: CareStore) {
        self.store = store
        queue.name = "web reads"
        queue.maxConcurrentOperationCount = Self.threads
    }

    /// The body's result; `Refusal.busy` when too many are waiting, else the body's own errors.
    func read<T: Sendable>(_ body: @escaping @Sendable (CareStore) throws -> T) async throws -> T {
        guard waiting < Self.waitingLimit else { throw Refusal.busy }
        waiting += 1
        defer { waiting -= 1 }
        let store = store
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try body(store) }) }
        }
    }
}
