import CareEngine
import CareModel
import Delivery
import Foundation
import Logging
import MQTT
import Pipeline
import Settings
import Store
import Synchronization

/// The one ordered loop: read a batch, process it, commit it, and only then let the acknowledgements out. Runs on a
/// thread of its own until `stop`.
final class IngestLoop {
    struct Surroundings {
        var settings: GatewaySettings
        var address: BrokerAddress
        var homes: HomeFiles
        /// Makes the pipeline anew from the store, for other homes.
        var pipeline: @Sendable ([HomeDefinition]) throws -> CarePipeline
        var store: CareStore
        var state: GatewayState
        var inbox: VerbInbox
        var mail: UrgentMail
        var alerts: GatewayAlerts
        var wakeDelivery: @Sendable () -> Void
        /// For tests of a silent broker: how long it may be quiet, and how long a marker may take.
        var quiet: Duration?
        var logger: Logger
    }

    static let batchLimit = 1000
    /// Far below the 65,535 packet ids; also what is still taken in while the disk is full.
    static let receiveMaximum: UInt16 = 10_000
    static let idleMilliseconds: Int32 = 500

    let around: Surroundings
    var pipeline: CarePipeline
    var connection: IngestConnection
    var marker: CrashMarker
    var clock = WallClock()
    var window = RedeliveryWindow.closed
    var backlog = Backlog()
    var retained = RetainedAnew()
    var trouble = DiskTrouble()
    private var silence: SilenceWatch
    var batch: [InboundMessage] = []
    var lastPrune = Timestamp.distantPast
    var lastEntries = Timestamp.distantPast
    /// Where the marker to ourselves is published.
    let markerTopic: String
    var probes = ProbeList()
    let isStopping: @Sendable () -> Bool
    /// Between attempts to reach the broker; doubled with each that fails.
    var pauseMilliseconds = leastPauseMilliseconds

    static let leastPauseMilliseconds: Int32 = 250

    var isWallTime: Bool { around.settings.clock == .wall }

    init(_ around: Surroundings, pipeline: CarePipeline, isStopping: @escaping @Sendable () -> Bool) throws {
        self.around = around
        self.pipeline = pipeline
        self.isStopping = isStopping
        markerTopic = "\(around.settings.publishPrefix)/gateway/\(around.settings.broker.clientID)/marker"
        silence = around.quiet.map { SilenceWatch(quiet: $0, patience: $0) } ?? SilenceWatch()
        connection = try IngestConnection(around.address, receiveMaximum: Self.receiveMaximum)
        marker = try CrashMarker(database: around.settings.database)
        batch.reserveCapacity(Self.batchLimit)
    }

    /// Serves until it is told to stop; a lost broker is tried again for ever, and the homes' timers go on.
    func run() {
        while !isStopping() {
            do {
                try serve()
            } catch {
                around.state.update {
                    $0.brokerConnected = false
                    $0.isSubscribed = false
                    $0.lastBrokerProblem = "\(error)"
                }
                around.logger.warning("no broker", metadata: ["cause": "\(error)"])
                backlog.lost(at: pipeline.clock)
                waitWithoutBroker(pauseMilliseconds)
                pauseMilliseconds = min(pauseMilliseconds * 2, 15_000)
            }
        }
        finish()
    }

    private func serve() throws {
        let connected = try connection.connect()
        try prepareWindow(connected)
        // In this order: a new session has no subscription yet that would bring the marker back.
        retained = try RetainedAnew(store: around.store)
        try connection.subscribe(
            Self.filters(of: around.homes.homes) + [markerTopic], retainedAnew: retained.isWanted)
        let token = try publishMarker()
        silence.asked(at: .now)
        backlog.begin(marker: token, clock: pipeline.clock, isWallTime: isWallTime)
        pipeline.figures.timedBacklog = 0
        pipeline.figures.untimedBacklog = 0
        around.state.update {
            $0.brokerConnected = true
            $0.lastBrokerProblem = nil
        }
        pauseMilliseconds = Self.leastPauseMilliseconds
        around.logger.info("connected", metadata: ["session": connected.sessionPresent ? "kept" : "new"])
        while !isStopping() { try turn() }
    }

