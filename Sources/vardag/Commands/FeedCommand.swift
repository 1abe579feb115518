import ArgumentParser
import Foundation
import MQTT
import Pipeline

/// `vardag feed`: recorded messages published to a broker, as fast as it takes them.
struct FeedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Publish a recorded log to a broker.",
        discussion: """
            Each message goes out at QoS 1 with its time as the MQTT 5 user property `tst`, which a gateway with \
            `clock: message` takes as its clock. Prints how far the broker has confirmed it; when the broker goes away, \
            go on with --from-line at the line after that.
            """)

    @Option(help: "HOST:PORT of the broker.") var broker: String
    @Option(help: "First line to publish, from 1.") var fromLine = 1
    @Argument(help: "The log; .gz is decompressed.") var log: String

    private static let windowSize = 500

    func run() throws {
        let parts = broker.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw ValidationError("--broker is HOST:PORT, 127.0.0.1:1883")
        }
        let address = BrokerAddress(
            host: String(parts[0]), port: port, clientID: "vardag-feed-\(ProcessInfo.processInfo.processIdentifier)")
        do {
            try feed(try PublishConnection(address))
        } catch let problem as LogError {
            throw Terminal.fail(problem, Terminal.badData)
        } catch let problem as MQTTError {
            throw Terminal.fail(problem)
        }
    }

    private func feed(_ connection: PublishConnection) throws {
        try connection.connect()
        let reader = try LogReader(path: log)
        var open: [(token: PublishToken, line: Int)] = []
        var confirmed: Set<PublishToken> = []
        var last = fromLine - 1
        var shownAt = ContinuousClock.now
        // Also when the broker went away: the place from which to go on.
        defer { print("line \(last)") }
        func pump(until waiting: Int) throws {
            while open.count > waiting {
                for outcome in try connection.pump(timeoutMilliseconds: 1000) { confirmed.insert(outcome.token) }
                while let first = open.first, confirmed.remove(first.token) != nil {
                    last = first.line
                    open.removeFirst()
                }
                if shownAt.duration(to: .now) > .seconds(1) {
                    shownAt = .now
                    print("line \(last)")
                    fflush(nil)
                }
            }
        }
        while let message = try reader.next({ try LogLine.read($0) }) {
            guard reader.line >= fromLine else { continue }
            let token = try connection.publish(
                topic: message.topic, payload: message.payload, retain: message.isRetained,
                stamp: "\(message.receivedAt)")
            open.append((token, reader.line))
            if open.count >= Self.windowSize { try pump(until: Self.windowSize / 2) }
        }
        try pump(until: 0)
        try connection.disconnect()
    }
}
