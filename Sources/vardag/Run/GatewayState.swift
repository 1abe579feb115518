import CareModel
import Pipeline
import Synchronization

/// What the ingest thread tells the others: how the gateway is. Written by one thread, read by any.
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
        var figures = PipelineFigures()
        var openAlerts = 0
    }

    private let snapshot: Mutex<Snapshot>

    init(startedAt: Timestamp) { snapshot = Mutex(Snapshot(startedAt: startedAt)) }

    func update(_ body: (inout Snapshot) -> Void) { snapshot.withLock { body(&$0) } }
    func read() -> Snapshot { snapshot.withLock { $0 } }
}
