import ArgumentParser
import CareModel
import Delivery
import Foundation
import Settings
import Store

/// `vardag webhooks`: how each destination does, and what it did not take.
struct WebhooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "How far each destination is behind, its failures and dead letters.",
        discussion: "Works while the gateway runs; see docs/feeds.md.",
        subcommands: [List.self, Retry.self, Drop.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Each destination, or the dead letters of each.")
        @Option(help: "The gateway's settings file.") var config: String
        @Flag(help: "The dead letters, one a line.") var dead = false
        @Flag(help: "JSON lines.") var json = false

        func run() throws {
            let configured = try Configured.required(config)
            var output = LineOutput()
            do {
                let store = try CareStore(readingOnly: configured.settings.database)
                for report in try DestinationReport.all(configured.settings, store) {
                    if dead {
                        for letter in try store.deadLetters(of: report.destination) {
                            let line = DeadLetterReport(report.name, letter)
                            try output.line(json ? line.jsonLine() : line.text)
                        }
                    } else {
                        try output.line(json ? report.jsonLine() : report.text)
                    }
                }
            } catch let problem as StoreError {
                throw Terminal.fail(problem)
            }
            try output.flush()
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a webhook's dead letters sent once more, after what waits in its turn.")
        @Option(help: "The gateway's settings file.") var config: String
        @Argument(help: "The webhook's name.") var name: String

        func run() throws {
            let count = try WebhooksCommand.change(config, name, "webhooks retry") { try $0.retryDeadLetters(of: $1) }
            Terminal.say("\(count) to be sent once more")
        }
    }

    struct Drop: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Forget a webhook's dead letters.")
        @Option(help: "The gateway's settings file.") var config: String
        @Argument(help: "The webhook's name.") var name: String

        func run() throws {
            let count = try WebhooksCommand.change(config, name, "webhooks drop") { try $0.dropDeadLetters(of: $1) }
            Terminal.say("\(count) forgotten")
        }
    }

    private static func change(
        _ config: String, _ name: String, _ act: String, _ body: (StoreTransaction, String) throws -> Int
    ) throws -> Int {
        let configured = try Configured.required(config)
        guard configured.settings.webhooks.contains(where: { $0.name == name }) else {
            throw Terminal.fail("there is no webhook \(name) in the settings")
        }
        do {
            return try CareStore.administer(configured.settings.database) { transaction in
                let count = try body(transaction, Webhook.destination(name))
                try transaction.log([
                    AccessEntry(at: WallClock.read(), address: "command line", act: act, subject: name, status: 200)
                ])
                return count
            }
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }
}

/// One line of `vardag webhooks`.
struct DestinationReport: Codable {
    var name: String
    /// Entries of the outbox that it does not have yet; nil for a webhook that the gateway has not begun with.
    var waiting: Int?
    /// Of the oldest of them.
    var waitingSince: Timestamp?
    var failures: Int
    var failingSince: Timestamp?
    var failure: String?
    var deadLetters: Int

    private enum CodingKeys: String, CodingKey {
        case name, waiting, failures, failure
        case waitingSince = "waiting_since"
        case failingSince = "failing_since"
        case deadLetters = "dead_letters"
    }

    /// The name under which the store keeps it.
    var destination: String { name == MQTTDelivery.destination ? name : Webhook.destination(name) }

    /// The broker, then each webhook of the settings. Throws `StoreError`.
    static func all(_ settings: GatewaySettings, _ store: CareStore) throws -> [DestinationReport] {
        let states = Dictionary(uniqueKeysWithValues: try store.deliveries().map { ($0.destination, $0) })
        let mqtt = try DestinationReport(MQTTDelivery.destination, states[MQTTDelivery.destination], store) { _ in true
        }
        return [mqtt]
            + (try settings.webhooks.map { webhook in
                let state = states[Webhook.destination(webhook.name)]
                return try DestinationReport(webhook.name, state, store, webhook.subscription.takes)
            })
    }

    private init(
        _ name: String, _ state: DeliveryState?, _ store: CareStore, _ takes: (OutgoingHead) -> Bool
    ) throws {
        self.name = name
        let behind = try state.map { try store.waiting(after: $0.cursor, where: takes) }
        waiting = behind?.count
        waitingSince = behind?.oldestAt
        failures = state?.failure?.attempts ?? 0
        failingSince = state?.failure?.since
        failure = state?.failure?.cause
        deadLetters = state?.deadLetters ?? 0
    }

    var text: String {
        let wait = waiting.map { "\($0) waiting" + (waitingSince.map { " since \($0)" } ?? "") } ?? "not begun"
        let fault = failingSince.map { "failing since \($0), \(failures) times: \(failure ?? "")" } ?? "works"
        return "\(name)\t\(wait)\t\(fault)\t\(deadLetters) dead letters"
    }

    func jsonLine() throws -> String { try json(self) }
}

/// One line of `vardag webhooks list --dead`; without the body, which may tell of a resident.
private struct DeadLetterReport: Codable {
    var destination: String
    var key: String
    var kind: String
    var subject: String
    var createdAt: Timestamp
    var attempts: Int
    var failedAt: Timestamp
    var failure: String

    private enum CodingKeys: String, CodingKey {
        case destination, key, kind, subject, attempts, failure
        case createdAt = "created_at"
        case failedAt = "failed_at"
    }

    init(_ destination: String, _ dead: DeadLetter) {
        self.destination = destination
        key = dead.letter.key
        kind = "\(dead.letter.kind)"
        subject = dead.letter.subject
        createdAt = dead.letter.createdAt
        attempts = dead.failure.attempts
        failedAt = dead.failure.since
        failure = dead.failure.cause
    }

    var text: String { "\(destination)\t\(createdAt)\t\(kind)\t\(key)\t\(attempts) tries\t\(failure)" }

    func jsonLine() throws -> String { try json(self) }
}

private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
