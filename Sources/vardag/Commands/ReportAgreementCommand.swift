import ArgumentParser
import CareModel
import Foundation
import Settings
import Store

/// `vardag report agreement`: a home's features against labels that people wrote.
struct ReportAgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "Compare a home's features with labelled activities.",
        discussion: """
            The labels are CSV with the columns start, end and label (or kind), in the home's local time or with an \
            offset. Known labels: sleeping, toileting, leaving, leave_home with enter_home, and the simulator's own.
            """)

    @Option(help: "The database that the home was replayed into.") var database: String
    @Option(help: "The home's file.") var home: String
    @Option(help: "The CSV file with the labels.") var labels: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() throws {
        let diagnostics = Diagnostics()
        guard let definition = HomeFile.load(home, into: diagnostics) else {
            Terminal.say(diagnostics.text)
            throw Terminal.badData
        }
        let text: String
        let read: ActivityLabels
        do {
            text = try String(contentsOfFile: labels, encoding: .utf8)
            read = try ActivityLabels(csv: text, timeZone: definition.timeZone)
        } catch {
            Terminal.say("\(labels): \(error)")
            throw Terminal.badData
        }
        var features: [DailyFeature] = []
        do {
            let store = try CareStore(readingOnly: database)
            try store.forEachFeature(home: definition.id, from: nil, to: nil) { features.append($0) }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        let agreement = LabelAgreement(
            features: features, labels: read, night: definition.night, timeZone: definition.timeZone)
        guard json else {
            print(agreement.text(home: definition.id), terminator: "")
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(agreement), as: UTF8.self))
    }
}
