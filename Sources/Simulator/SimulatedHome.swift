package import CareModel

/// One simulated home, complete.
package struct SimulatedHome: Sendable {
    package let definition: HomeDefinition
    /// `device,kind,room,placement` with its header, as `vardag home new` reads it.
    package let devicesCSV: String
    /// In time order.
    package let messages: [SimulatedMessage]
    /// Sorted by start.
    package let truth: [TruthRow]

    /// `truth.csv` with its header.
    package var truthCSV: String {
        truth.reduce(into: TruthRow.csvHeader + "\n") { $0 += $1.csvLine + "\n" }
    }
}
