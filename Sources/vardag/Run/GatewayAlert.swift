import CareModel
import Delivery
import Settings

/// What can be wrong with the gateway itself; the alerts' home is `gateway`.
enum GatewayAlert: String, CaseIterable, Sendable {
    case diskFull = "disk_full"
    case diskLow = "disk_low"
    case clockUnsynchronised = "clock_unsynchronised"
    case backupFailed = "backup_failed"
    case chainTestFailed = "chain_test_failed"
    case deliveryFailing = "delivery_failing"

    static let home = "gateway"

    func id(since: Timestamp) -> String { "\(Self.home).\(rawValue).home.\(since.milliseconds)" }

    /// The alert as it is raised; `cause` goes into its history.
    func alert(since: Timestamp, cause: String) -> Alert {
        let history = [
            Alert.Change(at: since, from: nil, to: .firing, by: Self.home, note: cause.isEmpty ? nil : cause)
        ]
        return Alert(
            id: id(since: since), home: Self.home, resident: "", rule: rawValue,
            family: .technical, priority: .technical, state: .firing, onset: since, raisedAt: since,
            place: nil, title: Alert.Words("gateway.\(rawValue).title"),
            explanation: Alert.Words("gateway.\(rawValue).explanation"),
            suggestion: Alert.Words("gateway.\(rawValue).suggestion"), history: history)
    }
}

extension Alert {
    /// What it was about is over; nil where a person closed it before.
    func over(at now: Timestamp) -> Alert? {
        guard state.isOpen else { return nil }
        var alert = self
        alert.history.append(.init(at: now, from: state, to: .resolved, by: GatewayAlert.home))
        (alert.state, alert.clearedAt) = (.resolved, now)
        return alert
    }
}

/// Names under which the store keeps how far each destination has got.
enum DeliveryName {
    static let mqtt = MQTTDelivery.destination

    static func all(_ settings: GatewaySettings) -> [String] {
        [mqtt] + settings.webhooks.map { Webhook.destination($0.name) }
    }
}
