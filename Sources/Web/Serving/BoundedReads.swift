import Foundation
import Store

/// Runs the store's blocking reads on two threads of their own.
///
/// Not on Swift's own threads: there is one a core, a read may wait seconds for the disk or the lock, and the loop that
/// takes messages in must not wait with it. At most `waitingLimit` reads are waiting or running; one more is refused.
actor BoundedReads {
    static let waitingLimit = 64

    private let store: CareStore
    private var lanes: [Lane]

    /// Serial queues, because only those get a thread at once; a concurrent queue or `OperationQueue` shares the few of
    /// the process and stands still while other blocking work holds them.
    private struct Lane {
        let queue: DispatchQueue
        var waiting = 0
    }

    init(store: CareStore, lanes: Int = 2) {
        self.store = store
        self.lanes = (0..<max(1, lanes)).map { Lane(queue: DispatchQueue(label: "web reads \($0)")) }
    }

    /// The body's result; `Refusal.busy` when too many are waiting, else the body's own errors.
    func read<T: Sendable>(_ body: @escaping @Sendable (CareStore) throws -> T) async throws -> T {
        guard lanes.reduce(0, { $0 + $1.waiting }) < Self.waitingLimit else { throw Refusal.busy }
        let lane = lanes.indices.min { lanes[$0].waiting < lanes[$1].waiting } ?? 0
        lanes[lane].waiting += 1
        defer { lanes[lane].waiting -= 1 }
        let (store, queue) = (store, lanes[lane].queue)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(store) }) }
        }
    }
}
