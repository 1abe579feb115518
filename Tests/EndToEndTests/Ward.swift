import BrokerFixture
import CareModel
import Foundation
import Pipeline
import Simulator
import Store
import Testing

/// A temporary folder with some simulated homes, their logs, a configuration, and a broker.
final class Ward {
    static let firstDay = LocalDay(year: 2026, month: 1, day: 5) ?? LocalDay(number: 0)

    let folder: URL
    let broker: PrivateBroker
    let homes: [SimulatedHome]
    private(set) var logs: [URL] = []
    let httpPort: UInt16

    var config: URL { folder.appendingPathComponent("vardag.yaml") }
    var homesFolder: URL { folder.appendingPathComponent("homes") }
    var database: URL { databaseFolder.appendingPathComponent("vardag.db") }
    var log: URL { folder.appendingPathComponent("gateway.log") }
    let databaseFolder: URL

    /// `clock`: message or wall. `databaseFolder`: where the database goes, the ward's folder unless given.
    init(
        _ homes: [SimulatedHome], clock: String = "message", databaseFolder: URL? = nil,
        durable: String = PrivateBroker.durable
    ) throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("ward-\(UUID().uuidString)")
        self.homes = homes
        self.databaseFolder = databaseFolder ?? folder
        broker = try PrivateBroker(durable)
        httpPort = try PrivateBroker.freePort()
        try FileManager.default.createDirectory(at: homesFolder, withIntermediateDirectories: true)
        for home in homes { try write(home) }
        try writeConfig(clock: clock)
        try broker.start()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static var profiles: String {
        get throws {
            var folder = URL(fileURLWithPath: #filePath)
            for _ in 0..<3 { folder.deleteLastPathComponent() }
            return folder.appendingPathComponent("Devices").path
        }
    }

    /// The home's file, made by `vardag home new`, and its log.
    private func write(_ home: SimulatedHome) throws {
        let id = home.definition.id
        let devices = folder.appendingPathComponent("\(id).csv")
        try Data(home.devicesCSV.utf8).write(to: devices)
        let made = try Program.run(
            ["home", "new", "--id", id, "--time-zone", home.definition.timeZone.identifier, "--devices", devices.path],
            in: folder)
        try #require(made.status == 0, "\(made.complaint)")
        try Data(made.output.utf8).write(to: homesFolder.appendingPathComponent("\(id).yaml"))
        logs.append(try writeLog(home.messages.map(\.line), "\(id).jsonl"))
    }

    private func writeConfig(clock: String) throws {
        let text = """
            broker: {host: 127.0.0.1, port: \(broker.port), client_id: vardag}
            homes: homes
            devices: \(try Self.profiles)
            database: \(database.path)
            http: {bind: 127.0.0.1, port: \(httpPort)}
            clock: \(clock)
            keep_messages_days: 3650

            """
        try Data(text.utf8).write(to: config)
    }

    /// Another line of the settings, for the next start.
    func addSettings(_ line: String) throws {
        try Data((try Program.text(config) + line + "\n").utf8).write(to: config)
    }

    func makeFolder(_ name: String) throws -> URL {
        let made = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        return made
    }

    func writeLog(_ lines: [String], _ name: String) throws -> URL {
        let file = folder.appendingPathComponent(name)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
        return file
    }

    /// All homes' messages as one log in the order of time, ties by home, as a replay merges them.
    var mergedLines: [String] {
        var all: [(at: Timestamp, home: Int, place: Int, line: String)] = []
        for (index, home) in homes.enumerated() {
            for (place, message) in home.messages.enumerated() {
                all.append((message.at, index, place, message.line))
            }
        }
        all.sort { ($0.at, $0.home, $0.place) < ($1.at, $1.home, $1.place) }
        return all.map(\.line)
    }

    // MARK: Commands

    func vardag(_ arguments: String..., input: URL? = nil) throws -> Program.Outcome {
        try Program.run(arguments, in: folder, input: input)
    }

    /// Publishes a log; every message is with the broker when this returns.
    func feed(_ log: URL) throws {
        let fed = try vardag("feed", "--broker", "127.0.0.1:\(broker.port)", log.path)
        try #require(fed.status == 0, "\(fed.complaint)")
    }

    /// A feeder in the background.
    func startFeeding(_ log: URL, fromLine: Int = 1, output: URL? = nil) throws -> Process {
        try Program.start(
            try Program.path(),
            ["feed", "--broker", "127.0.0.1:\(broker.port)", "--from-line", "\(fromLine)", log.path],
            output: output ?? folder.appendingPathComponent("feed.out"),
            complaint: folder.appendingPathComponent("feed.err"))
    }

    func features(_ database: URL? = nil, home: String? = nil) throws -> String {
        try printed(["features"], database, home)
    }

    /// Without the gateway's own, which are about the machine that the test runs on.
    func alerts(_ database: URL? = nil, home: String? = nil) throws -> String {
        try printed(["alerts"], database, home).split(separator: "\n")
            .filter { !$0.contains("\"home\":\"gateway\"") }.map { $0 + "\n" }.joined()
    }

    private func printed(_ command: [String], _ database: URL?, _ home: String?) throws -> String {
        let only = home.map { ["--home", $0] } ?? []
        let path = (database ?? self.database).path
        let told = try Program.run(command + ["--database", path] + only, in: folder)
        try #require(told.status == 0, "\(told.complaint)")
        return told.output
    }

    /// Replays logs into a database of that name, new or not, and returns its file.
    func replay(_ logs: [URL], into name: String) throws -> URL {
        let database = folder.appendingPathComponent(name)
        let done = try Program.run(
            ["replay", "--homes", homesFolder.path, "--devices", try Self.profiles, "--database", database.path]
                + logs.map(\.path), in: folder)
        try #require(done.status == 0, "\(done.complaint)")
        return database
    }

    func exportMessages() throws -> URL {
        let file = folder.appendingPathComponent("exported-\(UUID().uuidString).jsonl")
        let done = try vardag("export", "--messages", "--database", database.path, "--output", file.path)
        try #require(done.status == 0, "\(done.complaint)")
        return file
    }

    // MARK: Observation

    /// Starts the gateway for the first time; what is published from now on is for it.
    func startSubscribed(environment: [String: String] = [:]) throws -> RunningGateway {
        let gateway = try RunningGateway(self, environment: environment)
        // The gateway's marker to itself comes back after the answer to its subscription.
        try Deadline.wait(for: "the gateway's own marker") {
            #expect(gateway.isRunning)
            guard let store = try? CareStore(readingOnly: database.path) else { return false }
            var isThere = false
            try? store.forEachMessage(after: 0, home: nil, limit: 1) { _ in isThere = true }
            return isThere
        }
        return gateway
    }

    /// The id of the last stored message; 0 while there is none.
    func storedThrough() throws -> Int64 {
        guard let store = try? CareStore(readingOnly: database.path) else { return 0 }
        return (try? store.lastMessages(1).last?.id) ?? 0
    }

    /// Waits until a line that occurs once in all that was fed is stored: whatever was fed before it is then, too.
    func waitUntilStored(_ line: String, seconds: Double = 120) throws {
        let bytes = Array(line.utf8)
        let digest = try LogLine.read(bytes[...]).digest
        var store: CareStore?
        try Deadline.wait(for: "the last message to be stored", seconds: seconds, everyMilliseconds: 25) {
            if store == nil { store = try? CareStore(readingOnly: database.path) }
            return (try? store?.lastMessages(256).contains { $0.digest == digest }) ?? false
        }
    }

    func gatewayLog() throws -> String { try Program.text(log) }

    func quarantine() throws -> [QuarantineRow] { try CareStore(readingOnly: database.path).quarantine() }

    /// A message of no device that marks the end of what was fed.
    func endMark(_ name: String) throws -> String {
        let last = homes.compactMap(\.messages.last?.at).max() ?? .distantPast
        return Self.line(at: last, topic: "homes/\(homes[0].definition.id)/end", payload: "{\"mark\":\"\(name)\"}")
    }

    static func line(at: Timestamp, topic: String, payload: String, retained: Bool = false) -> String {
        SimulatedMessage(at: at, topic: topic, payload: payload, retained: retained).line
    }

    /// How often each message (time, topic, payload) occurs in logs.
    static func messages(in logs: [URL]) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for log in logs {
            let reader = try LogReader(path: log.path)
            while let message = try reader.next({ try LogLine.read($0) }) {
                counts[name(message), default: 0] += 1
            }
        }
        return counts
    }

    /// Time, topic and content of a message.
    private static func name(_ message: IncomingMessage) -> String {
        "\(message.receivedAt) \(message.topic) \(message.digest)"
    }

    /// In how many runs of neighbouring lines the messages that are not stored lie.
    static func runsLost(of lines: [String], stored: [String: Int]) throws -> Int {
        var left = stored
        var (runs, isLost) = (0, false)
        for line in lines {
            let message = name(try LogLine.read(Array(line.utf8)[...]))
            let isThere = (left[message] ?? 0) > 0
            if isThere { left[message, default: 0] -= 1 }
            if !isThere, !isLost { runs += 1 }
            isLost = !isThere
        }
        return runs
    }

    /// What a comparison of fed and stored messages shows.
    static func difference(fed: [String: Int], stored: [String: Int]) -> (lost: [String], twice: [String]) {
        var (lost, twice): ([String], [String]) = ([], [])
        for (message, count) in fed where (stored[message] ?? 0) < count { lost.append(message) }
        for (message, count) in stored where (fed[message] ?? 0) < count { twice.append(message) }
        return (lost.sorted(), twice.sorted())
    }
}
