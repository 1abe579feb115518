import CareModel

/// Several logs as one, by time; at the same time by the order of the arguments, then of the lines.
package struct LogMerge {
    /// A line that cannot be read, with its place.
    package struct BadLine: Sendable {
        package var path: String
        package var line: Int
        package var reason: String
    }

    private let logs: [LogReader]
    private var heads: [IncomingMessage?]
    /// The line of each log that its head is.
    private var headLines: [Int]
    /// Where the message that `next` gave last is: the log's index and its line, from 1.
    package private(set) var place = (log: 0, line: 0)
    package private(set) var badLines: [BadLine] = []
    package private(set) var badLineCount = 0

    static let badLinesKept = 20

    /// `skipping`: how many lines at the beginning of each log are passed over; none unless given.
    package init(paths: [String], skipping: [Int] = []) throws {
        logs = try paths.map(LogReader.init)
        heads = Array(repeating: nil, count: paths.count)
        headLines = Array(repeating: 0, count: paths.count)
        for (log, count) in zip(logs, skipping) {
            while log.line < count, try log.next({ _ in }) != nil {}
        }
        for index in logs.indices { try refill(index) }
    }

    package var linesRead: Int { logs.reduce(0) { $0 + $1.line } }
    package var bytesRead: Int { logs.reduce(0) { $0 + $1.bytesRead } }

    /// The next message in time; nil at the end.
    package mutating func next() throws -> IncomingMessage? {
        if logs.count == 1 {
            // The usual case without the copies: nothing to compare with.
            guard let head = heads[0].take() else { return nil }
            place.line = headLines[0]
            try refill(0)
            return head
        }
        var first = -1
        for index in heads.indices {
            guard let head = heads[index] else { continue }
            if first < 0 || head.receivedAt < (heads[first]?.receivedAt ?? .distantFuture) { first = index }
        }
        guard first >= 0 else { return nil }
        let message = heads[first]
        place = (first, headLines[first])
        try refill(first)
        return message
    }

    private mutating func refill(_ index: Int) throws {
        let log = logs[index]
        heads[index] = nil
        while true {
            var problem: String?
            var message: IncomingMessage?
            let found: Void? = try log.next { line in
                guard !line.isEmpty else { return }
                do { message = try LogLine.read(line) } catch let unreadable as LogLine.Unreadable {
                    problem = unreadable.reason
                }
            }
            guard found != nil else { return }
            if let problem { note(BadLine(path: log.path, line: log.line, reason: problem)) }
            if let message {
                heads[index] = message
                headLines[index] = log.line
                return
            }
        }
    }

    private mutating func note(_ bad: BadLine) {
        badLineCount += 1
        if badLines.count < Self.badLinesKept { badLines.append(bad) }
    }
}
