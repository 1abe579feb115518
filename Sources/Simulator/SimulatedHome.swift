package import CareModel

/// One simulated home, complete.
package struct SimulatedHome: Sendable {
    package var definition: HomeDefinition
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

    /// All messages as `mosquitto_sub -F %j` prints them, one a line: the bytes of `mqtt.jsonl`.
    package var log: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(messages.count * 280)
        for message in messages {
            message.appendLine(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
