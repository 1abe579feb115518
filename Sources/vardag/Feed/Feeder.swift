import CareModel
import Foundation
import MQTT
import Pipeline

/// Publishes logs, and knows what of them the broker has confirmed.
struct Feeder {
    private let connection: PublishConnection
    private var position: FeedPosition
    private let isLive: Bool
    private var pace: GatewayPace?
    private let isStopping: () -> Bool

    private var open: [(token: PublishToken, log: Int, line: Int)] = []
    private var confirmed: Set<PublishToken> = []
    private var savedAt = ContinuousClock.now
    private var meter: FeedMeter?
    private var isAtNow = false

    private static let windowSize = 500

    init(
        connection: PublishConnection, position: FeedPosition, isLive: Bool, pace: GatewayPace?,
        isStopping: @escaping () -> Bool
    ) {
        self.connection = connection
        self.position = position
        self.isLive = isLive
        self.pace = pace
        self.isStopping = isStopping
    }

    /// Publishes what is not confirmed yet, to the end or until it is told to stop; the number of lines that could not
    /// be read. Throws `LogError`, `MQTTError`.
    mutating func run(_ logs: [String]) throws -> Int {
        try connection.connect()
        var merge = try LogMerge(paths: logs, skipping: position.lines)
        // Also when the broker went away: the place from which to go on.
        defer {
            try? position.save()
            if position.lines.count == 1 { print("line \(position.lines[0])") }
        }
        while !isStopping(), let message = try merge.next() {
            if isLive { try wait(for: message.receivedAt) }
            if isStopping() { break }
            let token = try connection.publish(
                topic: message.topic, payload: message.payload, retain: message.isRetained,
                stamp: "\(message.receivedAt)")
            open.append((token, merge.place.log, merge.place.line))
            if open.count >= Self.windowSize { try pump(until: Self.windowSize / 2) }
            try keepClose(message.receivedAt)
        }
        try pump(until: 0)
        try finishHistory()
        try connection.disconnect()
        for bad in merge.badLines { Terminal.say("\(bad.path):\(bad.line): skipped: \(bad.reason)") }
        return merge.badLineCount
    }

    private mutating func pump(until waiting: Int) throws {
        while open.count > waiting { try exchange(milliseconds: 1000) }
    }

    /// Sends, takes confirmations in, and remembers the place about once a second.
    private mutating func exchange(milliseconds: Int32) throws {
        for outcome in try connection.pump(timeoutMilliseconds: milliseconds) { confirmed.insert(outcome.token) }
        var count = 0
        while count < open.count, confirmed.remove(open[count].token) != nil {
            position.lines[open[count].log] = open[count].line
            count += 1
        }
        open.removeFirst(count)
        guard savedAt.duration(to: .now) > .seconds(1) else { return }
        savedAt = .now
        try position.save()
        if position.lines.count == 1 {
            print("line \(position.lines[0])")
            fflush(nil)
        }
    }

    /// Waits until that time has come; everything before it is confirmed meanwhile.
    private mutating func wait(for time: Timestamp) throws {
        guard time > WallClock.read() else { return }
        try pump(until: 0)
        try finishHistory()
        if !isAtNow, !isStopping() { sayLive() }
        isAtNow = true
        while !isStopping() {
            let left = time.milliseconds(since: WallClock.read())
            guard left > 0 else { return }
            try exchange(milliseconds: Int32(min(left, 500)))
        }
    }

    private func sayLive() {
        let page = pace.map { "; the page, with all history: \($0.page.absoluteString)" } ?? ""
        Terminal.say("live: each message goes out at its own time\(page)")
    }

    // MARK: Close to the gateway

    private mutating func keepClose(_ time: Timestamp) throws {
        guard pace != nil else { return }
        let now = WallClock.read()
        if meter == nil, time < now.adding(hours: -1) { meter = FeedMeter(first: time, end: now) }
        guard pace?.note(time) == true else { return }
        while !isStopping(), pace?.isClose() == false {
            show()
            try exchange(milliseconds: 100)
        }
        show()
    }

    private mutating func show() {
        if let clock = pace?.clock { meter?.show(clock) }
    }

    /// Waits until the gateway has all that was published, once.
    private mutating func finishHistory() throws {
        guard meter != nil else { return }
        while !isStopping(), pace?.hasAll() == false {
            show()
            try exchange(milliseconds: 100)
        }
        if !isStopping() { meter?.finish() }
        meter = nil
    }
}
