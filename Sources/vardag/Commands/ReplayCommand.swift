import ArgumentParser
import CareEngine
import CareModel
import Foundation
import Pipeline
import Settings
import Store

/// `vardag replay`: recorded messages through the whole pipeline in virtual time.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run recorded messages through the pipeline, without a broker.",
        discussion: """
            Logs hold one message a line as `mosquitto_sub -F %j` prints them, each log in the order of time; .gz is \
            decompressed. Running the same log again changes nothing.
            """)

    @Option(help: "Folder with the homes' files.") var homes: String
    @Option(help: "The database; made when it does not exist.") var database: String
    @Option(help: "Folder with the device profiles.") var devices: String?
    @Option(help: "Stop at this moment (ISO 8601 with an offset); timers up to it fire.") var until: Timestamp?
    @Option(help: "Accepted false alerts per resident and month: 0.5, 1 or 2.") var alertBudget = 1.0
    @Flag(help: "Alerts say which condition a change resembles.") var conditionHints = false
    @Argument(help: "The logs.") var logs: [String]

    func validate() throws {
        guard [0.5, 1, 2].contains(alertBudget) else { throw ValidationError("--alert-budget is 0.5, 1 or 2") }
    }

    func run() throws {
        let diagnostics = Diagnostics()
        let definitions = HomesFolder.load(homes, into: diagnostics)
        if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
        guard !diagnostics.hasErrors, !definitions.isEmpty else { throw Terminal.badConfiguration }
        let profiles = try ShippedProfiles.load(devices)
        do {
            let store = try CareStore(path: database)
            let key = try PseudonymKey.keep(in: store)
            var pipeline = try CarePipeline(
                store: store, homes: definitions, profiles: profiles,
                options: .init(
                    engine: EngineSettings(alertBudget: alertBudget, conditionHints: conditionHints),
                    pseudonyms: Pseudonyms(key: key)))
            pipeline.tellsSince = .distantFuture
            let recovery = try pipeline.recover()
            for reason in recovery.rebuilt { Terminal.say("rebuilt from the kept messages: \(reason)") }
            var replay = try Replay(store: store, pipeline: pipeline, logs: logs)
            var meter = ReplayMeter(logs: logs)
            let (result, badLines) = try replay.run(until: until) { meter.show(lines: $0, bytes: $1, at: $2) }
            meter.end()
            report(result, badLines)
            if result.lines == 0, result.badLines > 0 { throw Terminal.badData }
        } catch let problem as LogError {
            throw Terminal.fail(problem, Terminal.badData)
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }

    private func report(_ result: Replay.Result, _ badLines: [LogMerge.BadLine]) {
        for bad in badLines { Terminal.say("\(bad.path):\(bad.line): skipped: \(bad.reason)") }
        if result.badLines > badLines.count {
            Terminal.say("... and \(result.badLines - badLines.count) more lines skipped")
        }
        Terminal.say(
            "\(result.taken) messages taken, \(result.known) known already, \(result.badLines) lines unreadable")
    }
}

/// Progress with an estimate of what is left, on a terminal only.
struct ReplayMeter {
    private let totalBytes: Int
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var isShown = false

    init(logs: [String]) {
        totalBytes = logs.reduce(0) { total, path in
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            // A recorded log shrinks to about a twentieth; near enough for an estimate.
            return total + (path.hasSuffix(".gz") ? size * 20 : size)
        }
    }

    mutating func show(lines: Int, bytes: Int, at time: Timestamp) {
        guard Terminal.isInteractive, last.duration(to: .now) > .seconds(1) else { return }
        last = .now
        isShown = true
        let seconds = Double(start.duration(to: .now).components.seconds)
        let share = min(0.99, Double(bytes) / Double(max(1, totalBytes)))
        let left = share > 0.01 ? Int(seconds / share - seconds) : 0
        let text = "\r\(lines) messages, \(Int(share * 100)) %, at \(time), about \(left) s left   "
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    func end() { if isShown { Terminal.say("") } }
}
