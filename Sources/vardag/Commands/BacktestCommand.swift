import ArgumentParser
import CareEngine
import CareModel
import DeviceProfiles
import Foundation
import Pipeline
import Settings
import Simulator

/// `vardag backtest`: what detection finds and how often it errs, measured on planted episodes.
struct BacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Measure detection on homes with planted episodes beside their twins.",
        discussion: """
            Simulates homes with a schedule of episodes and, as twins, the same homes without; runs their messages \
            through the pipeline; scores the alerts about changes against own normal. The same seed gives the same \
            output whatever the number of jobs.
            """)

    @Option(help: "How many homes.") var homes = 20
    @Option(help: "How many days each.") var days = 300
    @Option(help: "Draws homes and episodes.") var seed: UInt64 = 1
    @Option(help: "Accepted false alerts per resident and month: 0.5, 1 or 2.") var alertBudget = 1.0
    @Option(help: "Homes side by side.") var jobs = 2
    @Option(help: "Folder with the device profiles.") var devices: String?
    @Option(help: "Folder with the homes' files of recorded logs; then these are used instead of simulated homes.")
    var homesDir: String?
    @Option(help: "In recorded logs: how often each shape and severity is planted in a home.") var plantings = 2
    @Flag(help: "One JSON object.") var json = false
    @Argument(help: "Recorded logs, as `mosquitto_sub -F %j` prints them; .gz is decompressed.") var logs: [String] = []

    func validate() throws {
        guard homes >= 1, days >= 1, jobs >= 1 else {
            throw ValidationError("--homes, --days and --jobs are at least 1")
        }
        guard [0.5, 1, 2].contains(alertBudget) else { throw ValidationError("--alert-budget is 0.5, 1 or 2") }
    }

    func run() async throws {
        let profiles = try ShippedProfiles.load(devices)
        let settings = EngineSettings(alertBudget: alertBudget)
        let (source, count, trial) = try trials(profiles, settings)
        var meter = TrialMeter(total: count)
        let results = try await TrialPool.run(count, jobs: jobs, trial, progress: { meter.show($0) })
        meter.end()
        try write(BacktestReport(source: source, alertBudget: alertBudget, seed: seed, trials: results))
    }

    private func trials(
        _ profiles: DeviceProfiles, _ settings: EngineSettings
    ) throws -> (source: BacktestReport.Source, count: Int, run: @Sendable (Int) -> HomeTrial) {
        guard let homesDir else {
            let trials = SimulatedTrials(homes: homes, days: days, seed: seed, profiles: profiles, settings: settings)
            return (.simulated, homes, { trials.run($0) })
        }
        let diagnostics = Diagnostics()
        let definitions = HomesFolder.load(homesDir, into: diagnostics)
        if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
        guard !diagnostics.hasErrors, !definitions.isEmpty else { throw Terminal.badConfiguration }
        do {
            let recorded = try RecordedHome.read(definitions, logs: logs, profiles: profiles)
            guard !recorded.isEmpty else {
                throw Terminal.fail("the logs hold no message of these homes", Terminal.badData)
            }
            let trials = RecordedTrials(
                homes: recorded, plantings: plantings, seed: seed, profiles: profiles, settings: settings)
            return (.recorded, recorded.count, { trials.run($0) })
        } catch let problem as LogError {
            throw Terminal.fail(problem, Terminal.badData)
        }
    }

    private func write(_ report: BacktestReport) throws {
        var output = LineOutput()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            try output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            for line in BacktestText(report: report).lines { try output.line(line) }
        }
        try output.flush()
    }
}

/// How many homes are done and how long the rest may take, on a terminal only.
struct TrialMeter {
    let total: Int
    private let start = ContinuousClock.now
    private var isShown = false

    init(total: Int) { self.total = total }

    mutating func show(_ done: Int) {
        guard Terminal.isInteractive else { return }
        isShown = true
        let seconds = Double(start.duration(to: .now).components.seconds)
        let left = Int(seconds / Double(max(1, done)) * Double(total - done))
        let text = "\r\(done) of \(total) homes, about \(left) s left   "
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    func end() { if isShown { Terminal.say("") } }
}
