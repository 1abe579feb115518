package import Store
import Synchronization

/// Alerts to be told from memory: when the disk is full, an alert of the highest priority must not wait for it.
///
/// Bounded: the newest thousand are kept. Each has the key that its stored form will have, so telling it again later
/// does no harm.
package final class UrgentMail: Sendable {
    static let limit = 1000

    private let letters = Mutex<[Outgoing]>([])

    package init() {}

    package func put(_ letter: Outgoing) {
        letters.withLock { waiting in
            guard !waiting.contains(where: { $0.key == letter.key }) else { return }
            waiting.append(letter)
            if waiting.count > Self.limit { waiting.removeFirst() }
        }
    }

    func waiting() -> [Outgoing] { letters.withLock { $0 } }

    func remove(_ keys: Set<String>) { letters.withLock { $0.removeAll { keys.contains($0.key) } } }
}
