import CareModel
import Foundation
import Secrets
import Store

/// An entry of the outbox as a CloudEvent in structured mode.
///
/// Source: CloudEvents 1.0.2, and its JSON format 1.0.2.
struct CloudEvent {
    static let type = "application/cloudevents+json"

    let letter: Outgoing
    /// The gateway that says it, a URI.
    let source: String

    /// The same for each try. Letters and digits only, because the key may hold anything.
    var messageID: String { "msg_" + Digest.of(letter.key).hexadecimal.prefix(32) }

    var body: [UInt8] {
        let attributes = Attributes(
            id: letter.key, source: source, type: Self.type(letter.kind), subject: letter.subject,
            time: letter.createdAt.description)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(attributes) else { preconditionFailure("five texts are not encodable") }
        return Array(data.dropLast()) + Array(",\"data\":".utf8) + Array(letter.json.utf8) + [UInt8(ascii: "}")]
    }

    private struct Attributes: Encodable {
        var specversion = "1.0"
        var id: String
        var source: String
        var type: String
        var subject: String
        var time: String
        var datacontenttype = "application/json"
    }

    private static func type(_ kind: Outgoing.Kind) -> String {
        switch kind {
        case .alert: "se.vardag.alert.changed"
        case .feature: "se.vardag.feature.updated"
        case .notice: "se.vardag.notice.called"
        }
    }
}
