import CareModel
import Logging
import Store
import Synchronization

/// The backup under way, on a thread of its own: a copy of a large database takes minutes.
final class BackupJob: Sendable {
    private struct State {
        var isRunning = false
        var failure: String?
        var triedAt: Timestamp?
        var last: Timestamp?
    }

    static let retryHours: Int64 = 1

    private let folder: BackupFolder
    private let store: CareStore
    private let logger: Logger
    private let isStopping: @Sendable () -> Bool
    private let state: Mutex<State>

    init(_ folder: BackupFolder, store: CareStore, logger: Logger, isStopping: @escaping @Sendable () -> Bool) {
        self.folder = folder
        self.store = store
        self.logger = logger
        self.isStopping = isStopping
        state = Mutex(State(last: folder.copies().last?.at))
    }

    var lastGood: Timestamp? { state.withLock { $0.last } }

    /// What is wrong with the backups; nil when nothing is.
    func problem(at now: Timestamp) -> String? {
        state.withLock { state in
            if let failure = state.failure { return failure }
            guard BackupFolder.isOverdue(now: now, last: state.last), let last = state.last else { return nil }
            return "the last good copy is of \(last)"
        }
    }

    /// Starts a backup when one is due and none is under way; the thread, when it did.
    func startIfDue(_ isDue: (Timestamp?) -> Bool, now: Timestamp) -> NamedThread? {
        let starts = state.withLock { state in
            guard !state.isRunning, isDue(state.last) else { return false }
            if state.failure != nil, let tried = state.triedAt, now >= tried, now < tried.adding(hours: Self.retryHours)
            {
                return false
            }
            state.isRunning = true
            state.triedAt = now
            return true
        }
        return starts ? NamedThread.start("backup") { self.run(now) } : nil
    }

    private func run(_ now: Timestamp) {
        do {
            let copy = try folder.write(store, now: now, isCancelled: isStopping)
            logger.notice("backup written and checked", metadata: ["file": "\(copy.path)"])
            state.withLock {
                $0.failure = nil
                $0.last = copy.at
                $0.isRunning = false
            }
        } catch {
            state.withLock {
                $0.failure = isStopping() ? nil : "\(error)"
                $0.isRunning = false
            }
        }
    }
}
