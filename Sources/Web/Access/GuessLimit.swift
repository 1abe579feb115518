import Foundation
import Synchronization

/// Slows the guessing of passwords down without locking anybody out: after a few failures each further try must wait,
/// longer each time, at most `longest`. The right password after the wait is taken.
///
/// Counted for the remote address, and for the account. An address from which the account was logged in to before has a
/// count of its own, so that a stranger's guesses do not keep its owner waiting.
final class GuessLimit: Sendable {
    static let free = 3
    static let longest = Duration.seconds(30)
    /// The same after wrong codes of an app with the right password: there are but a million codes.
    static let longestForCodes = Duration.seconds(900)
    /// After so long without a failure they are forgotten.
    static let memory = Duration.seconds(3600)
    static let memoryOfCodes = Duration.seconds(24 * 3600)
    /// At most so many addresses and accounts are remembered; then those whose last failure is longest ago are forgotten.
    static let limit = 10_000

    private struct Key: Hashable {
        var login: String?
        var address: String?
    }

    private struct Failures {
        var count = 0
        /// Wrong codes with the right password among them.
        var codes = 0
        var last: ContinuousClock.Instant

        func isOver(at now: ContinuousClock.Instant) -> Bool {
            now - last >= (codes > 0 ? GuessLimit.memoryOfCodes : GuessLimit.memory)
        }
    }

    private struct Memory {
        var failures: [Key: Failures] = [:]
        var known: Set<Key> = []
    }

    private let memory = Mutex(Memory())

    /// How long must be waited after so many failures, and so many wrong codes among them.
    static func wait(after count: Int, codes: Int = 0) -> Duration {
        func doubled(_ count: Int, _ longest: Duration) -> Duration {
            count < free ? .zero : min(longest, .seconds(1 << min(count - free, 12)))
        }
        return max(doubled(count, longest), doubled(codes, longestForCodes))
    }

    /// Nil when a try is allowed now, which counts as a failure until `succeeded`; else how long to wait. A refused try
    /// is not counted, so it makes nobody wait longer.
    func attempt(login: String, address: String, at now: ContinuousClock.Instant) -> Duration? {
        memory.withLock { memory in
            let keys = Self.keys(login, address, memory)
            let ends = keys.compactMap { key -> ContinuousClock.Instant? in
                guard let failures = memory.failures[key], !failures.isOver(at: now) else { return nil }
                return failures.last + Self.wait(after: failures.count, codes: failures.codes)
            }
            if let end = ends.max(), end > now { return end - now }
            if memory.failures.count >= Self.limit { Self.forget(&memory, now) }
            for key in keys {
                let before = memory.failures[key].flatMap { $0.isOver(at: now) ? nil : $0 }
                memory.failures[key] = Failures(
                    count: (before?.count ?? 0) + 1, codes: before?.codes ?? 0, last: now)
            }
            return nil
        }
    }

    /// The try had the right password and a wrong code.
    func codeWasWrong(login: String, address: String) {
        memory.withLock { memory in
            for key in Self.keys(login, address, memory) { memory.failures[key]?.codes += 1 }
        }
    }

    func succeeded(login: String, address: String) {
        memory.withLock { memory in
            for key in Self.keys(login, address, memory) { memory.failures[key] = nil }
            if memory.known.count >= Self.limit { memory.known.removeAll() }
            memory.known.insert(Key(login: login, address: address))
        }
    }

    private static func keys(_ login: String, _ address: String, _ memory: Memory) -> [Key] {
        let own = Key(login: login, address: address)
        return [memory.known.contains(own) ? own : Key(login: login), Key(address: address)]
    }

    private static func forget(_ memory: inout Memory, _ now: ContinuousClock.Instant) {
        memory.failures = memory.failures.filter { !$0.value.isOver(at: now) }
        guard memory.failures.count >= limit else { return }
        let newest = memory.failures.sorted { $0.value.last > $1.value.last }.prefix(limit / 2)
        memory.failures = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
    }
}
