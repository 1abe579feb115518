import ArgumentParser
import CareModel
import Foundation
import MQTT
import Settings
import Store

/// `vardag doctor`: are the surroundings fit for the gateway?
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the surroundings: broker, disk, clock, permissions, versions.",
        discussion: """
            Publishes a few test messages below PREFIX/gateway/ and sends one heartbeat; no home's topic is touched.
            """)

    @Option(help: "The settings file.") var config: String
    @Flag(help: "Print the findings as JSON lines.") var json = false

    func run() throws {
        let configured = try Configured.required(config)
        var findings = BrokerExamination(configured.settings).findings()
        findings += BoxExamination(configured.settings).findings()
        findings += UpkeepExamination(configured.settings).findings()
        findings += DeliveryExamination(configured.settings).findings()
        for finding in findings { print(json ? try finding.jsonLine() : finding.text) }
        guard findings.allSatisfy({ $0.level != .problem }) else { throw ExitCode.failure }
    }
}

/// One thing that was looked at.
struct DoctorFinding: Codable {
    enum Level: String, Codable { case fine, advice, problem }

    var check: String
    var level: Level
    var what: String
    /// What to do about it.
    var remedy: String?

    var text: String {
        let mark = level == .fine ? "ok     " : level == .advice ? "advice " : "PROBLEM"
        return "\(mark) \(check): \(what)" + (remedy.map { "; \($0)" } ?? "")
    }

    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// Tries what the gateway needs of the broker: a session that keeps a backlog longer than mosquitto's default, and one
/// that also keeps messages of publishers with QoS 0.
struct BrokerExamination {
    private let settings: GatewaySettings
    private static let backlog = 1100

    init(_ settings: GatewaySettings) { self.settings = settings }

    func findings() -> [DoctorFinding] {
        do {
            return try examine()
        } catch {
            return [
                DoctorFinding(
                    check: "broker", level: .problem, what: "\(error)",
                    remedy: "start mosquitto, or correct `broker` in the settings")
            ]
        }
    }

    private func address(_ name: String) throws -> BrokerAddress {
        try BrokerAddress(settings.broker, suffix: "-doctor\(name)")
    }

    private func examine() throws -> [DoctorFinding] {
        let topic = "\(settings.publishPrefix)/gateway/\(settings.broker.clientID)/doctor"
        let session = try IngestConnection(try address(""), receiveMaximum: 1000)
        _ = try session.connect()
        try session.subscribe([topic])
        var messages: [InboundMessage] = []
        let limit = ContinuousClock.now.advanced(by: .seconds(10))
        while !session.isSubscribed, .now < limit {
            _ = try session.read(into: &messages, limit: 2000, timeoutMilliseconds: 200)
        }
        try session.disconnect()
        try publish(to: topic)
        messages.removeAll()
        _ = try session.connect()
        var quiet = 0
        while quiet < 5, .now < limit {
            let before = messages.count
            _ = try session.read(into: &messages, limit: 2000, timeoutMilliseconds: 200)
            try session.acknowledge()
            quiet = messages.count == before ? quiet + 1 : 0
        }
        try session.unsubscribe([topic])
        try session.acknowledge()
        try session.disconnect()
        return judge(messages.map(\.payload))
    }

    private func publish(to topic: String) throws {
        let publisher = try PublishConnection(try address("-publisher"))
        try publisher.connect()
        _ = try publisher.publish(topic: topic, payload: Array("qos0".utf8), qos: 0)
        var open: Set<PublishToken> = []
        for _ in 0..<Self.backlog { open.insert(try publisher.publish(topic: topic, payload: Array("qos1".utf8))) }
        while !open.isEmpty {
            for outcome in try publisher.pump(timeoutMilliseconds: 1000) { open.remove(outcome.token) }
        }
        try publisher.disconnect()
    }

