import CareModel

/// A device as its bridge announced it: the lasting address, the topic of today and what its properties mean.
///
/// Kept by the caller, one per home and address (a later one replaces an earlier one), and handed to
/// `PayloadDecoder.bind` after a restart.
package struct LearnedDevice: Hashable, Sendable {
    /// IEEE address, `0x00158d00028208ae`.
    package var address: String
    /// The home file's device that it is bound to; the bridge's own name when the home file lists no such device.
    package var name: String
    /// The topic that the home file gave that device when it was bound; empty when it is not bound.
    package var boundTopic: String
    /// Where it publishes now.
    package var topic: String
    package var model: String
    package var vendor: String
    /// The bridge no longer lists it; the binding is kept in case that it comes back.
    package var isGone: Bool
    /// Empty when the bridge gave no definition.
    package var properties: [ExposedProperty]

    /// Version of the form in bytes.
    private static let formVersion: UInt8 = 1

    /// For the store; read back by `init(bytes:)`.
    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(Self.formVersion)
        writer.write(address)
        writer.write(name)
        writer.write(boundTopic)
        writer.write(topic)
        writer.write(model)
        writer.write(vendor)
        writer.write(isGone)
        writer.write(list: properties) { $1.write(into: &$0) }
        return writer.bytes
    }

    /// Throws `ByteCodingError` when the bytes are damaged or of a newer version; what was learned then comes back
    /// with the bridge's next announcement.
    package init(bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        let version = try reader.readByte()
        guard version == Self.formVersion else { throw ByteCodingError("unknown version \(version)") }
        address = try reader.readString()
        name = try reader.readString()
        boundTopic = try reader.readString()
        topic = try reader.readString()
        model = try reader.readString()
        vendor = try reader.readString()
        isGone = try reader.readBool()
        properties = try reader.readList { try ExposedProperty(from: &$0) }
    }

    init(
        address: String, name: String, boundTopic: String, topic: String, model: String, vendor: String,
        isGone: Bool = false, properties: [ExposedProperty]
    ) {
        self.address = address
        self.name = name
        self.boundTopic = boundTopic
        self.topic = topic
        self.model = model
        self.vendor = vendor
        self.isGone = isGone
        self.properties = properties
    }
}
