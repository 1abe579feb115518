import BrokerFixture
import Foundation

/// `mosquitto_sub` on the ward's broker, its words in a file.
final class Listener {
    private let process: Process
    private let file: URL

    /// Returns when it is subscribed.
    init(_ ward: Ward, topic: String) throws {
        file = ward.folder.appendingPathComponent("heard-\(UUID().uuidString)")
        let debug = ward.folder.appendingPathComponent("heard.err")
        process = try Program.start(
            "/usr/bin/stdbuf",
            [
                "-oL", "-eL", "mosquitto_sub", "-d", "-h", "127.0.0.1", "-p", "\(ward.broker.port)", "-q", "1", "-t",
                topic,
            ]
                + ["-F", "heard %t %p"],
            output: file, complaint: debug)
        let output = file
        try Deadline.wait(for: "the listener's subscription") { try Program.text(output).contains("SUBACK") }
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// What was heard: topic and payload.
    func messages() throws -> [(topic: String, payload: String)] {
        try Program.text(file).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 2)
            return words.count == 3 && words[0] == "heard" ? (String(words[1]), String(words[2])) : nil
        }
    }

    /// The idempotency keys of what was heard, an alert's with `alert ` before it.
    func keys() throws -> Set<String> {
        return Set(
            try messages().compactMap { message in
                guard let key = IdempotencyKey(message.payload) else { return nil }
                return (message.topic.contains("/alerts/") ? "alert " : "") + key.text
            })
    }
}

/// The key that each update carries.
struct IdempotencyKey: Decodable {
    let text: String

    private enum CodingKeys: String, CodingKey { case text = "idempotency_key" }

    /// Nil when the JSON is no update.
    init?(_ json: String) {
        guard let key = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = key
    }
}
