package import CareModel
package import Store

/// Runs recorded logs through the pipeline in virtual time. A message that the database already holds is not taken
/// again: it is known by topic, time, payload, and how often it occurred.
package struct Replay {
    package struct Result: Sendable, Equatable {
        package var lines = 0
        package var taken = 0
        package var known = 0
        package var badLines = 0
    }

    static let batchSize = 2000

    private let store: CareStore
    private var pipeline: CarePipeline
    private var merge: LogMerge
    private var result = Result()
    /// The latest message time and id in the database before this run; only messages up to it can be known.
    private let knownThrough: Timestamp?
    private let knownID: Int64
    private var seenTime = Timestamp.distantPast
    private var seen: [Int64: Int] = [:]
    private var isIndexed = false

    /// The pipeline has recovered from the store.
    package init(store: CareStore, pipeline: CarePipeline, logs: [String]) throws {
        self.store = store
        self.pipeline = pipeline
        merge = try LogMerge(paths: logs)
        self.pipeline.beginReplay()
        knownThrough = try store.latestMessageAt()
        knownID = try store.lastMessages(1).first?.id ?? pipeline.lastID
    }

    /// Runs to the end. The clock then stands at `until`, else at the last message.
    package mutating func run(
        until: Timestamp?, progress: (_ lines: Int, _ bytes: Int, _ at: Timestamp) -> Void
    ) throws -> (Result, [LogMerge.BadLine]) {
        while let message = try merge.next() {
            if let until, message.receivedAt > until { break }
            result.lines += 1
            let digest = message.digest
            if try isKnown(message, digest) {
                result.known += 1
            } else {
                pipeline.take(message, digest: digest)
                result.taken += 1
            }
            if pipeline.pendingMessages >= Self.batchSize {
                try pipeline.commit()
                progress(merge.linesRead, merge.bytesRead, pipeline.clock)
            }
        }
        if let until { pipeline.advance(to: until) }
        pipeline.settle()
        try pipeline.commitAndSaveStates()
        if isIndexed { try store.dropKnownMessages() }
        result.badLines = merge.badLineCount
        return (result, merge.badLines)
    }

    private mutating func isKnown(_ message: IncomingMessage, _ digest: Int64) throws -> Bool {
        guard let knownThrough, message.receivedAt <= knownThrough else { return false }
        if !isIndexed {
            try store.prepareKnownMessages()
            isIndexed = true
        }
        if message.receivedAt != seenTime {
            seen.removeAll(keepingCapacity: true)
            seenTime = message.receivedAt
        }
        seen[digest, default: 0] += 1
        let count = try store.countOfMessages(at: message.receivedAt, digest: digest, through: knownID)
        return (seen[digest] ?? 0) <= count
    }
}
