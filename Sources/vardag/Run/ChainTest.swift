import CareModel
import Delivery
import Foundation
import Logging
import Store
import Synchronization
import Web

/// Tests the whole chain, once a day and whenever somebody asks: a message of our own goes through the broker to the
/// disk, and a notice from there to each recipient. What fails is a technical alert, over with the next good test.
final class ChainTest: Sendable {
    /// Where the last report is kept.
    static let checkpoint = "chain_test"
    static let patience = Duration.seconds(60)

    private let inbox: VerbInbox
    private let store: CareStore
    private let alerts: GatewayAlerts
    private let settings: CallSettings?
    /// The destinations that bring a recipient's notices, by the names under which the store knows them.
    private let destinations: @Sendable (String) -> [String]
    private let wakeDelivery: @Sendable () -> Void
    private let logger: Logger
    private let people = Mutex(People())

    private struct People {
        /// Who has asked for a test that is not over yet.
        var asking: String?
        var isRunning = false
    }

    init(
        inbox: VerbInbox, store: CareStore, alerts: GatewayAlerts, settings: CallSettings?,
        destinations: @escaping @Sendable (String) -> [String], wakeDelivery: @escaping @Sendable () -> Void,
        logger: Logger
    ) {
        self.inbox = inbox
        self.store = store
        self.alerts = alerts
        self.settings = settings
        self.destinations = destinations
        self.wakeDelivery = wakeDelivery
        self.logger = logger
    }

    /// The last report; nil before the first.
    static func last(_ store: CareStore) throws -> ChainReport? {
        try store.checkpoint(checkpoint).flatMap { try? JSONDecoder().decode(ChainReport.self, from: Data($0.utf8)) }
    }

    /// A test now, for a person; while one is asked for or runs, that one is it.
    func ask(by person: String) {
        people.withLock { if $0.asking == nil, !$0.isRunning { $0.asking = person } }
    }

    var isRunning: Bool { people.withLock { $0.isRunning || $0.asking != nil } }

    /// Waits for its hour and for people until it is told to stop.
    func run(isStopping: () -> Bool) {
        // Kept here too: while nothing can be stored, one test a day is still enough.
        var last = (try? Self.last(store))?.startedAt
        while !isStopping() {
            let person = people.withLock { $0.asking }
            if person != nil || isDue(WallClock.read(), last: last) {
                people.withLock { $0.isRunning = true }
                let report = test(by: person, isStopping)
                last = report.startedAt
                if !isStopping() { keep(report) }
                people.withLock { $0 = People() }
            }
            for _ in 0..<5 where !isStopping() { Thread.sleep(forTimeInterval: 0.1) }
        }
    }

    /// What the pages ask and want.
    var questions: ChainQuestions {
        ChainQuestions(ask: { self.ask(by: $0) }, isRunning: { self.isRunning }, last: { try Self.last($0) })
    }

    /// Once a day, at its minute or at the first chance after it; a person's test in between is as good.
    private func isDue(_ now: Timestamp, last: Timestamp?) -> Bool {
        settings?.testAtMinute.map { DailyMinute(minute: $0).isDue(now: now, last: last) } ?? false
    }

    private func test(by person: String?, _ isStopping: () -> Bool) -> ChainReport {
        let (startedAt, start) = (WallClock.read(), ContinuousClock.now)
        let deadline = start.advanced(by: Self.patience)
        var report = ChainReport(startedAt: startedAt, by: person, receivedMilliseconds: nil, recipients: [])
        let isBack = DispatchSemaphore(value: 0)
        let token = "test \(UUID().uuidString)"
        inbox.put(VerbInbox.Probe(token: Array(token.utf8)) { isBack.signal() })
        var came = false
        while !came, .now < deadline, !isStopping() { came = isBack.wait(timeout: .now() + 0.2) == .success }
        guard came else { return report }
        report.receivedMilliseconds = Self.milliseconds(since: start)
        report.recipients = notify(token, at: startedAt, since: .now, isStopping)
        return report
    }

    private func notify(
        _ token: String, at time: Timestamp, since start: ContinuousClock.Instant, _ isStopping: () -> Bool
    ) -> [ChainReport.Recipient] {
        let names = settings?.recipients ?? []
        let sent = try? store.write { transaction in
            try names.map { name in
                (name: name, cursor: try transaction.append(Outgoing(testing: name, token: token, at: time)))
            }
        }
        guard let sent else { return names.map { .init(name: $0, milliseconds: nil, missing: ["the database"]) } }
        wakeDelivery()
        var (found, waiting): ([ChainReport.Recipient], [(name: String, cursor: Int64)]) = ([], sent)
        let deadline = start.advanced(by: Self.patience)
        while !waiting.isEmpty, .now < deadline, !isStopping() {
            waiting.removeAll { recipient in
                guard missing(recipient).isEmpty else { return false }
                found.append(.init(name: recipient.name, milliseconds: Self.milliseconds(since: start), missing: []))
                return true
            }
            if !waiting.isEmpty { Thread.sleep(forTimeInterval: 0.1) }
        }
        found += waiting.map { .init(name: $0.name, milliseconds: nil, missing: missing($0)) }
        return found.sorted { $0.name < $1.name }
    }

    /// The destinations that have not confirmed the notice.
    private func missing(_ recipient: (name: String, cursor: Int64)) -> [String] {
        destinations(recipient.name).filter { destination in
            guard let position = try? store.read(position: destination) else { return true }
            let isDead = (try? store.hasDeadLetter(destination: destination, cursor: recipient.cursor)) ?? true
            return position < recipient.cursor || isDead
        }
    }

    private func keep(_ report: ChainReport) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        if let json = try? encoder.encode(report) {
            try? store.write { try $0.setCheckpoint(Self.checkpoint, String(decoding: json, as: UTF8.self)) }
        }
        alerts.set(.chainTestFailed, report.fault, now: WallClock.read())
        if let fault = report.fault {
            logger.error("the test of the whole chain failed", metadata: ["cause": "\(fault)"])
        } else {
            logger.notice(
                "the test of the whole chain succeeded", metadata: ["recipients": "\(report.recipients.count)"])
        }
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Int {
        Int(start.duration(to: .now) / .milliseconds(1))
    }
}
