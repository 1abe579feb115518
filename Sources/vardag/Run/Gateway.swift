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
import Web

/// The running gateway: the store, one ingest thread, one delivery thread, the web pages, in the order in which they
/// depend on each other.
struct Gateway: Sendable {
    private let configured: Configured
    private let config: String
    private let logger: Logger

    /// `config` is the settings file, to be read again when the homes' files change.
    init(_ configured: Configured, config: String, logger: Logger) {
        self.configured = configured
        self.config = config
        self.logger = logger
    }

    func run() async throws {
        let settings = configured.settings
        let stop = StopSignal()
        let signals = SignalWatch { stop.set() }
        defer { signals.end() }
        let store = try CareStore(path: settings.database)
        let state = GatewayState(startedAt: WallClock.read())
        let inbox = VerbInbox()
        let mail = UrgentMail(for: DeliveryName.all(settings))
        let destinations = try Destinations(
            settings, address: try address(suffix: "-delivery"), store: store, mail: mail, logger: logger)
        let homes = HomeFiles(configured, config: config, logger: logger)
        let calls = callDesk(store, homes, wakeDelivery: { destinations.wake() })
        let wakeDelivery: @Sendable () -> Void = {
            destinations.wake()
            calls?.wake()
        }
        let alerts = try GatewayAlerts(store: store, mail: mail, wakeDelivery: wakeDelivery, logger: logger)
        let surroundings = IngestLoop.Surroundings(
            settings: settings, address: try address(suffix: ""), homes: homes,
            pipeline: { try recovered(from: store, homes: $0) }, store: store, state: state, inbox: inbox, mail: mail,
            alerts: alerts, wakeDelivery: wakeDelivery, quiet: Self.quietInTests, logger: logger)
        let chain = ChainTest(
            inbox: inbox, store: store, alerts: alerts, settings: settings.calls,
            destinations: { destinations.names(bringing: $0) }, wakeDelivery: { destinations.wake() }, logger: logger)
        let web = try CareWeb(
            settings: WebSettings(
                bind: settings.http.bind, port: settings.http.port, isBehindProxy: settings.http.isBehindProxy,
                requiresSecondFactor: settings.http.secondFactor == .required,
                refusedPasswords: settings.http.refusedPasswords),
            reader: store,
            homes: { homes.homes },
            status: { StatusReport.status(state.read(), destinations.figures) },
            act: { await VerbDesk(inbox: inbox, store: store, alerts: alerts).act($0) },
            questions: HomeDesk(inbox: inbox, files: homes).questions, chain: chain.questions, logger: logger)
        let deliveryThreads = destinations.start()
        var careThreads = startCare(store, state, alerts, destinations, stop) + [watch(homes, inbox, stop)]
        careThreads.append(NamedThread.start("chain test") { chain.run(isStopping: { stop.isSet }) })
        if let calls { careThreads.append(NamedThread.start("calls") { calls.run(isStopping: { stop.isSet }) }) }
        let ingestThread = NamedThread.start("ingest") { [self] in
            do {
                let pipeline = try recovered(from: store, homes: homes.homes)
                SystemNotice.ready()
                try IngestLoop(surroundings, pipeline: pipeline, isStopping: { stop.isSet }).run()
            } catch {
                stop.set(failure: "\(error)")
            }
        }
        await serve(web, until: stop)
        SystemNotice.stopping()
        await ingestThread.join()
        for thread in careThreads { await thread.join() }
        destinations.stop()
        for thread in deliveryThreads { await thread.join() }
        try? store.close()
        if let failure = stop.failure { throw Terminal.fail(failure) }
    }

    /// Nil where the settings say of nobody to call.
    private func callDesk(
        _ store: CareStore, _ homes: HomeFiles, wakeDelivery: @escaping @Sendable () -> Void
    ) -> CallDesk? {
        configured.settings.calls.map { settings in
            CallDesk(
                settings: settings, store: store,
                place: { home in
                    let home = homes.homes.first { $0.id == home }
                    return CallDesk.Place(area: home?.area, timeZone: home?.timeZone ?? .current)
                }, now: { WallClock.read() }, wakeDelivery: wakeDelivery, logger: logger)
        }
    }

