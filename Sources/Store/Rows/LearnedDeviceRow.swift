/// What a home's discovery messages taught about one device, packed by its profile.
package struct LearnedDeviceRow: Hashable, Sendable {
    package var home: Int64
    /// The device's lasting identity (IEEE address), not its name.
    package var address: String
    package var bytes: [UInt8]

    package init(home: Int64, address: String, bytes: [UInt8]) {
        self.home = home
        self.address = address
        self.bytes = bytes
    }
}
