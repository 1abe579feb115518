import ArgumentParser
import CareModel
import DeviceProfiles
import Foundation
import Pipeline
import Settings

/// `vardag report statistics`: what a log holds, so that simulated homes can be held against recorded ones.
struct ReportStatisticsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics", abstract: "Print how homes sound: events, gaps, nights, variation.",
        discussion: """
            Reads recorded or simulated logs through the decoder. An event is a sensor going on, a press or a \
            measurement. Means and variations (CV: standard deviation over mean) are over whole days with an event.
            """)

    @Option(help: "Folder with the homes' files.") var homes: String
    @Option(help: "Folder with the device profiles.") var devices: String?
    @Flag(help: "One JSON object a home and line.") var json = false
    @Argument(help: "The logs, as `mosquitto_sub -F %j` prints them; .gz is decompressed.") var logs: [String]

    func run() throws {
        let diagnostics = Diagnostics()
        let definitions = HomesFolder.load(homes, into: diagnostics)
        if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
        guard !diagnostics.hasErrors, !definitions.isEmpty else { throw Terminal.badConfiguration }
        var statistics = LogStatistics(homes: definitions, profiles: try ShippedProfiles.load(devices))
        do {
            let badLines = try statistics.read(logs: logs)
            if badLines > 0 { Terminal.say("\(badLines) lines unreadable, skipped") }
        } catch let problem as LogError {
            throw Terminal.fail(problem, Terminal.badData)
        }
        if statistics.strangers > 0 { Terminal.say("\(statistics.strangers) messages of no home, skipped") }
        let results = statistics.results()
        guard !results.isEmpty else { throw Terminal.fail("the logs hold no message of these homes", Terminal.badData) }
        var output = LineOutput()
        for result in results { try output.line(json ? Self.json(result) : Self.text(result)) }
        try output.flush()
    }

    private static func json(_ result: HomeStatistics) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(result), as: UTF8.self)
    }

    private static func text(_ home: HomeStatistics) -> String {
        var lines = [
            "\(home.home): \(home.days) days, \(home.daysWithEvents) with events",
            "  messages a day \(number(home.messagesPerDay)), duplicates \(number(100 * home.duplicateShare)) %",
            "  events a day \(number(home.eventsPerDay.mean)), CV \(fraction(home.eventsPerDay.variation))",
        ]
        for (name, gaps) in [("day", home.dayGaps), ("night", home.nightGaps)] {
            guard let gaps else { continue }
            lines.append(
                "  gaps by \(name), min: median \(fraction(gaps.median)), p90 \(number(gaps.p90)), "
                    + "usual longest \(number(gaps.usualLongest)), longest \(number(gaps.longest))")
        }
        if let visits = home.nightBathroomVisits {
            lines.append("  bathroom visits a night \(fraction(visits.mean)), SD \(fraction(visits.deviation))")
        }
        let width = max(4, home.rooms.map(\.room.count).max() ?? 0)
        let hours = (0..<24).map { pad("\($0)", 5) }.joined()
        lines.append("  " + "room".padding(toLength: width, withPad: " ", startingAt: 0) + "  a day   CV" + hours)
        for room in home.rooms {
            let name = room.room.padding(toLength: width, withPad: " ", startingAt: 0)
            let row = room.byHour.map { pad(number($0), 5) }.joined()
            lines.append("  " + name + pad(number(room.perDay.mean), 7) + pad(fraction(room.perDay.variation), 5) + row)
        }
        return lines.joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }
    private static func fraction(_ value: Double) -> String { String(format: "%.2f", value) }
}
