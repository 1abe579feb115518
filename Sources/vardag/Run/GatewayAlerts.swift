import CareModel
import Delivery
import Logging
import Pipeline
import Store
import Synchronization

/// The one way of the gateway's own alerts: kept in the store and sent from its outbox like every other; told from
/// memory while nothing can be stored. Those still open at the last end are known again. Any thread may call it.
final class GatewayAlerts: Sendable {
    private struct Open {
        var since: Timestamp
        var cause: String
        var isStored: Bool
    }

    private let store: CareStore
    private let mail: UrgentMail
    private let wakeDelivery: @Sendable () -> Void
    private let logger: Logger
    private let open: Mutex<[GatewayAlert: Open]>

    /// Throws `StoreError`.
    init(store: CareStore, mail: UrgentMail, wakeDelivery: @escaping @Sendable () -> Void, logger: Logger) throws {
        self.store = store
        self.mail = mail
        self.wakeDelivery = wakeDelivery
        self.logger = logger
        var known: [GatewayAlert: Open] = [:]
        for alert in try store.alerts(home: GatewayAlert.home, open: true) {
            guard let rule = GatewayAlert(rawValue: alert.rule) else { continue }
            known[rule] = Open(since: alert.onset, cause: alert.history.first?.note ?? "", isStored: true)
        }
        open = Mutex(known)
    }

    /// `cause`: what is wrong; nil when nothing is (any more). Nothing happens while that stays as it was.
    func set(_ rule: GatewayAlert, _ cause: String?, now: Timestamp) {
        open.withLock { open in
            switch (open[rule], cause) {
            case (nil, nil): break
            case (nil, let cause?):
                logger.error("\(rule.rawValue)", metadata: ["cause": "\(cause)"])
                let alert = rule.alert(since: now, cause: cause)
                open[rule] = Open(since: now, cause: cause, isStored: tell(alert, now))
            case (let known?, nil):
                logger.notice("over: \(rule.rawValue)")
                let told = stored(rule, known) ?? rule.alert(since: known.since, cause: known.cause)
                if let over = told.over(at: now) { _ = tell(over, now) }
                open[rule] = nil
            case (let known?, _?):
                guard !known.isStored else { return }
                open[rule]?.isStored = keep(rule.alert(since: known.since, cause: known.cause), now)
            }
        }
    }

    private func stored(_ rule: GatewayAlert, _ open: Open) -> Alert? {
        try? store.alert(id: rule.id(since: open.since))
    }

    /// A person's act on one of them. What is closed by a person stays closed until it is over and comes again.
    func act(_ verb: AlertVerb, now: Timestamp) -> AlertVerbResult {
        open.withLock { _ in
            guard let alert = try? store.alert(id: verb.alert) else { return .notFound }
            guard let changed = alert.after(verb, at: now) else { return .notAllowed }
            guard keep(changed, now) else { return .failed }
            wakeDelivery()
            return .done
        }
    }

    /// True when it is stored.
    private func tell(_ alert: Alert, _ now: Timestamp) -> Bool {
        let isStored = keep(alert, now)
        if !isStored { mail.put(Outgoing(announcing: alert, at: now)) }
        wakeDelivery()
        return isStored
    }

    private func keep(_ alert: Alert, _ now: Timestamp) -> Bool {
        do {
            try store.write {
                try $0.save(alert)
                _ = try $0.append(Outgoing(announcing: alert, at: now))
            }
            return true
        } catch {
            return false
        }
    }
}
