package import CareModel
import Foundation
package import Store

/// What a recipient is sent; the body of an outgoing notice.
struct Notice: Encodable {
    enum Kind: String, Encodable {
        case call, digest, handled, test
    }

    var key: String
    var type: Kind
    var recipient: String
    var at: Timestamp
    /// With a call: the chain, and the round and step in it, from 1.
    var chain: String?
    var round: Int?
    var step: Int?
    /// With `handled`: who took it on; nil where it is over by itself.
    var by: String?
    var alerts: [About] = []

    /// Enough to know whether to go; the whole alert is on the page and in the feed of alerts.
    struct About: Encodable {
        var id: String
        var home: String
        var resident: String
        var priority: Alert.Priority
        var state: Alert.State
        var title: Alert.Words
        var place: String?
        var onset: Timestamp

        init(_ alert: Alert) {
            id = alert.id
            home = alert.home
            resident = alert.resident
            priority = alert.priority
            state = alert.state
            title = alert.title
            place = alert.place
            onset = alert.onset
        }
    }

    /// What a test of the whole chain sends.
    init(testing recipient: String, token: String, at time: Timestamp) {
        self.init(key: "\(token)/\(recipient)", type: .test, recipient: recipient, at: time)
    }

    init(
        key: String, type: Kind, recipient: String, at: Timestamp, chain: String? = nil, round: Int? = nil,
        step: Int? = nil, by: String? = nil, alerts: [About] = []
    ) {
        self.key = key
        self.type = type
        self.recipient = recipient
        self.at = at
        self.chain = chain
        self.round = round
        self.step = step
        self.by = by
        self.alerts = alerts
    }

    private enum CodingKeys: String, CodingKey {
        case key = "idempotency_key"
        case type, recipient, at, chain, round, step, by, alerts
    }

    var outgoing: Outgoing {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Outgoing(
                kind: .notice, subject: recipient, key: key, urgent: alerts.contains { $0.priority == .p1 },
                createdAt: at, body: String(decoding: try encoder.encode(self), as: UTF8.self))
        }
    }
}

extension Outgoing {
    /// A test notice to a recipient; `token` tells tests apart.
    package init(testing recipient: String, token: String, at time: Timestamp) throws {
        self = try Notice(testing: recipient, token: token, at: time).outgoing
    }
}
