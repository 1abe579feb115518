import CareModel
import Foundation
package import Store

/// Writes the kept messages as a log that `vardag replay` reads: `mosquitto_sub -F %j` lines in the order in which they
/// were taken.
package struct MessageExport {
    private let store: CareStore

    package init(store: CareStore) { self.store = store }

    /// Gives each line, without line break, to `body`; `home` nil for all homes.
    package func forEachLine(home: String?, _ body: (String) throws -> Void) throws -> Int {
        let topics = try store.topics()
        let number = try home.map { id in try store.homes().first { $0.id == id }?.number ?? -1 }
        var count = 0
        try store.forEachMessage(after: 0, home: number, limit: nil) { message in
            let topic = topics[message.topic] ?? ""
            // Repeats of a flood, of which only the count is kept.
            if message.flags.contains(.sampled) { return }
            // The gateway's markers to itself mean nothing elsewhere.
            if message.flags.contains(.gateway), topic != GatewayEvent.topic { return }
            try body(Self.line(message, topic: topic))
            count += 1
        }
        return count
    }

    private static func line(_ message: StoredMessage, topic: String) throws -> String {
        let retain = message.flags.contains(.retained) ? 1 : 0
        var line = "{\"tst\":\"\(message.receivedAt)\",\"topic\":\(try quoted(topic)),\"qos\":1,\"retain\":\(retain)"
        line += ",\"payloadlen\":\(message.payload.count)"
        if let text = String(validating: message.payload, as: UTF8.self) {
            line += ",\"payload\":\(try quoted(text))}"
        } else {
            line += ",\"payload_base64\":\"\(Data(message.payload).base64EncodedString())\"}"
        }
        return line
    }

    private static func quoted(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
}
