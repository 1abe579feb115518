import Logging
import Store

/// One thing that an open page is told.
enum LiveEvent: Sendable, Equatable {
    /// Alerts changed; the outbox's cursor then.
    case alert(cursor: Int64)
    /// Features, entries or the gateway's condition changed, which is less urgent; the outbox's cursor then.
    case change(cursor: Int64)
    /// The gateway lives.
    case heartbeat

    /// In the form of a `text/event-stream` (WHATWG HTML section 9.2). The heartbeat is also an event, because a
    /// page's script does not see comments.
    var text: String {
        switch self {
        case .alert(let cursor): "id: \(cursor)\nevent: alert\ndata: \(cursor)\n\n"
        case .change(let cursor): "id: \(cursor)\nevent: change\ndata: \(cursor)\n\n"
        case .heartbeat: ": heartbeat\nevent: heartbeat\ndata:\n\n"
        }
    }
}

/// Where the outbox stands.
struct OutboxMark: Equatable, Sendable {
    /// Of its newest entry, and of its newest alert; 0 where there is none.
    var cursor: Int64
    var alert: Int64

    init(cursor: Int64, alert: Int64) {
        self.cursor = cursor
        self.alert = alert
    }

    init(_ store: CareStore) throws {
        self.init(cursor: try store.lastOutgoingCursor(), alert: try store.lastAlertCursor())
    }

    /// What a page made when the outbox stood at `seen` is told; also a cursor from before the outbox was emptied or
    /// restored is news.
    func news(since seen: Int64) -> LiveEvent? {
        if alert > seen { return .alert(cursor: cursor) }
        return cursor != seen ? .change(cursor: cursor) : nil
    }
}

/// Tells open pages that something changed: two looks at the store a second for all of them together.
actor LiveDesk {
    /// More pages at once are refused; they renew themselves once a minute all the same.
    static let clientLimit = 512
    static let lookMilliseconds = 500
    static let heartbeatLooks = 30
    /// Of events that a slow page has not taken the oldest are dropped: the newest says as much.
    static let waitingLimit = 8

    private var clients: [Int: AsyncStream<LiveEvent>.Continuation] = [:]
    private var lastClient = 0
    private var seen: Seen?
    private var looks = 0
    private var hasEnded = false

    /// What open pages show.
    struct Seen: Equatable, Sendable {
        var mark: OutboxMark
        var faults: [GatewayStatus.Fault] = []
        var entries = 0
    }

    /// Joins a page that was made when the outbox stood at `cursor` (nil: not known); `found` was read just now. Ends
    /// with the desk. Throws `Refusal.busy` when too many are there.
    func join(after cursor: Int64?, found: Seen) throws -> (id: Int, events: AsyncStream<LiveEvent>) {
        guard clients.count < Self.clientLimit else { throw Refusal.busy }
        // The next look is compared with what the first page knows, and a look since `found` was read has told the
        // others what this page does not know.
        let seen = seen ?? found
        self.seen = seen
        let current = seen.mark.cursor > found.mark.cursor ? seen.mark : found.mark
        let (events, client) = AsyncStream.makeStream(
            of: LiveEvent.self, bufferingPolicy: .bufferingNewest(Self.waitingLimit))
        lastClient += 1
        client.yield(.heartbeat)
        if let news = cursor.flatMap(current.news) { client.yield(news) }
        if hasEnded { client.finish() } else { clients[lastClient] = client }
        return (lastClient, events)
    }

    func leave(_ id: Int) { clients.removeValue(forKey: id)?.finish() }

    var clientCount: Int { clients.count }

    /// One look's result, and a heartbeat when it is time for one.
    func noticed(_ now: Seen) {
        if let seen, seen != now {
            let cursor = now.mark.cursor
            tell(now.mark.alert != seen.mark.alert ? .alert(cursor: cursor) : .change(cursor: cursor))
        }
        seen = now
        beat()
    }

    /// A look that failed: the pages hear that the gateway lives, and nothing of the store.
    func beat() {
        looks += 1
        if looks % Self.heartbeatLooks == 0 { tell(.heartbeat) }
    }

    private func tell(_ event: LiveEvent) {
        for client in clients.values { client.yield(event) }
    }

    static func look(_ reads: BoundedReads, _ status: GatewayStatus) async throws -> Seen {
        Seen(mark: try await reads.read { try OutboxMark($0) }, faults: status.faults, entries: status.entries)
    }

    /// Looks until the task is cancelled, then ends every stream.
    func run(
        _ reads: BoundedReads, status: @escaping @Sendable () -> GatewayStatus, logger: Logger
    ) async {
        var failing = false
        while (try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))) != nil {
            // Nobody to tell: whoever joins brings the cursor of their page along.
            if clients.isEmpty {
                seen = nil
                continue
            }
            do {
                noticed(try await Self.look(reads, status()))
                failing = false
            } catch {
                if !failing { logger.error("cannot read the outbox for open pages", metadata: ["error": "\(error)"]) }
                failing = true
                beat()
            }
        }
        hasEnded = true
        for client in clients.values { client.finish() }
        clients = [:]
    }
}