    /// What looks after the gateway itself: room, clock and backups, and the sign of life to the outside.
    private func startCare(
        _ store: CareStore, _ state: GatewayState, _ alerts: GatewayAlerts, _ destinations: Destinations,
        _ stop: StopSignal
    ) -> [NamedThread] {
        let housekeeping = Housekeeping(
            settings: configured.settings, store: store, state: state, alerts: alerts,
            destinations: destinations, logger: logger,
            isStopping: { stop.isSet })
        var threads = [
            NamedThread.start("housekeeping") {
                var housekeeping = housekeeping
                housekeeping.run()
            }
        ]
        if let settings = configured.settings.heartbeat {
            let heartbeat = Heartbeat(settings: settings, state: state, logger: logger)
            threads.append(NamedThread.start("heartbeat") { heartbeat.run(isStopping: { stop.isSet }) })
        }
        return threads
    }

    /// Looks every second whether the homes' files have changed, and hands them to the ingest thread.
    private func watch(_ homes: HomeFiles, _ inbox: VerbInbox, _ stop: StopSignal) -> NamedThread {
        NamedThread.start("homes") {
            while !stop.isSet {
                if let changed = homes.changed() { inbox.put(VerbInbox.NewHomes(homes: changed) { _ in }) }
                for _ in 0..<10 where !stop.isSet { Thread.sleep(forTimeInterval: 0.1) }
            }
        }
    }

    private func recovered(from store: CareStore, homes: [HomeDefinition]) throws -> CarePipeline {
        let settings = configured.settings
        let key = try PseudonymKey.keep(in: store, file: settings.pseudonymKeyFile)
        let trap = ProcessInfo.processInfo.environment["VARDAG_TEST_TRAP_ON"].map { Array($0.utf8) }
        var pipeline = try CarePipeline(
            store: store, homes: homes, profiles: configured.profiles,
            options: .init(
                engine: Self.engine(settings), pseudonyms: Pseudonyms(key: key),
                trapsOn: trap))
        let recovery = try pipeline.recover()
        for reason in recovery.rebuilt {
            logger.notice("rebuilt from the kept messages", metadata: ["home": "\(reason)"])
        }
        logger.info(
            "recovered", metadata: ["homes": "\(recovery.homes)", "refolded": "\(recovery.refoldedMessages)"])
        return pipeline
    }

    private static func engine(_ settings: GatewaySettings) -> EngineSettings {
        EngineSettings(
            alertBudget: settings.alertBudget,
            areaBudgets: Dictionary(uniqueKeysWithValues: settings.areas.map { ($0.name, $0.alertBudget) }),
            conditionHints: settings.conditionHints)
    }

    private static var quietInTests: Duration? {
        ProcessInfo.processInfo.environment["VARDAG_TEST_QUIET_MS"].flatMap { Int($0) }.map { .milliseconds($0) }
    }

    private func address(suffix: String) throws -> BrokerAddress {
        try BrokerAddress(configured.settings.broker, suffix: suffix)
    }

    /// Serves the pages until the stop signal. An address that cannot be had ends the gateway, visibly; a page that
    /// ends later does not stop the ingest.
    private func serve(_ web: CareWeb, until stop: StopSignal) async {
        let bind = configured.settings.http.bind
        let host = bind.contains(":") ? "[\(bind)]" : bind
        let serving = Task { [logger] in
            do {
                try await web.run { port in
                    logger.notice("the page is up", metadata: ["address": "http://\(host):\(port)/"])
                }
            } catch is CancellationError {
            } catch let problem as WebError {
                stop.set(failure: "\(problem)")
            } catch {
                logger.error("the page cannot be served", metadata: ["cause": "\(error)"])
            }
        }
        await stop.wait()
        serving.cancel()
        await serving.value
    }
}
