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

    /// The alert as it stands at `now`; `cause` goes into its history.
    func alert(_ state: Alert.State, since: Timestamp, now: Timestamp, cause: String) -> Alert {
        var history = [
            Alert.Change(at: since, from: nil, to: .firing, by: Self.home, note: cause.isEmpty ? nil : cause)
        ]
        if state == .resolved { history.append(.init(at: now, from: .firing, to: .resolved, by: Self.home)) }
        return Alert(
            id: "\(Self.home).\(rawValue).home.\(since.milliseconds)", home: Self.home, resident: "", rule: rawValue,
            family: .technical, priority: .technical, state: state, onset: since, raisedAt: since,
            clearedAt: state == .resolved ? now : nil, place: nil, title: Alert.Words("gateway.\(rawValue).title"),
            explanation: Alert.Words("gateway.\(rawValue).explanation"),
            suggestion: Alert.Words("gateway.\(rawValue).suggestion"), history: history)
    }
}

/// Names under which the store keeps how far each destination has got.
enum DeliveryName {
    static let mqtt = MQTTDelivery.destination

    static func all(_ settings: GatewaySettings) -> [String] {
        [mqtt] + settings.webhooks.map { Webhook.destination($0.name) }
    }
}
