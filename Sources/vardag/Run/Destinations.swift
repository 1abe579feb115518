import CareModel
import Delivery
import Foundation
import Logging
import MQTT
import Settings
import Store

/// Where the outbox is drained to: the broker, and each webhook. Each has a thread and a place of its own.
struct Destinations: Sendable {
    let mqtt: MQTTDelivery
    let webhooks: [WebhookDelivery]

    /// A destination that has failed for so long is told to the technician.
    static let failingMinutes: Int64 = 60

    /// Throws `SettingsError` when a webhook's key cannot be read.
    init(
        _ settings: GatewaySettings, address: BrokerAddress, store: CareStore, mail: UrgentMail, logger: Logger
    ) throws {
        mqtt = MQTTDelivery(
            address: address, prefix: settings.publishPrefix, store: store, mail: mail,
            now: { WallClock.read() }, logger: logger)
        webhooks = try settings.webhooks.map { webhook in
            WebhookDelivery(
                try Webhook(webhook), source: "urn:vardag:\(settings.broker.clientID)", store: store, mail: mail,
                now: { WallClock.read() }, logger: logger)
        }
    }

    func wake() {
        mqtt.wake()
        for webhook in webhooks { webhook.wake() }
    }

    func stop() {
        mqtt.stop()
        for webhook in webhooks { webhook.stop() }
    }

    func start() -> [NamedThread] {
        [NamedThread.start("delivery") { mqtt.run() }]
            + webhooks.map { webhook in NamedThread.start("webhook") { webhook.run() } }
    }

    /// The names under which the store keeps the destinations that bring a recipient's notices.
    func names(bringing recipient: String) -> [String] {
        [MQTTDelivery.destination]
            + webhooks.map(\.webhook).filter { $0.subscription.brings(recipient) }.map(\.destination)
    }

    /// By the names under which the store keeps them.
    var figures: [(destination: String, figures: DestinationFigures)] {
        [(MQTTDelivery.destination, mqtt.figures)] + webhooks.map { ($0.webhook.destination, $0.figures) }
    }

    /// What a technician must see to; nil while every destination works and takes what it is sent.
    func problem(_ store: CareStore, at now: Timestamp) throws -> String? {
        let limit = now.adding(minutes: -Self.failingMinutes)
        var problems: [String] = []
        let dead = Dictionary(uniqueKeysWithValues: try store.deliveries().map { ($0.destination, $0.deadLetters) })
        for (name, figures) in figures {
            if let failure = figures.failure, failure.since <= limit {
                problems.append("\(name) has failed since \(failure.since): \(failure.cause)")
            }
            if let count = dead[name], count > 0 { problems.append("\(name) did not take \(count)") }
        }
        return problems.isEmpty ? nil : problems.joined(separator: "; ")
    }
}

extension Webhook {
    init(_ settings: GatewaySettings.Webhook) throws {
        guard let key = WebhookKey(try settings.secret()) else {
            throw SettingsError.unreadable(
                path: settings.secretFile, reason: "after `whsec_` it must hold base64")
        }
        self.init(
            name: settings.name, url: settings.url, key: key, subscription: settings.subscription,
            timeoutSeconds: settings.timeoutSeconds)
    }
}

extension GatewaySettings.Webhook {
    var subscription: Subscription { Subscription(Set(kinds.map(\.outgoing)), recipient: recipient) }
}

extension GatewaySettings.Webhook.Kind {
    var outgoing: Outgoing.Kind {
        switch self {
        case .alerts: .alert
        case .features: .feature
        case .notices: .notice
        }
    }
}
