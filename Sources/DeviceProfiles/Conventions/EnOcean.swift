import CareModel

/// EnOcean over enocean-mqtt: `enoceanmqtt/<sensor>` with the fields of a telegram as JSON, or
/// `enoceanmqtt/<sensor>/<field>` with one. Sensor names may have levels.
///
/// The fields are named by the shortcuts of the EnOcean Equipment Profiles; enumerations come as their raw numbers.
/// The profile itself is not told: a field that profiles use for different things is read by the fields beside it, and
/// not at all where those say nothing.
struct EnOcean: Convention {
    static let name = "enocean"

    /// Of the sensors, by topics with whole telegrams.
    private var addresses = TopicCache<String>()

    func owns(_ topic: MessageTopic) -> Bool {
        ["enoceanmqtt", "enocean"].contains(topic[0]) && topic.levels.count >= 2 && !topic.levels.contains("")
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        let levels = message.topic.levels
        // What the bridge says about itself, and what is sent to devices.
        guard !message.isEmpty, levels[1] != "__system", !levels.dropFirst(2).contains("req") else { return }
        let value = try message.value()
        if case .object = value {
            let known = addresses[message.topic]
            let address = known ?? levels.dropFirst().joined(separator: "/")
            if known == nil { addresses[message.topic] = address }
            report.device(address)
            read(value, into: &report)
        } else if levels.count > 2 {
            report.device(levels[1..<levels.count - 1].joined(separator: "/"))
            field(levels[levels.count - 1], value, of: value, into: &report)
        }
    }

    private func read(_ telegram: JSONValue, into report: inout MessageReport) {
        let isTeachIn = Self.isTeachIn(telegram["_RAW_DATA_"]?.text)
        for member in telegram.members where !isTeachIn || member.key.hasPrefix("_") {
            field(member.key, member.value, of: telegram, into: &report)
        }
    }

    private func field(_ key: String, _ value: JSONValue, of telegram: JSONValue, into report: inout MessageReport) {
        let number = value.number ?? value.text.flatMap { Double($0) }
        switch key {
        case "PIRS": report.value(key, number.flatMap { Self.motion($0, in: telegram) }.map { .truth($0) })
        // F6-05-01 and F6-05-02: hexadecimal 11 is water, 10 is smoke; 30 is a weak battery.
        case "WAS": report.value(key, number.map { .truth($0 == 0x11) })
        case "SMO":
            if number == 0x30 {
                report.value("SMO battery", .truth(true))
            } else {
                report.value(key, number.map { .truth($0 == 0x10) })
            }
        case "EB": press(number, of: telegram, into: &report)
        // F6-10-00: 3 is the handle turned down; up is tilted, across is open.
        case "WIN" where telegram["EB"] == nil: report.value(key, number.map { .truth($0 != 3) })
        // The concentration is that of carbon dioxide only in A5-09-04, which also measures humidity.
        case "Conc" where telegram["HUM"] != nil && telegram["SVC"] == nil: report.value(key, value)
        case "Conc": break
        case "ILL1" where telegram["RS"]?.number == 0, "ILL2" where telegram["RS"]?.number == 1:
            report.value("ILL", value)
        // D2-01: what an actuator answers about its output, in percent.
        case "OV" where telegram["CMD"]?.number == 4:
            report.value(key, number.map { .truth($0 > 0) }, channel: part(telegram))
        case "MV" where telegram["CMD"]?.number == 7: measurement(value, of: telegram, into: &report)
        case "OV", "MV": break
        default: report.value(key, value)
        }
    }

    /// A5-07-01: 128 and more is motion. A5-08, which has an occupancy button (OCC): 0 is motion, 1 is none.
    private static func motion(_ number: Double, in telegram: JSONValue) -> Bool? {
        if number >= 128 { return true }
        if telegram["OCC"] != nil { return number == 0 ? true : number == 1 ? false : nil }
        if telegram["TMP"] != nil { return nil }
        if case .object = telegram { return number == 1 }
        return nil
    }

    /// F6-02: the energy bow goes down with a press; a release, and a telegram without buttons, is none.
    private func press(_ number: Double?, of telegram: JSONValue, into report: inout MessageReport) {
        guard number == 1, telegram["NU"]?.number != 0 else { return }
        let rockers = ["AI", "A0", "BI", "B0"]
        let first = telegram["R1"]?.number.flatMap { Int(exactly: $0) } ?? -1
        report.value("EB", .text("single"), channel: rockers.indices.contains(first) ? rockers[first] : "")
    }

    /// D2-01: energy or power, by the unit that the field UN names.
    private func measurement(_ value: JSONValue, of telegram: JSONValue, into report: inout MessageReport) {
        switch telegram["UN"]?.number {
        case 1: report.value("MV energy", value, unit: "Wh", channel: part(telegram))
        case 2: report.value("MV energy", value, unit: "kWh", channel: part(telegram))
        case 3: report.value("MV power", value, unit: "W", channel: part(telegram))
        case 4: report.value("MV power", value, unit: "kW", channel: part(telegram))
        default: break
        }
    }

    /// The output of an actuator with several.
    private func part(_ telegram: JSONValue) -> String {
        guard let output = telegram["IO"]?.number.flatMap({ Int(exactly: $0) }), output > 0, output < 30 else {
            return ""
        }
        return String(output)
    }

    /// A telegram of four bytes and a status whose learn bit is clear introduces the sensor and measures nothing.
    private static func isTeachIn(_ raw: String?) -> Bool {
        guard let raw else { return false }
        let bytes = raw.utf8.split(separator: UInt8(ascii: ":"))
        guard bytes.count == 5, let last = UInt8(Substring(bytes[3]), radix: 16) else { return false }
        return last & 0x08 == 0
    }
}
