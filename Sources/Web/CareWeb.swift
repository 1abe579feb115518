package import CareModel
import Foundation
import Hummingbird
package import Logging
package import Secrets
package import Store

/// The pages and the API over the store, and the steps that a person takes on an alert.
package struct CareWeb: Sendable {
    private let settings: WebSettings
    private let responder: WebResponder
    private let logger: Logger

    /// A connection on which nothing happens for so long is closed.
    static let idleLimitSeconds: Int64 = 60

    /// Of `reader` only sessions, passwords and the access log are written. `homes` gives each home's clock and its
    /// resident's name, as they are now in force; `act` journals a step and says what became of it; `questions` go to
    /// the running engine; `passwordCost` and `now` are other than usual in tests. Throws `WebError`.
    package init(
        settings: WebSettings, reader: CareStore, homes: @escaping @Sendable () -> [HomeDefinition] = { [] },
        status: @escaping @Sendable () -> GatewayStatus,
        act: @escaping @Sendable (AlertVerb) async -> AlertVerbResult, questions: HomeQuestions = .none,
        chain: ChainQuestions = .none, passwordCost: PasswordHash = .standard,
        now: @escaping @Sendable () -> Timestamp = MachineClock.now,
        logger: Logger
    ) throws {
        guard settings.isLoopback || settings.isBehindProxy && (try? reader.hasAccounts()) == true else {
            throw WebError.notLoopback(bind: settings.bind)
        }
        self.settings = settings
        self.logger = logger
        responder = WebResponder(
            reads: BoundedReads(store: reader), figures: FigureDesk(logger: logger), pages: Pages(),
            homes: homes, check: OriginCheck(bind: settings.bind, isBehindProxy: settings.isBehindProxy),
            status: status, act: act,
            questions: questions, chain: chain, live: LiveDesk(),
            door: Door(settings, store: reader, cost: passwordCost, now: now, logger: logger), logger: logger)
    }

    /// Serves until the task is cancelled. Once bound, tells the port, which the system chose where the settings say 0.
    /// Throws `WebError.cannotListen` when it cannot be bound.
    package func run(onBound: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let binding = Binding()
        // It reports every end by cancellation as an error; what matters of its life is thrown.
        var quiet = logger
        quiet.logLevel = .critical
        let application = Application(
            responder: responder, server: .http1(configuration: .init(idleTimeout: .seconds(Self.idleLimitSeconds))),
            configuration: ApplicationConfiguration(address: .hostname(settings.bind, port: settings.port)),
            onServerRunning: { channel in
                await binding.done()
                let port = channel.localAddress?.port ?? 0
                logger.info("pages and API are served", metadata: ["bind": "\(settings.bind)", "port": "\(port)"])
                await onBound(port)
            }, logger: quiet)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [responder] in await responder.watch() }
                group.addTask { try await application.run() }
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch {
            guard await !binding.isDone, !(error is CancellationError) else { throw error }
            throw WebError.cannotListen(bind: settings.bind, port: settings.port, cause: "\(error)")
        }
    }

    /// Whether the address was had, so that an error can be told from a later one.
    private actor Binding {
        private(set) var isDone = false
        func done() { isDone = true }
    }
}
