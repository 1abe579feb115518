import CareModel
import Pipeline
import Synchronization

/// How the gateway is: what the ingest thread and the housekeeping tell the others. Read by any thread.
final class GatewayState: Sendable {
    struct Snapshot: Sendable {
        var startedAt: Timestamp
        var clock = Timestamp.distantPast
        var brokerConnected = false
        var isSubscribed = false
        var lastBrokerProblem: String?
        var lastCommitAt: Timestamp?
        var diskProblem: String?
        var redelivered = 0
        var unread = 0
        var inBacklog = false
        /// What people entered, and changes of the homes' files, since the start.
        var entries = 0
        var figures = PipelineFigures()
        var openAlerts = 0
        /// When the ingest loop last came round.
        var turnedAt: ContinuousClock.Instant?
        var heartbeats = 0
        var heartbeatFailures = 0
        var heartbeatsWithheld = 0
        var diskFreeBytes: Int64?
        /// Nil while the kernel does not tell.
        var clockIsSynchronised: Bool?
        var lastBackupAt: Timestamp?

        static let turnLimit = Duration.seconds(30)

        /// Why an outside watcher should not be told that all is well; nil while it is.
        func fault(at now: ContinuousClock.Instant) -> String? {
            if let diskProblem { return diskProblem }
            if !brokerConnected { return lastBrokerProblem ?? "no broker" }
            if !isSubscribed { return "not subscribed" }
            guard let turnedAt, turnedAt.duration(to: now) <= Self.turnLimit else {
                return "the ingest loop has not come round for \(Self.turnLimit)"
            }
            return nil
        }
    }

    private let snapshot: Mutex<Snapshot>

    init(startedAt: Timestamp) { snapshot = Mutex(Snapshot(startedAt: startedAt)) }

    func update(_ body: (inout Snapshot) -> Void) { snapshot.withLock { body(&$0) } }
    func read() -> Snapshot { snapshot.withLock { $0 } }
}
