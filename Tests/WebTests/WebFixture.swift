import CareModel
import Foundation
import Logging
import Secrets
import Store
import Synchronization

@testable import Web

/// A database of its own, removed with it, and a daemon that takes steps as the engine would.
final class WebFixture: Sendable {
    let directory: URL
    let store: CareStore
    private let refusedPasswords: URL
    let status: Mutex<GatewayStatus>
    private let taking = Mutex(())
    let verbs = Mutex<[AlertVerb]>([])
    /// What staff entered, by whom.
    let entries = Mutex<[Entered]>([])
    /// Nil: the engine cannot answer now.
    let home = Mutex<SampleHome?>(SampleHome("h1"))
    /// What the daemon answers to a step, where not what the engine would.
    let verdict = Mutex<AlertVerbResult?>(nil)

    struct Entered: Equatable {
        var home: String
        var entry: HomeEntry
        var by: String
    }

    static let start = Timestamp(seconds: 1_760_000_000)
    static let day = LocalDay(number: 20_370)
    static let working = GatewayStatus(
        isReady: true, brokerConnected: true, lastCommitAt: start, startedAt: start, clock: start)

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        store = try CareStore(path: directory.appending(path: "care.db").path)
        refusedPasswords = directory.appending(path: "refused.txt")
        status = Mutex(Self.working)
        try refuse(passwords: [])
    }

    /// Nobody may choose these from now on.
    func refuse(passwords: [String]) throws {
        try Data(passwords.map { $0 + "\r\n" }.joined().utf8).write(to: refusedPasswords)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let homes = [home("h1")]
    /// The homes in force.
    let homes = Mutex(WebFixture.homes)
    /// The machine's clock.
    let clock = Mutex(start)

    static func home(_ id: String) -> HomeDefinition {
        HomeDefinition(
            id: id, resident: "Resident One", timeZone: TimeZone(identifier: "Europe/Stockholm") ?? .gmt,
            baseTopic: "homes/\(id)", devices: [])
    }

    let unlisted = Mutex<[UnlistedDevice]>([])
    let walk = Mutex<[SensorTrigger]>([])
    let placed = Mutex<[PlacedDevice]>([])

    /// Who asked for a test of the whole chain, while it runs.
    let testing = Mutex<String?>(nil)
    let chainReport = Mutex<ChainReport?>(nil)

    private var chain: ChainQuestions {
        ChainQuestions(
            ask: { person in self.testing.withLock { $0 = person } },
            isRunning: { self.testing.withLock { $0 != nil } },
            last: { _ in self.chainReport.withLock { $0 } })
    }

    func web(port: Int = 0, isBehindProxy: Bool = false, requiresSecondFactor: Bool = false) throws -> CareWeb {
        try CareWeb(
            settings: WebSettings(
                port: port, isBehindProxy: isBehindProxy, requiresSecondFactor: requiresSecondFactor,
                refusedPasswords: refusedPasswords.path),
            reader: store,
            homes: { self.homes.withLock { $0 } }, status: { self.status.withLock { $0 } }, act: { self.take($0) },
            questions: questions, chain: chain, passwordCost: .least, now: { self.clock.withLock { $0 } },
            logger: Self.logger)
    }

    private var questions: HomeQuestions {
        HomeQuestions(
            status: { home in self.home.withLock { $0.flatMap { $0.status.home == home ? $0.status : nil } } },
            pictures: { home, from, to in
                self.home.withLock { $0?.pictures.filter { from <= $0.day && $0.day <= to } ?? [] }
            },
            enter: { home, entry, by in
                self.entries.withLock { $0.append(Entered(home: home, entry: entry, by: by)) }
                return self.home.withLock { $0 != nil }
            }, unlisted: { _ in self.unlisted.withLock { $0 } }, walk: { _ in self.walk.withLock { $0 } },
            place: { home, placed in
                self.placed.withLock { $0.append(placed) }
                return placed.name == "taken" ? .refused("the device `taken` is given twice") : .done
            })
    }

    /// Runs the body against a server on a port that the system chose, both on threads of their own: other tests may
    /// keep Swift's few for minutes.
    func serving<T: Sendable>(
        isBehindProxy: Bool = false, requiresSecondFactor: Bool = false,
        _ body: @Sendable (RawClient) async throws -> T
    ) async throws -> T {
        try await withTaskExecutorPreference(OwnThreads()) {
            try await serve(
                try web(isBehindProxy: isBehindProxy, requiresSecondFactor: requiresSecondFactor), body)
        }
    }

    private func serve<T: Sendable>(
        _ web: CareWeb, _ body: @Sendable (RawClient) async throws -> T
    ) async throws -> T {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends the wait below also when the server cannot start.
                defer { port.finish() }
                try await web.run { port.yield($0) }
            }
            guard let bound = await ports.first(where: { _ in true }) else {
                try await group.next()
                throw CancellationError()
            }
            let result = try await body(RawClient(port: bound))
            group.cancelAll()
            return result
        }
    }

    func save(_ alerts: Alert...) throws { try save(alerts) }

    func save(_ alerts: [Alert]) throws {
        try store.write { transaction in
            for alert in alerts { try transaction.save(alert) }
        }
    }

    func save(_ features: [DailyFeature]) throws {
        try store.write { transaction in
            try transaction.save(features)
        }
    }

    private func take(_ verb: AlertVerb) -> AlertVerbResult {
        verbs.withLock { $0.append(verb) }
        if let verdict = verdict.withLock({ $0 }) { return verdict }
        // One at a time, as the engine's one thread does.
        return taking.withLock { _ in
            guard let alert = try? store.alert(id: verb.alert) else { return .notFound }
            guard let changed = alert.after(verb, at: status.withLock { $0.clock }) else { return .notAllowed }
            return (try? save(changed)) == nil ? .failed : .done
        }
    }

    static func alert(
        _ id: String, home: String = "h1", rule: String = "rule", family: Alert.Family = .toilet,
        priority: Alert.Priority = .p2, state: Alert.State = .firing, onset: Timestamp = start,
        words: String = "words", place: String? = nil, person: String = "engine"
    ) -> Alert {
        Alert(
            id: id, home: home, resident: home, rule: rule, family: family, priority: priority, state: state,
            onset: onset, raisedAt: onset, place: place,
            features: [
                .init(
                    feature: "toilet_visits_night", value: 5, expected: 1.5, usualLow: 1, usualHigh: 2,
                    direction: "up")
            ], title: .init(sv: "sv \(words) \(id)", en: "en \(words) \(id)"),
            explanation: .init(sv: "Därför \(words)", en: "Because \(words)"),
            suggestion: .init(sv: "Gör \(words)", en: "Do \(words)"),
            history: [.init(at: onset, from: nil, to: state, by: person, note: words)])
    }

    static func feature(
        _ name: String, home: String = "h1", day: LocalDay = day, value: Double? = 3, unit: String = "count",
        coverage: Double = 1, context: DayContext = .alone, revision: Int = 0, usual: Baseline? = nil,
        withheld: Withheld? = nil
    ) -> DailyFeature {
        DailyFeature(
            home: home, resident: home, date: day, feature: name, value: value, unit: unit, coverage: coverage,
            context: context, definitionVersion: 2, revision: revision, usual: usual, withheld: withheld)
    }
}
