import CareModel
import Delivery
import Foundation
import Logging
import MQTT
import Pipeline
import Settings
import Store

/// A disk that does not take what must be kept.
struct DiskTrouble {
    private(set) var since: Timestamp?
    private var nextTry = Timestamp.distantPast

    static let retrySeconds: Int64 = 2

    var isActive: Bool { since != nil }

    func mayTry(_ now: Timestamp) -> Bool { since == nil || now >= nextTry || now < nextTry.adding(hours: -1) }

    /// True when the trouble is new.
    mutating func failed(_ now: Timestamp) -> Bool {
        defer {
            if since == nil { since = now }
            nextTry = now.adding(seconds: Self.retrySeconds)
        }
        return since == nil
    }

    /// Since when there was trouble, when it is over now.
    mutating func succeeded() -> Timestamp? {
        defer { since = nil }
        return since
    }
}

extension IngestLoop {
    /// Writes what is pending. False when it could not be written: then nothing may be acknowledged, everything stays
    /// in memory, and what is urgent is told from there.
    func commit(_ now: Timestamp) -> Bool {
        guard trouble.mayTry(now) else {
            tellUrgent(now)
            return false
        }
        let hadEffects = pipeline.pendingEffects > 0
        let hadPending = pipeline.hasPending
        do {
            try pipeline.commit()
        } catch {
            tellUrgent(now)
            if trouble.failed(now) { tellDisk(.firing, since: now, now, cause: "\(error)") }
            around.state.update { $0.diskProblem = "\(error)" }
            around.logger.critical("nothing can be stored", metadata: ["cause": "\(error)"])
            return false
        }
        if let since = trouble.succeeded() {
            around.state.update { $0.diskProblem = nil }
            tellDisk(.resolved, since: since, now, cause: "")
        }
        if hadPending { around.state.update { $0.lastCommitAt = now } }
        if hadEffects { around.wakeDelivery() }
        return true
    }

    private func tellUrgent(_ now: Timestamp) {
        guard !pipeline.urgent.isEmpty else { return }
        for alert in pipeline.urgent { around.mail.put(Outgoing(announcing: alert, at: now)) }
        around.wakeDelivery()
    }

    /// A full disk is itself an alert: told from memory while it lasts, kept in the store when there is room again.
    private func tellDisk(_ state: Alert.State, since: Timestamp, _ now: Timestamp, cause: String) {
        let alert = GatewayAlert.diskFull(state, since: since, now: now, cause: cause)
        around.mail.put(Outgoing(announcing: alert, at: now))
        around.wakeDelivery()
        guard state == .resolved else { return }
        do { try around.store.write { try $0.save(alert) } } catch {
            around.logger.error("the alert about the disk could not be kept", metadata: ["cause": "\(error)"])
        }
    }

    /// Every five seconds, a small step.
    func prune(_ now: Timestamp) {
        guard now >= lastPrune.adding(seconds: 5) || now < lastPrune, !trouble.isActive else { return }
        lastPrune = now
        do {
            let delivered = try around.store.deliveryPosition(DeliveryName.mqtt)
            try pipeline.prune(keptDays: around.settings.keepMessagesDays, deliveredThrough: delivered)
        } catch {
            around.logger.warning("old messages could not be removed", metadata: ["cause": "\(error)"])
        }
    }

    /// An orderly end: everything processed is written with every home's state, and acknowledged.
    func finish() {
        if !isWallTime { pipeline.settle() }
        do {
            try pipeline.commitAndSaveStates()
            if around.state.read().brokerConnected {
                try connection.acknowledge()
                try connection.disconnect()
            }
        } catch {
            around.logger.error("the end was not orderly; the next start works it out", metadata: ["cause": "\(error)"])
        }
    }
}
