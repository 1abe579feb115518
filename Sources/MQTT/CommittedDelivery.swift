/// What is kept of one delivery to know it again: its packet id and a digest of what makes it itself (topic, payload
/// and, where there is one, the stamp).
package struct CommittedDelivery: Sendable, Equatable {
    package var packetID: UInt16
    package var digest: Int64

    package init(packetID: UInt16, digest: Int64) {
        self.packetID = packetID
        self.digest = digest
    }
}
