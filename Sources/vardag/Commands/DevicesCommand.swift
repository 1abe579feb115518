import ArgumentParser
import CareEngine
import CareModel
import Foundation
import Pipeline
import Settings
import Store
import Web

/// `vardag devices`: the devices of the homes, and those that have no place yet.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices", abstract: "Show the homes' devices, and give new ones a place.",
        subcommands: [List.self, Assign.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Each device with its state, rhythm, battery and when it was last heard; and unlisted ones.",
            discussion: "Asks the running gateway; without one, what was last written to the database.")

        @Option(help: "The gateway's settings file.") var config: String
        @OptionGroup var token: TokenOption
        @Option(help: "Only this home.") var home: String?
        @Flag(help: "One JSON object a home.") var json = false

        func run() throws {
            let configured = try Configured.required(config)
            let homes = try home.map { [try configured.home($0)] } ?? configured.homes
            var output = LineOutput()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for report in try DeviceReports(configured, token: try token.read()).reports(of: homes) {
                if json {
                    try output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
                } else {
                    for line in Self.text(report) { try output.line(line) }
                }
            }
            try output.flush()
        }

        private static func text(_ report: DeviceReport) -> [String] {
            var lines = ["\(report.home), as of \(report.at)"]
            for device in report.devices {
                var line = "  \(device.device): \(device.kind)\(device.room.isEmpty ? "" : ", \(device.room)"), "
                line += "\(device.state), last heard \(device.lastHeard.map { "\($0)" } ?? "never"), "
                line += "dead after \(device.silenceLimitMinutes / 60) h of silence"
                if let percent = device.batteryPercent { line += ", battery \(Int(percent)) %" }
                if let days = device.batteryDaysLeft { line += ", about \(days) days left" }
                lines.append(line)
            }
            for device in report.unlisted {
                lines.append(
                    "  not in the home's file: \(device.address) (\(device.convention)"
                        + "\(device.model.isEmpty ? "" : ", \(device.model)")) on \(device.topic), measures "
                        + (device.quantities.isEmpty ? "nothing known yet" : device.quantities.joined(separator: ", "))
                        + ", last heard \(device.lastHeard.map { "\($0)" } ?? "never")")
            }
            return lines
        }
    }

    struct Assign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a device that is not in a home's file a place: a line is added to the file.",
            discussion: "A running gateway takes the changed file up within some seconds.")

        @Option(help: "The gateway's settings file.") var config: String
        @OptionGroup var token: TokenOption
        @Option(help: "The home's id.") var home: String
        @Option(help: "The device's address, as `vardag devices` shows it.") var address: String
        @Option(help: "What the device is to be called.") var device: String
        @Option(help: "motion, door, bed, ...: as in the home's file.") var kind: String
        @Option(help: "The room.") var room = ""
        @Option(help: "outer_door, fridge, toilet, ...: as in the home's file.") var placement = ""

        func run() throws {
            let configured = try Configured.required(config)
            let known = try DeviceReports(configured, token: try token.read()).reports(of: [try configured.home(home)])
                .flatMap(\.unlisted)
            let found = known.first { $0.address.lowercased() == address.lowercased() }
            if found == nil {
                Terminal.say("\(address) has not been heard in \(home) yet; it is listed by its address all the same")
            }
            let placed = PlacedDevice(
                address: found?.address ?? address, name: device, kind: kind, room: room, placement: placement)
            let new = HomeFileEdit.NewDevice(placed, convention: found?.convention, topic: found?.topic)
            guard let path = HomesFolder.file(of: home, in: configured.settings.homes) else {
                throw Terminal.fail("there is no file of the home \(home)", Terminal.badConfiguration)
            }
            let diagnostics = Diagnostics()
            let isDone = HomeFileEdit.add(new, toFile: path, into: diagnostics)
            if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
            guard isDone else { throw Terminal.badData }
            Terminal.say("\(device) is in \(path) now")
        }
    }
}

/// Asks the running gateway about devices; without one, the database.
struct DeviceReports {
    private let configured: Configured
    private let token: String?

    init(_ configured: Configured, token: String?) {
        self.configured = configured
        self.token = token
    }

    func reports(of homes: [HomeDefinition]) throws -> [DeviceReport] {
        if let asked = try asked(homes) { return asked }
        Terminal.say("the gateway does not answer; this is what was last written to the database")
        do { return try written(homes) } catch let problem as StoreError { throw Terminal.fail(problem) }
    }

    /// Nil when no gateway answers.
    private func asked(_ homes: [HomeDefinition]) throws -> [DeviceReport]? {
        let http = configured.settings.http
        let host = http.bind.contains(":") ? "[\(http.bind)]" : http.bind
        var found: [DeviceReport] = []
        for home in homes {
            guard let url = URL(string: "http://\(host):\(http.port)/v1/homes/\(home.id)/devices") else { return nil }
            let data: Data
            do { data = try WebRequest.get(url, token: token) } catch {
                // It runs: its database is not for a second one to open.
                guard !error.isRefusal else {
                    throw Terminal.fail("the gateway asks who is asking; name a file with a token by --token-file")
                }
                return nil
            }
            found.append(try JSONDecoder().decode(DeviceReport.self, from: data))
        }
        return found
    }

    private func written(_ homes: [HomeDefinition]) throws -> [DeviceReport] {
        let store = try CareStore(path: configured.settings.database)
        let key = try PseudonymKey.keep(in: store, file: configured.settings.pseudonymKeyFile)
        var pipeline = try CarePipeline(
            store: store, homes: configured.homes, profiles: configured.profiles,
            options: .init(engine: EngineSettings(), pseudonyms: Pseudonyms(key: key)))
        _ = try pipeline.recover()
        return homes.compactMap { home in
            pipeline.status(of: home.id).map { DeviceReport($0, pipeline.unlisted(of: home.id)) }
        }
    }
}
