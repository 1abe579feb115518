import CareModel

/// Ruuvi Gateway: each advertisement that it hears, on `<prefix>/<gateway>/<sensor>`, raw in hexadecimal digits, decoded
/// by the gateway, or both; and its own state on `<prefix>/<gateway>/gw_status`.
///
/// A sensor that several gateways hear comes once for each; the address is the sensor's.
struct RuuviGateway: Convention {
    static let name = "ruuvi_gateway"

    private static let prefix = "ruuvi"

    /// The prefix of the gateway's settings, with or without its own address in it; elsewhere both addresses must be
    /// there.
    func owns(_ topic: MessageTopic) -> Bool {
        let levels = topic.levels
        guard levels.count > 1, let last = levels.last else { return false }
        let isBelowGateway = Self.isAddress(levels[levels.count - 2])
        if last == "gw_status" { return isBelowGateway || levels[0] == Self.prefix }
        return Self.isAddress(last) && (isBelowGateway || levels[0] == Self.prefix)
    }

    /// `C8:25:2D:8E:9C:2C`.
    static func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 17 else { return false }
        return bytes.indices.allSatisfy { i in
            i % 3 == 2 ? bytes[i] == UInt8(ascii: ":") : Character(Unicode.Scalar(bytes[i])).isHexDigit
        }
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty, let last = message.topic.levels.last else { return }
        let payload = try message.json()
        guard last != "gw_status" else {
            report.device(message.topic[message.topic.levels.count - 2])
            report.value("availability", payload["state"])
            if let state = report.lastReading { report.bridge(isOnline: state.value == 0) }
            return
        }
        guard case .object = payload else { throw PayloadFault(reason: "a JSON object was expected", offset: 0) }
        report.device(last, levels: message.topic.levels.count)
        if let time = payload["ts"] ?? payload["gwts"] { report.time(SourceTime(time)) }
        report.value("rssi", payload["rssi"])
        if let hex = payload["data"]?.text, let heard = RuuviAdvertisement(hex: hex) {
            for (key, value) in heard.values { report.value(key, .number(value)) }
        } else {
            for key in ["temperature", "humidity", "pressure", "voltage", "PM2.5", "PM10.0", "CO2", "luminosity"] {
                report.value(key, payload[key])
            }
        }
    }
}
