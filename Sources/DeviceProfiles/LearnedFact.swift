import CareModel

/// What a home's devices and bridges announced, as it is kept over restarts; a later one of the same address replaces
/// an earlier one.
package enum LearnedFact: Hashable, Sendable {
    case device(LearnedDevice)
    /// A message that teaches; an empty payload takes back what an earlier one taught.
    case message(LearnedMessage)

    /// What it is kept under, one per home.
    package var address: String {
        switch self {
        case .device(let device): device.address
        case .message(let message): "topic:" + message.topic
        }
    }

    /// Nil for a message.
    package var device: LearnedDevice? {
        if case .device(let device) = self { device } else { nil }
    }

    /// For the store; read back by `init(bytes:)`.
    package var bytes: [UInt8] {
        switch self {
        case .device(let device): device.bytes
        case .message(let message): message.bytes
        }
    }

    /// Throws `ByteCodingError` when the bytes are damaged or of a later version.
    package init(bytes: [UInt8]) throws {
        if bytes.first == LearnedMessage.formVersion {
            self = .message(try LearnedMessage(bytes: bytes))
        } else {
            self = .device(try LearnedDevice(bytes: bytes))
        }
    }
}

/// An announcement of a convention, to be read again after a restart.
package struct LearnedMessage: Hashable, Sendable {
    /// Below the home's base topic.
    package var topic: String
    package var payload: [UInt8]

    /// Tells it from a `LearnedDevice`.
    static let formVersion: UInt8 = 2
    /// A larger one is learned from, but not kept.
    static let sizeLimitBytes = 256 << 10
    /// So many are kept of a home.
    static let countLimit = 5000
    /// So much of them is kept of a home.
    static let totalLimitBytes = 16 << 20

    var bytes: [UInt8] {
        var writer = ByteWriter(reserving: topic.utf8.count + payload.count + 16)
        writer.write(Self.formVersion)
        writer.write(topic)
        writer.write(payload)
        return writer.bytes
    }

    init(topic: String, payload: [UInt8]) {
        self.topic = topic
        self.payload = payload
    }

    init(bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        _ = try reader.readByte()
        topic = try reader.readString()
        payload = try reader.readBytes()
    }
}
