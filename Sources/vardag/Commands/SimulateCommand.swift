import ArgumentParser
import CareModel
import Foundation
import Settings
import Simulator

/// `vardag simulate`: synthetic homes on disk.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Write synthetic homes: log, devices, home file and what really happened.")

    @Option(help: "How many homes.") var homes: Int
    @Option(help: "How many days each.") var days: Int
    @Option(help: "The same seed gives the same bytes.") var seed: UInt64
    @Option(help: "The folder to write to.") var out: String
    @Option(name: [.customLong("from"), .customLong("start")], help: "The first local day.")
    var start = LocalDay(year: 2026, month: 1, day: 5) ?? LocalDay(number: 0)
    @Flag(help: "Also a twin of each home without what was planted.") var twins = false
    @Flag(help: "The homes of the demo instead of drawn ones; --homes says how many of them.") var demo = false
    @Flag(help: "Without dead sensors, outages and lost messages.") var faultless = false

    func validate() throws {
        guard homes >= 1, days >= 1 else { throw ValidationError("--homes and --days are at least 1") }
    }

    func run() throws {
        if demo {
            for index in 0..<homes {
                var home = Simulation.demoHome(index, days: days, start: start)
                home.definition.carePlan = Self.demoPlan
                try write(home)
            }
            return
        }
        let simulation = Simulation(seed: seed)
        for index in 0..<homes {
            let plan = simulation.plan(index, days: days, hasFaults: !faultless)
            try write(simulation.home(index, days: days, start: start, plan: plan))
            if twins {
                let id = Simulation.id(index) + "-twin"
                try write(simulation.home(index, days: days, start: start, plan: plan.twin, id: id))
            }
            if Terminal.isInteractive { Terminal.say("\(index + 1) of \(homes) homes") }
        }
    }

    /// Numbers that PTS keeps free for fiction.
    private static let demoPlan = CarePlan(
        contacts: [
            .init(name: "Eva Ek", role: "dotter", phone: "070-174 06 05", note: "har nyckel"),
            .init(name: "Nattpatrullen", role: "hemtjänst", phone: "08-465 004 12"),
        ],
        steps: [
            .init(when: .priority(.p1), text: "Ring genast. Åk dit om ingen svarar inom fem minuter."),
            .init(when: .family(.toilet), text: "Fråga om sveda, feber och hur mycket hen dricker."),
            .init(when: .family(.sleep), text: "Fråga hur nätterna är, om oro och värk."),
        ], key: "Nyckelskåp till vänster om dörren.")

    private func write(_ home: SimulatedHome) throws {
        let folder = URL(fileURLWithPath: out).appendingPathComponent(home.definition.id)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func put(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        try put(home.devicesCSV, "devices.csv")
        try put(HomeFileWriter.yaml(for: home.definition), "home.yaml")
        try put(home.truthCSV, "truth.csv")
        let log = folder.appendingPathComponent("mqtt.jsonl")
        try Data(home.log).write(to: log)
        try compress(log.path)
    }

    /// Without the time in the header, so that the same seed gives the same file.
    private func compress(_ path: String) throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-nf", "--", path]
        try gzip.run()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            Terminal.say("vardag: gzip failed on \(path)")
            throw ExitCode.failure
        }
    }
}
