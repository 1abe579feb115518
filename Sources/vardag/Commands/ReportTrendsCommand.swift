import ArgumentParser
import CareModel
import Foundation
import Store

/// `vardag report trends`: how each feature of each home went over the last 30 and 90 days.
struct ReportTrendsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trends", abstract: "Print how each feature went over the last 30 and 90 days, by home.",
        discussion: """
            Per week: the Theil-Sen slope with its 95 % interval. p: how likely chance alone gives as much of a trend \
            (Mann-Kendall, with Hamed and Rao's variance). Since: the first day of the new level, where one step \
            explains the trend better than a line. The windows end with the home's last day; fewer than \
            \(Trend.fewestDays) days with values give no row.
            """)

    @Option(help: "The database.") var database: String
    @Option(help: "One home only.") var home: String?
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        var output = LineOutput()
        do {
            let store = try CareStore(readingOnly: database)
            let report = try TrendReport(store, home: home)
            try output.report(report.rows, table: report.table, json: json)
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        try output.flush()
    }
}

/// Trends by home, feature and window.
struct TrendReport {
    struct Row: Encodable {
        var home: String
        var feature: String
        var unit: String
        var windowDays: Int32
        /// The last day of the window.
        var last: LocalDay
        var observedDays: Int
        var perWeek: Double
        var low: Double
        var high: Double
        var p: Double
        var direction: Trend.Direction
        var since: LocalDay?

        private enum CodingKeys: String, CodingKey {
            case home, feature, unit, last, low, high, p, direction, since
            case windowDays = "window_days"
            case observedDays = "observed_days"
            case perWeek = "per_week"
        }
    }

    private(set) var rows: [Row] = []

    /// `home`: nil for all.
    init(_ store: CareStore, home: String?) throws {
        for id in try store.homes().map(\.id).filter({ home == nil || $0 == home }).sorted() {
            var all: [DailyFeature] = []
            try store.forEachFeature(home: id, from: nil, to: nil) { all.append($0) }
            guard let last = all.map(\.date).max() else { continue }
            let byName = Dictionary(grouping: all, by: \.feature).sorted { $0.key < $1.key }
            for (name, features) in byName {
                for window in Trend.windows {
                    guard let trend = Trend(features, last: last, window: window) else { continue }
                    rows.append(
                        Row(
                            home: id, feature: name, unit: features[0].unit, windowDays: window, last: last,
                            observedDays: trend.observedDays, perWeek: trend.perWeek, low: trend.low,
                            high: trend.high, p: trend.probability, direction: trend.direction,
                            since: trend.changed))
                }
            }
        }
    }

    /// Lines of text, one a row, with a head.
    var table: [String] {
        let head = ["home", "feature", "unit", "window", "days", "per week", "95 % interval", "p", "trend", "since"]
        let lines = rows.map { row in
            [
                row.home, row.feature, row.unit, "\(row.windowDays) d", "\(row.observedDays)", text(row.perWeek),
                "\(text(row.low)) to \(text(row.high))", String(format: "%.4f", row.p), row.direction.rawValue,
                row.since?.description ?? "-",
            ]
        }
        let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
        return ([head] + lines).map { cells in
            zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
    }

    private func text(_ value: Double) -> String { String(format: "%.3f", value) }
}
