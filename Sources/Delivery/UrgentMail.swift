package import Store
import Synchronization

/// Alerts to be told from memory: when the disk is full, an alert of the highest priority must not wait for it.
///
/// Bounded: of each destination the newest thousand are kept. Each has the key that its stored form will have, so telling
/// it again later does no harm.
package final class UrgentMail: Sendable {
    static let limit = 1000

    private let letters: Mutex<[String: [Outgoing]]>

    /// The destinations that take from it, each for itself.
    package init(for destinations: [String] = [MQTTDelivery.destination]) {
        letters = Mutex(Dictionary(destinations.map { ($0, []) }) { first, _ in first })
    }

    package func put(_ letter: Outgoing) {
        letters.withLock { letters in
            for destination in letters.keys {
                guard var waiting = letters[destination], !waiting.contains(where: { $0.key == letter.key }) else {
                    continue
                }
                waiting.append(letter)
                if waiting.count > Self.limit { waiting.removeFirst() }
                letters[destination] = waiting
            }
        }
    }

    func waiting(for destination: String = MQTTDelivery.destination) -> [Outgoing] {
        letters.withLock { $0[destination] ?? [] }
    }

    func remove(_ keys: Set<String>, for destination: String = MQTTDelivery.destination) {
        letters.withLock { $0[destination]?.removeAll { keys.contains($0.key) } }
    }
}
