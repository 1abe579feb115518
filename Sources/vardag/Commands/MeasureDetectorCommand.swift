import ArgumentParser
import CareEngine
import Foundation

/// `vardag measure-detector`: what closing a day costs in the detector; for the benchmark.
struct MeasureDetectorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure-detector", abstract: "Time the change detector on made-up residents.",
        shouldDisplay: false)

    @Option(help: "How many residents.") var residents = 1_000
    @Option(help: "How many days each.") var days = 60

    func validate() throws {
        guard residents >= 1, days >= 1 else { throw ValidationError("--residents and --days are at least 1") }
    }

    func run() {
        var measurement = DetectorMeasurement(residents: residents)
        let begin = clock()
        for _ in 0..<days { measurement.closeDay() }
        let seconds = Double(clock() - begin) / Double(CLOCKS_PER_SEC)
        print(String(format: "%.1f %.9g", seconds * 1e9 / Double(residents * days), measurement.sum))
    }
}
