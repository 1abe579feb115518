package import CareModel
import Foundation

/// One line of a recorded log, as `mosquitto_sub -F %j` prints them.
package struct RecordedMessage: Hashable, Sendable {
    package var topic: String
    package var payload: [UInt8]
    package var isRetained: Bool
    /// `tst`, the broker's time of receipt.
    package var receivedAt: Timestamp?

    /// No recorded line is longer: the largest payload, escaped.
    static let lineLimitBytes = 4 * JSONScanner.sizeLimitBytes

    /// The reason why a line cannot be read.
    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Reads {"topic", "payload" | "payload_base64", "retain", "tst"}; a payload that is not a string stands for its
    /// own JSON text.
    package init(line: [UInt8]) throws(Unreadable) {
        let message: JSONValue
        do {
            message = try JSONValue(line, limit: Self.lineLimitBytes)
        } catch {
            throw Unreadable(description: "the line is no JSON object: \(error.description)")
        }
        guard let topic = message["topic"]?.text else { throw Unreadable(description: "the line has no `topic`") }
        self.topic = topic
        payload = try Self.payload(message)
        isRetained = message["retain"]?.truth ?? (message["retain"]?.number == 1)
        receivedAt = nil
        switch message["tst"] {
        case .text(let text): receivedAt = Timestamp(iso8601: text)
        case .number(let number):
            if case .at(let time) = SourceTime(epoch: number) { receivedAt = time }
        default: break
        }
    }

    private static func payload(_ message: JSONValue) throws(Unreadable) -> [UInt8] {
        if let text = message["payload_base64"]?.text {
            guard let data = Data(base64Encoded: text) else {
                throw Unreadable(description: "`payload_base64` is not base64")
            }
            return Array(data)
        }
        switch message["payload"] {
        case nil: return []
        case .text(let text): return Array(text.utf8)
        case .some(let value): return Array(JSONText.text(value).utf8)
        }
    }
}
