import Foundation
import Secrets
import Synchronization

/// Hashes passwords one at a time on a thread of its own: each takes 64 MiB and a good part of a second, and Swift's
/// own threads are few.
final class PasswordDesk: Sendable {
    /// More at once are refused.
    static let waitingLimit = 16

    private let cost: PasswordHash
    private let refused: String?
    private let queue = DispatchQueue(label: "web passwords")
    private let waiting = Mutex(0)
    /// Of nobody's password, so that an unknown login takes as long as a wrong password.
    private let nobody = Mutex<String?>(nil)

    /// `refused`: a file with a password a line that nobody may choose.
    init(cost: PasswordHash, refused: String? = nil) {
        self.cost = cost
        self.refused = refused
    }

    /// Whether the list of refused ones has it, in small or capital letters. Throws when the list cannot be read.
    func isRefused(_ password: String) async throws -> Bool {
        guard let refused else { return false }
        let plain = password.lowercased()
        let found = try await run {
            Result {
                let list = try Data(contentsOf: URL(filePath: refused), options: .mappedIfSafe)
                return list.split(separator: UInt8(ascii: "\n")).contains {
                    String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines).lowercased() == plain
                }
            }
        }
        return try found.get()
    }

    /// Whether the password is that of the hash; with nil never, after the same work.
    func verify(_ password: String, _ hash: String?) async throws -> Bool {
        try await run { [self] in
            if let hash { return PasswordHash.verify(password, hash) }
            if let other = nobodysHash() { _ = PasswordHash.verify(password, other) }
            return false
        }
    }

    private func nobodysHash() -> String? {
        nobody.withLock { known in
            known = known ?? cost.hash(Secret.token().text)
            return known
        }
    }

    /// Throws `Refusal.busy` also when the memory cannot be had.
    func hash(_ password: String) async throws -> String {
        guard let hash = try await run({ [cost] in cost.hash(password) }) else { throw Refusal.busy }
        return hash
    }

    private func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async throws -> T {
        let isFree = waiting.withLock { waiting in
            guard waiting < Self.waitingLimit else { return false }
            waiting += 1
            return true
        }
        guard isFree else { throw Refusal.busy }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