    private func judge(_ payloads: [[UInt8]]) -> [DoctorFinding] {
        let kept = payloads.count { $0 == Array("qos1".utf8) }
        let conf = "install Config/mosquitto/conf.d/vardag.conf and restart mosquitto"
        var findings = [
            DoctorFinding(
                check: "broker", level: .fine, what: "reached at \(settings.broker.host):\(settings.broker.port)")
        ]
        findings.append(
            kept >= Self.backlog
                ? DoctorFinding(
                    check: "backlog", level: .fine,
                    what: "\(kept) of \(Self.backlog) messages kept for an absent gateway")
                : DoctorFinding(
                    check: "backlog", level: .problem,
                    what: "only \(kept) of \(Self.backlog) messages kept for an absent gateway (max_queued_messages)",
                    remedy: conf))
        findings.append(
            payloads.contains(Array("qos0".utf8))
                ? DoctorFinding(check: "qos 0", level: .fine, what: "kept for an absent gateway")
                : DoctorFinding(
                    check: "qos 0", level: .problem,
                    what: "messages of publishers with QoS 0 are lost while the gateway is away (upgrade_outgoing_qos)",
                    remedy: conf))
        findings.append(
            DoctorFinding(
                check: "autosave", level: .advice, what: "cannot be seen from outside",
                remedy: "make sure that the broker has `persistence true` and `autosave_interval 1`"))
        return findings
    }
}

/// Looks at the machine: disk, clock, permissions, versions.
struct BoxExamination {
    private let settings: GatewaySettings

    init(_ settings: GatewaySettings) { self.settings = settings }

    func findings() -> [DoctorFinding] { [disk(), permissions(), clock(), database(), versions()] }

    private var folder: String { URL(fileURLWithPath: settings.database).deletingLastPathComponent().path }

    private func disk() -> DoctorFinding {
        let space = DiskWatch.Space.at(settings.database) ?? .init(freeBytes: 0, totalBytes: 0)
        let megabytes = space.freeBytes >> 20
        var watch = DiskWatch()
        return !watch.judge(space)
            ? DoctorFinding(check: "disk", level: .fine, what: "\(megabytes) MiB free in \(folder)")
            : DoctorFinding(
                check: "disk", level: .problem, what: "only \(megabytes) MiB free in \(folder)",
                remedy: "free at least a tenth of the disk, and 1 GiB")
    }

    private func permissions() -> DoctorFinding {
        guard FileManager.default.isWritableFile(atPath: folder) else {
            return DoctorFinding(
                check: "permissions", level: .problem, what: "\(folder) cannot be written",
                remedy: "create it and give it to the gateway's user")
        }
        let mode =
            (try? FileManager.default.attributesOfItem(atPath: settings.database)[.posixPermissions] as? NSNumber)?
            .intValue
        if let mode, mode & 0o007 != 0 {
            return DoctorFinding(
                check: "permissions", level: .problem, what: "everybody may read \(settings.database)",
                remedy: "chmod 640 \(settings.database)")
        }
        return DoctorFinding(check: "permissions", level: .fine, what: "\(folder) can be written")
    }

    private func clock() -> DoctorFinding {
        if WallClock.read() < Timestamp(seconds: 1_760_000_000) {
            return DoctorFinding(
                check: "clock", level: .problem, what: "reads \(WallClock.read())", remedy: "set the clock")
        }
        switch ClockWatch.kernelIsSynchronised() {
        case true?: return DoctorFinding(check: "clock", level: .fine, what: "synchronised")
        case false?:
            return DoctorFinding(
                check: "clock", level: .advice, what: "the kernel says that it is not synchronised",
                remedy: "make sure that chrony or another time service runs")
        case nil:
            return DoctorFinding(
                check: "clock", level: .advice, what: "the kernel does not tell whether it is synchronised",
                remedy: "make sure that chrony or another time service runs")
        }
    }

    private func database() -> DoctorFinding {
        guard FileManager.default.fileExists(atPath: settings.database) else {
            return DoctorFinding(
                check: "database", level: .fine, what: "\(settings.database) will be made at the first start")
        }
        do {
            let problems = try CareStore(readingOnly: settings.database).integrityProblems()
            return problems.isEmpty
                ? DoctorFinding(check: "database", level: .fine, what: "sound")
                : DoctorFinding(
                    check: "database", level: .problem, what: problems.prefix(3).joined(separator: ", "),
                    remedy: "restore a backup")
        } catch {
            return DoctorFinding(check: "database", level: .problem, what: "\(error)", remedy: "restore a backup")
        }
    }

    private func versions() -> DoctorFinding {
        DoctorFinding(check: "versions", level: .fine, what: "vardag \(Vardag.version)")
    }
}
