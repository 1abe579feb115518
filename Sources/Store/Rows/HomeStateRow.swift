package import CareModel

/// The engine's state of one home: a versioned value with a sequence number.
package struct HomeStateRow: Hashable, Sendable {
    package var home: Int64
    /// Version of the bytes' form.
    package var version: Int
    package var sequence: Int64
    /// How far the home's own clock has come.
    package var clock: Timestamp
    package var bytes: [UInt8]

    package init(home: Int64, version: Int, sequence: Int64, clock: Timestamp, bytes: [UInt8]) {
        self.home = home
        self.version = version
        self.sequence = sequence
        self.clock = clock
        self.bytes = bytes
    }
}
