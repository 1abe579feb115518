import CareModel
import Foundation
import Logging
import MQTT
import Pipeline
import Settings
import Store

/// What waited in the broker: between connecting and the return of a marker published to oneself, messages may be
/// hours old.
struct Backlog {
    private(set) var isDraining = false
    private var token: [UInt8] = []
    /// When the homes were last watched.
    private var watchedUntil = Timestamp.distantPast

    static let unwatchedAfterSeconds: Int64 = 120

    mutating func begin(marker: [UInt8], clock: Timestamp, isWallTime: Bool) {
        token = marker
        if watchedUntil == .distantPast { watchedUntil = clock }
        isDraining = isWallTime && clock != .distantPast
    }

    mutating func lost(at clock: Timestamp) {
        if !isDraining { watchedUntil = clock }
        isDraining = false
    }

    /// The marker came back: whatever follows is live. Nil when it is an older one; else since when nobody watched,
    /// `.distantPast` when somebody always did.
    mutating func end(marker: [UInt8], now: Timestamp) -> Timestamp? {
        guard marker == token else { return nil }
        defer {
            isDraining = false
            watchedUntil = .distantPast
        }
        let isLong = watchedUntil != .distantPast && now > watchedUntil.adding(seconds: Self.unwatchedAfterSeconds)
        return isDraining && isLong ? watchedUntil : .distantPast
    }
}

extension IngestLoop {
    /// The committed deliveries of this broker session that may come again. A new session numbers anew.
    func prepareWindow(_ connected: Connected) throws {
        guard connected.sessionPresent else {
            window = .closed
            let last = try around.store.lastMessages(1).first?.id ?? 0
            try around.store.write { try $0.setCheckpoint("session_begins_after", String(last)) }
            return
        }
        let begins = try around.store.checkpoint("session_begins_after").flatMap { Int64($0) } ?? 0
        var committed = try around.store.lastMessages(131_072, after: begins)
            .map { CommittedDelivery(packetID: $0.packetID, digest: $0.digest) }
        committed += pipeline.pendingDeliveries.map { CommittedDelivery(packetID: $0.packetID, digest: $0.digest) }
        window = RedeliveryWindow(committed: committed)
    }

    func publishMarker() throws -> [UInt8] {
        let token = Array("\(UUID().uuidString)".utf8)
        try connection.publish(topic: markerTopic, payload: token)
        return token
    }

    func endBacklog(_ payload: [UInt8], _ now: Timestamp) {
        guard let since = backlog.end(marker: payload, now: now) else { return }
        window.close()
        retained.markerCameBack()
        guard isWallTime else { return }
        let figures = pipeline.figures
        // A backlog whose every reading has its own time shows what happened meanwhile.
        let isSeen = figures.untimedBacklog == 0 && figures.timedBacklog > 0
        if since != .distantPast, !isSeen { takeOwn(.unwatched(from: since, to: now), now) }
    }

    /// In message clock an alert older than this against the machine's clock is history, of which nobody is told.
    static let historyHours: Int64 = 1

    /// The clock, with its steps told to the homes.
    func readClock() -> Timestamp {
        let (now, step) = clock.now()
        if !isWallTime { pipeline.tellsSince = now.adding(hours: -Self.historyHours) }
        guard isWallTime, pipeline.clock != .distantPast else { return now }
        switch step {
        case .none: break
        case .ahead(let from):
            around.logger.warning("the clock jumped ahead", metadata: ["from": "\(from)", "to": "\(now)"])
            takeOwn(.unwatched(from: max(from, pipeline.clock), to: now), now)
        case .back:
            around.logger.warning("the clock was set back", metadata: ["to": "\(now)"])
            takeOwn(.clockSetBack(to: now), now)
        }
        return now
    }

    /// While there is no broker the homes' timers go on, and people may act.
    func waitWithoutBroker(_ milliseconds: Int32) {
        var left = milliseconds
        while left > 0, !isStopping() {
            Thread.sleep(forTimeInterval: Double(min(left, 250)) / 1000)
            left -= 250
            let now = readClock()
            takeVerbs(now)
            takeEntries(now)
            _ = takeHomes(now)
            if isWallTime, pipeline.clock != .distantPast { pipeline.advance(to: now) }
            _ = commit(now)
            SystemNotice.watchdog()
        }
    }
}
