import ArgumentParser
import CareModel
import Foundation
import Store

/// `vardag report quality`: how often each home was told of something, what people said of it, and why it was told.
struct ReportQualityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality",
        abstract: "Print rates of alerts, verdicts, delays, masked days, calibration, and why each alert was told.",
        discussion: """
            Days of alerts are in UTC. Resident-months are days with known activity, by 30.44; the interval of a rate \
            is Poisson's, exact (Garwood 1936), 95 %. Delay: from the onset (of a change, the beginning of its first \
            day) to the alert. Calibration: the share of daily scores beyond 1.96 and 2.58, 0.05 and 0.01 where nothing \
            happens; z stands in for u in days stored without it. Inactive: activity known and below the usual band; \
            masked: kept out of the comparison as a fault of devices or the network.
            """)

    @Option(help: "The database.") var database: String
    @Option(help: "One home only.") var home: String?
    @Option(help: "From this day.") var from: LocalDay?
    @Option(help: "To this day, included.") var to: LocalDay?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if let from, let to, to < from { throw ValidationError("--to is before --from") }
    }

    func run() throws {
        var output = LineOutput()
        do {
            let store = try CareStore(readingOnly: database)
            let report = try QualityReport(store, home: home, from: from, to: to)
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                try output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                for line in report.text { try output.line(line) }
            }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        try output.flush()
    }
}
