import ArgumentParser
import CareModel
import Foundation
import MQTT
import Pipeline

/// `vardag feed`: recorded messages published to a broker, as fast as it takes them or at their own times.
struct FeedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed", abstract: "Publish recorded logs to a broker.",
        discussion: """
            Each message goes out at QoS 1 with its time as the MQTT 5 user property `tst`, which a gateway with \
            `clock: message` takes as its clock. Several logs go out as one, by time. Prints how far the broker has \
            confirmed a single log; when the broker goes away, go on with --from-line at the line after that, or let \
            --position remember it. Ends orderly on SIGTERM or SIGINT.
            """)

    @Option(help: "HOST:PORT of the broker.") var broker: String
    @Option(help: "First line of a single log to publish, from 1.") var fromLine = 1
    @Option(help: "A file that remembers how far each log is confirmed; goes on from there.") var position: String?
    @Flag(help: "Wait with each message until its own time has come.") var live = false
    @Option(help: "Address of the gateway's page: shows how far it has got, and stays close before it.")
    var follow: String?
    @OptionGroup var token: TokenOption
    @Argument(help: "The logs; .gz is decompressed.") var logs: [String]

    func validate() throws {
        guard !logs.isEmpty else { throw ValidationError("name a log") }
        guard fromLine == 1 || logs.count == 1 && position == nil else {
            throw ValidationError("--from-line is for a single log without --position")
        }
        if let follow, URL(string: follow)?.host() == nil {
            throw ValidationError("--follow is an address such as http://127.0.0.1:8080/")
        }
    }

    func run() throws {
        let parts = broker.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw ValidationError("--broker is HOST:PORT, 127.0.0.1:1883")
        }
        let address = BrokerAddress(
            host: String(parts[0]), port: port, clientID: "vardag-feed-\(ProcessInfo.processInfo.processIdentifier)")
        let stop = StopSignal()
        let signals = SignalWatch { stop.set() }
        defer { signals.end() }
        do {
            var known = try FeedPosition(file: position, logs: logs)
            if fromLine > 1 { known.lines[0] = fromLine - 1 }
            let pace = try follow.flatMap { URL(string: $0) }.map { try GatewayPace(page: $0, token: token.read()) }
            var feeder = Feeder(
                connection: try PublishConnection(address), position: known, isLive: live, pace: pace,
                isStopping: { stop.isSet })
            let badLines = try feeder.run(logs)
            guard badLines == 0 else { throw Terminal.badData }
        } catch let problem as LogError {
            throw Terminal.fail(problem, Terminal.badData)
        } catch let problem as FeedPosition.Unreadable {
            throw Terminal.fail(problem, Terminal.badData)
        } catch let problem as MQTTError {
            throw Terminal.fail(problem)
        }
    }
}
