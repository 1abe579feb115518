import ArgumentParser
import CareModel
import Foundation
import Store

/// `vardag report situations`: how often each rule within the day was raised.
struct ReportSituationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "situations", abstract: "Print how often each rule within the day was raised, by rule and home.",
        discussion: """
            Resident-months are days with known activity, by 30.44. The rate says how often somebody was told; \
            whether rightly, only who was there can say. Lag: from the usual time to the alert, no_activity_yet only.
            """)

    @Option(help: "The database.") var database: String
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        var output = LineOutput()
        do {
            let store = try CareStore(readingOnly: database)
            let report = try SituationReport(store)
            try output.report(report.rows, table: report.table, json: json)
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        try output.flush()
    }
}

/// Alerts within the day, counted by rule and home.
struct SituationReport {
    struct Row: Encodable {
        var rule: String
        /// Nil for all homes together.
        var home: String?
        /// Told to somebody.
        var alerts = 0
        var suppressed = 0
        var residentMonths: Double
        var perResidentMonth: Double?
        /// Minutes from the usual time to the alert; nil for other rules and without alerts.
        var medianLag: Double?
        var longestLag: Double?

        private enum CodingKeys: String, CodingKey {
            case rule, home, alerts, suppressed
            case residentMonths = "resident_months"
            case perResidentMonth = "per_resident_month"
            case medianLag = "median_lag_minutes"
            case longestLag = "longest_lag_minutes"
        }
    }

    static let rules = [
        "no_activity_yet", "silence_while_home", "long_bathroom_stay", "night_exit", "night_wandering",
        "not_returned_home", "sos", "fall_detected", "smoke", "gas", "carbon_monoxide", "water_leak",
    ]
    static let daysInMonth = 30.44

    private(set) var rows: [Row] = []

    init(_ store: CareStore) throws {
        var days: [String: Set<LocalDay>] = [:]
        for home in try store.homes() { days[home.id] = [] }
        try store.forEachFeature(home: nil, from: nil, to: nil) { feature in
            if feature.feature == "activity_minutes", feature.value != nil { days[feature.home]?.insert(feature.date) }
        }
        let alerts = Dictionary(grouping: try store.alerts()) { $0.rule }
        for rule in Self.rules {
            let ofRule = alerts[rule] ?? []
            for home in days.keys.sorted() {
                rows.append(row(rule, home, ofRule.filter { $0.home == home }, days: days[home]?.count ?? 0))
            }
            rows.append(row(rule, nil, ofRule, days: days.values.reduce(0) { $0 + $1.count }))
        }
    }

    private func row(_ rule: String, _ home: String?, _ alerts: [Alert], days: Int) -> Row {
        let told = alerts.filter { $0.raisedAt != nil }
        let months = Double(days) / Self.daysInMonth
        let lags = rule == "no_activity_yet" ? told.compactMap { $0.raisedAt?.minutes(since: $0.onset) }.sorted() : []
        return Row(
            rule: rule, home: home, alerts: told.count, suppressed: alerts.count - told.count,
            residentMonths: rounded(months), perResidentMonth: months > 0 ? rounded(Double(told.count) / months) : nil,
            medianLag: lags.isEmpty ? nil : lags[lags.count / 2].rounded(), longestLag: lags.last?.rounded())
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    /// Lines of text, one a row, with a head.
    var table: [String] {
        let head = ["rule", "home", "alerts", "suppressed", "months", "per month", "median lag", "longest lag"]
        let lines = rows.map { row in
            [
                row.rule, row.home ?? "all", "\(row.alerts)", "\(row.suppressed)", text(row.residentMonths),
                text(row.perResidentMonth), text(row.medianLag), text(row.longestLag),
            ]
        }
        let widths = head.indices.map { column in ([head] + lines).map { $0[column].count }.max() ?? 0 }
        return ([head] + lines).map { cells in
            zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
    }

    private func text(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "-" }
}
