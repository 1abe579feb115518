package import CareModel
package import Logging
package import MQTT
package import Store
import Synchronization

/// Drains the outbox to the broker, at least once and in order: alerts to `<prefix>/alerts/<home>`, feature updates to
/// `<prefix>/features/<pseudonym>`, calls to `<prefix>/calls/<recipient>`. On `<prefix>/gateway`, retained, it says that it is there; when it is not, the broker
/// says so. Runs on a thread of its own; the outbox is the store, so nothing waits in memory
/// but what is told urgently.
package final class MQTTDelivery: Sendable {
    /// The name under which the store keeps how far this destination has got.
    package static let destination = "mqtt"
    static let batchSize = 500

    private let address: BrokerAddress
    private let prefix: String
    private let store: CareStore
    private let mail: UrgentMail
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let shared = Mutex(Shared())

    private struct Shared {
        var isStopping = false
        var wake: WakeSignal?
        var figures = DestinationFigures()
    }

    /// `now` is the machine's clock.
    package init(
        address: BrokerAddress, prefix: String, store: CareStore, mail: UrgentMail,
        now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.address = address
        self.prefix = prefix
        self.store = store
        self.mail = mail
        self.now = now
        self.logger = logger
    }

    /// What waits is known to the store.
    package var figures: DestinationFigures { shared.withLock { $0.figures } }

    /// There is something new to deliver.
    package func wake() { shared.withLock { $0.wake }?.wake() }

    /// Lets `run` return after what is under way.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        wake()
    }

    private var isStopping: Bool { shared.withLock { $0.isStopping } }

    /// Delivers until `stop`. A lost connection is made anew after a pause; nothing is skipped.
    package func run() {
        let will = LastWill(topic: "\(prefix)/gateway", payload: Self.status("offline"))
        guard let connection = try? PublishConnection(address, will: will) else {
            note("no file descriptor is left")
            return
        }
        shared.withLock { $0.wake = connection.wakeSignal }
        var pauseMilliseconds: Int32 = 500
        while !isStopping {
            do {
                if !connection.isConnected {
                    try connection.connect()
                    try confirm([try publishStatus("online", over: connection)], over: connection)
                }
                pauseMilliseconds = 500
                try deliver(over: connection)
            } catch {
                note("\(error)")
                pause(pauseMilliseconds)
                pauseMilliseconds = min(pauseMilliseconds * 2, 30_000)
            }
        }
        do {
            if connection.isConnected {
                _ = try publishStatus("offline", over: connection)
                _ = try connection.pump(timeoutMilliseconds: 1000)
            }
            try connection.disconnect()
        } catch { note("\(error)") }
    }

    private static func status(_ state: String) -> [UInt8] { Array("{\"state\":\"\(state)\"}".utf8) }

    private func publishStatus(_ state: String, over connection: PublishConnection) throws -> PublishToken {
        try connection.publish(topic: "\(prefix)/gateway", payload: Self.status(state), retain: true)
    }

    private func pause(_ milliseconds: Int32) {
        var left = milliseconds
        while left > 0, !isStopping {
            Pause.milliseconds(min(left, 250))
            left -= 250
        }
    }

    private func note(_ cause: String) {
        let now = now()
        let failure = shared.withLock { shared in
            let known = shared.figures.failure
            let failure = DeliveryFailure(
                attempts: (known?.attempts ?? 0) + 1, since: known?.since ?? now, cause: cause)
            shared.figures.failures += 1
            shared.figures.failure = failure
            return failure
        }
        // For commands; where it cannot be kept the figures tell it.
        try? store.write {
            try $0.setDeliveryFailure(Self.destination, at: try store.deliveryPosition(Self.destination), failure)
        }
        logger.warning("delivery over MQTT failed", metadata: ["cause": "\(cause)"])
    }

    private func deliver(over connection: PublishConnection) throws {
        try tellUrgent(over: connection)
        let position = try store.deliveryPosition(Self.destination)
        let letters = try store.outgoing(kinds: [.alert, .feature, .notice], after: position, limit: Self.batchSize)
        guard let last = letters.last else {
            if shared.withLock({ $0.figures.failure }) != nil { try keep(position) }
            // Nothing to do: waits for a wake, and keeps the connection alive.
            _ = try connection.pump(timeoutMilliseconds: 1000)
            return
        }
        try publish(letters, over: connection)
        try keep(last.cursor)
        shared.withLock { $0.figures.delivered += letters.count }
    }

    private func keep(_ position: Int64) throws {
        try store.write { try $0.setDeliveryPosition(Self.destination, position) }
        shared.withLock { $0.figures.failure = nil }
    }

    private func tellUrgent(over connection: PublishConnection) throws {
        let letters = mail.waiting()
        guard !letters.isEmpty else { return }
        try publish(letters, over: connection)
        mail.remove(Set(letters.map(\.key)))
    }

    /// Publishes and waits until the broker has confirmed each. Throws when the connection ends before that.
    private func publish(_ letters: [Outgoing], over connection: PublishConnection) throws {
        var open: Set<PublishToken> = []
        for letter in letters {
            open.insert(try connection.publish(topic: topic(letter), payload: Array(letter.json.utf8)))
        }
        try confirm(open, over: connection)
    }

    private func confirm(_ tokens: Set<PublishToken>, over connection: PublishConnection) throws {
        var open = tokens
        while !open.isEmpty {
            for outcome in try connection.pump(timeoutMilliseconds: 1000) {
                open.remove(outcome.token)
                if let refusal = outcome.refusal {
                    throw DeliveryError.refused(
                        "\(refusal): the broker's access list must let the gateway write \(prefix)/#")
                }
            }
            if isStopping, !open.isEmpty { throw DeliveryError.stopped }
        }
    }

    private func topic(_ letter: Outgoing) -> String {
        switch letter.kind {
        case .alert: "\(prefix)/alerts/\(letter.subject)"
        case .feature: "\(prefix)/features/\(letter.subject)"
        case .notice: "\(prefix)/calls/\(letter.subject)"
        }
    }
}

/// Why a delivery did not happen.
package enum DeliveryError: Error, CustomStringConvertible {
    case refused(String)
    case stopped

    package var description: String {
        switch self {
        case .refused(let what): what
        case .stopped: "stopped before the broker confirmed everything; it is sent again at the next start"
        }
    }
}
