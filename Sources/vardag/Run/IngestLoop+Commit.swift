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
            if trouble.failed(now) { around.alerts.set(.diskFull, "\(error)", now: now) }
            around.state.update { $0.diskProblem = "\(error)" }
            around.logger.critical("nothing can be stored", metadata: ["cause": "\(error)"])
            return false
        }
        logFloods()
        if trouble.succeeded() != nil { around.state.update { $0.diskProblem = nil } }
        around.alerts.set(.diskFull, nil, now: now)
        if hadPending { around.state.update { $0.lastCommitAt = now } }
        if hadEffects { around.wakeDelivery() }
        return true
    }

    /// Names homes and listed devices only: a topic may say anything.
    private func logFloods() {
        for news in pipeline.takeFloodNews() {
            switch news {
            case .began(let home, let device):
                around.logger.warning(
                    "a flood of messages: repeats are sampled away",
                    metadata: ["home": "\(home ?? "none")", "device": "\(device ?? "none of the home's file")"])
            case .over(let home, let sampled):
                around.logger.notice(
                    "a flood of messages is over", metadata: ["home": "\(home ?? "none")", "sampled": "\(sampled)"])
            }
        }
    }

    private func tellUrgent(_ now: Timestamp) {
        guard !pipeline.urgent.isEmpty else { return }
        for alert in pipeline.urgent { around.mail.put(Outgoing(announcing: alert, at: now)) }
        around.wakeDelivery()
    }

    /// Every five seconds, a small step.
    func prune(_ now: Timestamp) {
        guard now >= lastPrune.adding(seconds: 5) || now < lastPrune, !trouble.isActive else { return }
        lastPrune = now
        do {
            let delivered =
                try DeliveryName.all(around.settings).map { try around.store.deliveryPosition($0) }.min() ?? 0
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
