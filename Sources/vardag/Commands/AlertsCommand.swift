import ArgumentParser
import CareModel
import Foundation
import Store

/// `vardag alerts`: the alerts with their history.
struct AlertsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "Print the alerts with their history.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, text }

    @Option(help: "The database.") var database: String
    @Option(help: "Only this home.") var home: String?
    @Option(help: "From this moment of onset.") var from: Timestamp?
    @Option(help: "Before this moment of onset.") var to: Timestamp?
    @Option(help: "jsonl or text.") var format = Format.jsonl

    func run() throws {
        var output = LineOutput()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let store = try CareStore(readingOnly: database)
            try KnownHomes.require(home, in: store, database)
            for alert in try store.alerts(home: home, from: from, to: to) {
                switch format {
                case .jsonl: try output.line(String(decoding: try encoder.encode(alert), as: UTF8.self))
                case .text: try output.line(text(alert))
                }
            }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        try output.flush()
    }

    private func text(_ alert: Alert) -> String {
        let raised = alert.raisedAt.map { "\($0)" } ?? "not raised"
        var text = "\(alert.priority.rawValue) \(raised) \(alert.home) \(alert.state.rawValue) \(alert.title.en)"
        if let by = alert.suppressedBy { text += " (suppressed by \(by))" }
        text += "\n   \(alert.explanation.en) \(alert.suggestion.en)"
        for change in alert.history {
            text += "\n   \(change.at) \(change.to.rawValue) by \(change.by)\(change.note.map { ": \($0)" } ?? "")"
        }
        return text
    }
}
