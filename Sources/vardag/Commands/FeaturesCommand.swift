import ArgumentParser
import CareModel
import Foundation
import Store

/// `vardag features`: the daily features as CSV or JSON lines.
struct FeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "features", abstract: "Print the daily features.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    @Option(help: "The database.") var database: String
    @Option(help: "Only this home.") var home: String?
    @Option(help: "From this day (YYYY-MM-DD).") var from: LocalDay?
    @Option(help: "To this day, included.") var to: LocalDay?
    @Option(help: "csv or jsonl.") var format = Format.csv

    func run() throws {
        var output = LineOutput()
        do {
            let store = try CareStore(readingOnly: database)
            try KnownHomes.require(home, in: store, database)
            if format == .csv { try output.line(FeatureRow.header) }
            try store.forEachFeature(home: home, from: from, to: to) { feature in
                try output.line(format == .csv ? FeatureRow.csv(feature) : FeatureRow.json(feature))
            }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        try output.flush()
    }
}

/// A feature in the forms that are printed.
enum FeatureRow {
    static let header = "home,resident,date,feature,value,unit,coverage,context,definition_version,revision"

    static func csv(_ row: DailyFeature) -> String {
        [
            field(row.home), field(row.resident), "\(row.date)", field(row.feature), row.value.map(number) ?? "",
            field(row.unit), number(row.coverage), row.context.rawValue, "\(row.definitionVersion)", "\(row.revision)",
        ].joined(separator: ",")
    }

    static func json(_ row: DailyFeature) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func quoted(_ text: String) throws -> String { String(decoding: try encoder.encode(text), as: UTF8.self) }
        return """
            {"home":\(try quoted(row.home)),"resident":\(try quoted(row.resident)),"date":"\(row.date)",\
            "feature":\(try quoted(row.feature)),"value":\(row.value.map(number) ?? "null"),\
            "unit":\(try quoted(row.unit)),"coverage":\(number(row.coverage)),"context":"\(row.context.rawValue)",\
            "definition_version":\(row.definitionVersion),"revision":\(row.revision)}
            """
    }

    /// Whole values without a decimal point.
    static func number(_ value: Double) -> String { Int64(exactly: value).map { String($0) } ?? "\(value)" }

    /// RFC 4180: quoted where it must be.
    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