    /// One turn: a batch from the broker to the disk, and the acknowledgements for it.
    private func turn() throws {
        batch.removeAll(keepingCapacity: true)
        let room = trouble.isActive ? Int(Self.receiveMaximum) - pipeline.pendingMessages : Self.batchLimit
        if room > 0 {
            let wait = trouble.isActive ? min(Self.idleMilliseconds, 200) : Self.idleMilliseconds
            _ = try connection.read(
                into: &batch, limit: min(room, Self.batchLimit), timeoutMilliseconds: wait)
        } else {
            Thread.sleep(forTimeInterval: 0.2)
        }
        let now = readClock()
        if !batch.isEmpty { silence.heard(at: .now) }
        process(now)
        takeVerbs(now)
        takeEntries(now)
        try followHomes(now)
        if isWallTime, !backlog.isDraining { pipeline.advance(to: now) }
        if !trouble.isActive { try watchSilence() }
        try publishProbes()
        if commit(now) {
            try connection.acknowledge()
            answerProbes()
            try retained.noteIfTaken(around.store)
        }
        try connection.keepAlive()
        prune(now)
        report(now)
    }

    private func watchSilence() throws {
        switch silence.step(at: .now) {
        case .wait: break
        case .askForMarker:
            _ = try publishMarker()
            silence.asked(at: .now)
        case .giveUp: throw MQTTError.lost("the broker sends nothing, not even what we published to ourselves")
        }
    }

    private func process(_ now: Timestamp) {
        guard !batch.isEmpty else { return }
        marker.beginBatch()
        for message in batch { process(message, now) }
        marker.endBatch()
    }

    private func process(_ message: InboundMessage, _ now: Timestamp) {
        let digest = MessageDigest.of(topic: message.topic, payload: message.payload)
        if window.isOpen, window.isRedelivered(packetID: message.packetID, digest: digest) {
            around.state.update { $0.redelivered += 1 }
            if message.topic == markerTopic { takeMarker(message.payload, now) }
            return
        }
        var incoming = IncomingMessage(
            topic: message.topic, payload: message.payload, packetID: message.packetID, isRetained: message.retained,
            receivedAt: now, isBacklog: backlog.isDraining && isWallTime && !message.retained)
        if message.topic == markerTopic {
            pipeline.keepMarker(incoming, digest: digest)
            takeMarker(message.payload, now)
            probes.cameBack(message.payload)
            return
        }
        if !isWallTime { incoming.receivedAt = messageTime(message, now) }
        marker.begin(digest)
        if marker.isUnreadable(digest) {
            pipeline.takeUnread(incoming, digest: digest, reason: "the gateway crashed on it twice: kept unread")
            around.state.update { $0.unread += 1 }
            around.logger.error("a message that crashed the gateway twice is kept unread")
        } else {
            pipeline.take(incoming, digest: digest)
        }
    }

    private func takeMarker(_ payload: [UInt8], _ now: Timestamp) {
        silence.markerCameBack()
        endBacklog(payload, now)
    }

    /// The message's own stamp; without one the clock stands still.
    private func messageTime(_ message: InboundMessage, _ now: Timestamp) -> Timestamp {
        if let stamp = message.stamp, let time = Timestamp(iso8601: stamp) { return time }
        if let time = PayloadStamp.find(in: message.payload) { return time }
        return pipeline.clock == .distantPast ? now : pipeline.clock
    }

    func takeVerbs(_ now: Timestamp) {
        for question in around.inbox.takeQuestions() { question(pipeline) }
        let verbs = around.inbox.takeAll()
        guard !verbs.isEmpty else { return }
        var answers: [(VerbInbox.Verb, Int)] = []
        for verb in verbs {
            let before = pipeline.pendingEffects
            takeOwn(verb.event, now)
            answers.append((verb, pipeline.pendingEffects - before))
        }
        let isKept = commit(now)
        around.state.update { $0.entries += answers.count }
        for (verb, effects) in answers { verb.answer(!isKept ? .notKept : effects > 0 ? .done : .refused) }
    }

    /// Takes an event of the gateway's own into the log like a message.
    func takeOwn(_ event: GatewayEvent, _ now: Timestamp) {
        let message = IncomingMessage(
            topic: GatewayEvent.topic, payload: event.payload, receivedAt: ownTime(now))
        pipeline.take(message, digest: message.digest)
    }

    /// The time of the gateway's own events.
    func ownTime(_ now: Timestamp) -> Timestamp { isWallTime && !backlog.isDraining ? now : pipeline.clock }

    private func report(_ now: Timestamp) {
        let isSubscribed = connection.isSubscribed
        around.state.update {
            $0.turnedAt = .now
            $0.clock = pipeline.clock
            $0.isSubscribed = isSubscribed
            $0.figures = pipeline.figures
            $0.inBacklog = backlog.isDraining
        }
        SystemNotice.watchdog()
    }
}
