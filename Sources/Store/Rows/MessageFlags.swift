/// What is known about how a message came to be stored.
package struct MessageFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The broker replayed it as retained.
    package static let retained = MessageFlags(rawValue: 1)
    /// Came out of a backlog without a time of its own.
    package static let backlog = MessageFlags(rawValue: 2)
    /// Written by the gateway itself; with a packet id where it came back from the broker.
    package static let gateway = MessageFlags(rawValue: 4)
    /// Could not be read; also counted in the quarantine.
    package static let quarantined = MessageFlags(rawValue: 8)
    /// One of a flood that was not taken; its payload is not kept.
    package static let sampled = MessageFlags(rawValue: 16)
    /// Its bridge said that it is there, or that it is not.
    package static let bridgeOnline = MessageFlags(rawValue: 32)
    package static let bridgeOffline = MessageFlags(rawValue: 64)
}
