import CareModel
import Delivery

/// Alerts about the gateway itself; their home is `gateway`.
enum GatewayAlert {
    static func diskFull(_ state: Alert.State, since: Timestamp, now: Timestamp, cause: String) -> Alert {
        var history = [
            Alert.Change(at: since, from: nil, to: .firing, by: "gateway", note: cause.isEmpty ? nil : cause)
        ]
        if state == .resolved { history.append(.init(at: now, from: .firing, to: .resolved, by: "gateway")) }
        return Alert(
            id: "gateway.disk_full.home.\(since.milliseconds)", home: "gateway", resident: "", rule: "disk_full",
            family: .technical, priority: .technical, state: state, onset: since, raisedAt: since,
            clearedAt: state == .resolved ? now : nil, place: nil,
            title: .init(sv: "Disken är full", en: "The disk is full"),
            explanation: .init(
                sv: "Inget kan sparas. Meddelanden väntar hos mäklaren; larm med högsta prioritet går ut ändå.",
                en: "Nothing can be stored. Messages wait at the broker; alerts of the highest priority still go out."),
            suggestion: .init(
                sv: "Frigör plats på disken; inget behöver startas om.",
                en: "Free some space on the disk; nothing needs a restart."),
            history: history)
    }
}

/// Names under which the store keeps how far each destination has got.
enum DeliveryName {
    static let mqtt = MQTTDelivery.destination
}
