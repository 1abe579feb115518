import Foundation
import Secrets

/// What a webhook's requests are signed with.
///
/// Source: Standard Webhooks, "Signature scheme" (symmetric, `v1`).
package struct WebhookKey: Hashable, Sendable {
    private let bytes: [UInt8]

    /// From a file's content: after `whsec_` base64, anything else as it is without white space at its ends. Nil when the
    /// base64 is broken or nothing is left.
    package init?(_ content: String) {
        let text = content.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix(Self.prefix) {
            guard let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else { return nil }
            bytes = Array(data)
        } else {
            bytes = Array(text.utf8)
        }
        guard !bytes.isEmpty else { return nil }
    }

    private static let prefix = "whsec_"

    /// The headers of a request with this body, sent at `seconds` since 1970.
    func headers(id: String, seconds: Int64, body: [UInt8]) -> [String: String] {
        let code = MAC.of(Array("\(id).\(seconds).".utf8) + body, key: bytes)
        return [
            "webhook-id": id, "webhook-timestamp": String(seconds),
            "webhook-signature": "v1," + Data(code).base64EncodedString(),
        ]
    }
}
