package import CareModel

/// One MQTT message of a simulated home.
package struct SimulatedMessage: Hashable, Sendable {
    /// When it arrives.
    package var at: Timestamp
    package var topic: String
    package var payload: String
    package var retained: Bool

    package init(at: Timestamp, topic: String, payload: String, retained: Bool) {
        (self.at, self.topic, self.payload, self.retained) = (at, topic, payload, retained)
    }

    /// As `mosquitto_sub -F %j` prints it, without the newline.
    package var line: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.utf8.count + topic.utf8.count + 160)
        appendLine(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `line`, without a newline.
    package func appendLine(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"tst\":\"".utf8)
        appendTime(to: &bytes)
        bytes.append(contentsOf: "\",\"topic\":\"".utf8)
        Self.appendEscaped(topic, to: &bytes)
        bytes.append(contentsOf: (retained ? "\",\"qos\":1,\"retain\":1" : "\",\"qos\":1,\"retain\":0").utf8)
        bytes.append(contentsOf: ",\"payloadlen\":".utf8)
        bytes.append(contentsOf: String(payload.utf8.count).utf8)
        bytes.append(contentsOf: ",\"payload\":\"".utf8)
        Self.appendEscaped(payload, to: &bytes)
        bytes.append(contentsOf: "\"}".utf8)
    }

    /// `2026-01-01T00:00:00.000000Z+0000`, the doubled offset being mosquitto's own.
    private func appendTime(to bytes: inout [UInt8]) {
        let day = LocalDay(number: Int32(at.milliseconds.flooredDivision(by: 86_400_000)))
        let inDay = Int(at.milliseconds - Int64(day.number) * 86_400_000)
        let (year, month, dayOfMonth) = day.civil
        Self.append(year, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(month, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(dayOfMonth, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        Self.append(inDay / 3_600_000, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(inDay / 60_000 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(inDay / 1000 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        Self.append(inDay % 1000, digits: 3, to: &bytes)
        bytes.append(contentsOf: "000Z+0000".utf8)
    }

    private static func append(_ value: Int, digits: Int, to bytes: inout [UInt8]) {
        var scale = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    private static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(contentsOf: (byte < 0x10 ? "0" : "").utf8)
                bytes.append(contentsOf: String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
    }
}
