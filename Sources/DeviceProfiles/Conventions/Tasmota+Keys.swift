import CareModel

/// Which property of the profile a key is: `ENERGY.Power` before `Power`, `Temperature` for `Temperature2`. Keys come
/// again and again, so what was found out about one is remembered.
struct TasmotaKeys: Sendable {
    typealias Member = JSONValue.Members.Member

    /// A key, taken apart.
    final class Name: Sendable {
        let text: String
        /// Without the number behind it.
        let word: String
        /// Empty without.
        let number: String
        /// `DS18B20` of `DS18B20-2`.
        let driver: String
        let role: Role
        /// Index among those that are remembered; nil for one that is not.
        fileprivate let index: Int?

        enum Role: Sendable {
            case power, input, wifi, reachable, zone
            /// About the message itself.
            case stated
            /// A command that a Zigbee device sent (`0006!02`), and not what it answered (`<`) or reported (`/`).
            case command
            /// Its member is about other devices, or about settings.
            case carrier
            /// A sensor heard over Bluetooth: `<name>-<last half of its address>`.
            case radio
            case other
        }

        fileprivate init(_ text: String, index: Int?) {
            (self.text, self.index) = (text, index)
            let numbered = Numbered(text)
            (word, number, driver) = (numbered.word, numbered.number, TasmotaKeys.driver(text))
            role = Self.role(text, word: numbered.word)
        }
    }

    struct Meaning: Hashable, Sendable {
        var property: String
        var unit: Unit
        /// The number behind the key, where the profile has the key without it.
        var suffix: String
    }

    /// Whose unit the message states.
    enum Unit: Sendable { case own, temperature, pressure }

    /// Where keys stand.
    enum Place: Int, CaseIterable {
        /// Below a driver's name, or below none.
        case telemetry
        /// The same in an answer to a command, where other keys may be settings.
        case answer
        /// Of a device heard by radio.
        case radio, bluetooth, beacon

        /// Of the device itself: the message states units, and the name tells parts apart.
        var isOwn: Bool { self == .telemetry || self == .answer }
    }

    /// What a key says, with the rule for values in the unit that the first message stated.
    final class Value: Sendable {
        let meaning: Meaning
        let rule: FoundRule

        init(_ meaning: Meaning, _ rule: FoundRule) { (self.meaning, self.rule) = (meaning, rule) }
    }

    private var names = KeyMemory<Name>()
    /// For each name and place what the keys there say, where any were met; nil: no reading.
    private var values: [KeyMemory<Value?>?] = []
    private var valueCount = 0
    private static let lengthLimit = 64
    private static let limit = 2000

    mutating func name(_ member: Member) -> Name { name(member.name) { member.key } }

    mutating func name(_ text: String) -> Name { name(PackedText(text)) { text } }

    private mutating func name(_ packed: PackedText, _ text: () -> String) -> Name {
        if let known = names.find(packed) { return known }
        let text = text()
        guard names.count < Self.limit, text.utf8.count <= Self.lengthLimit else { return Name(text, index: nil) }
        let name = Name(text, index: names.count)
        names.remember(packed, name)
        values += Place.allCases.map { _ in nil }
        return name
    }

    /// What a member below a name says; nil when it is no reading.
    mutating func value(
        of member: Member, below name: Name, _ place: Place, of message: TasmotaMessage,
        _ report: inout MessageReport
    ) -> Value? {
        let slot = name.index.map { $0 * Place.allCases.count + place.rawValue }
        let packed = member.name
        if let slot, let known = values[slot]?.find(packed) { return known }
        let key = member.key
        let value = Self.meaning(of: key, below: name, place, report).map { meaning in
            let isPart = place.isOwn && name.driver != "ENERGY" && name.driver != "StatusLOG"
            let part = isPart ? name.text : ""
            let unit = message.unit(of: meaning, place)
            return Value(meaning, report.find(meaning.property, unit: unit, channel: part + meaning.suffix))
        }
        if let slot, valueCount < Self.limit, key.utf8.count <= Self.lengthLimit {
            values[slot] = values[slot] ?? KeyMemory()
            values[slot]?.remember(packed, value)
            valueCount += 1
        }
        return value
    }

    /// Nil when the key is no reading.
    static func meaning(of key: String, below name: Name, _ place: Place, _ report: MessageReport) -> Meaning? {
        guard key.utf8.count <= lengthLimit, name.driver.utf8.count <= lengthLimit else { return nil }
        if place.isOwn, key == "Time" { return nil }
        let numbered = Numbered(key)
        let tries = [(key, "")] + (numbered.number.isEmpty ? [] : [(numbered.word, numbered.number)])
        for (key, suffix) in tries {
            let own = name.driver + "." + key
            let properties =
                switch place {
                case .answer, .beacon: [own]
                case .telemetry, .radio: [own, key]
                case .bluetooth: [own, "BLE." + key, key]
                }
            for property in properties {
                guard let rule = report.rule(of: property) else { continue }
                guard rule.reads != .nothing else { return nil }
                let unit: Unit =
                    switch rule.quantity {
                    case .temperature: .temperature
                    case .pressure: .pressure
                    default: .own
                    }
                return Meaning(property: property, unit: unit, suffix: suffix)
            }
        }
        return nil
    }

    /// `DS18B20` of `DS18B20-2`, `BME280` of `BME280-76`.
    private static func driver(_ name: String) -> String { String(name.prefix { $0 != "-" }) }

    /// A word with a number behind it: `POWER2`.
    struct Numbered: Hashable, Sendable {
        var word: String
        var number: String

        init(_ text: String) {
            let bytes = text.utf8
            var count = 0
            for byte in bytes.reversed() {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
                count += 1
            }
            guard count > 0, count < bytes.count, count <= 3 else {
                (word, number) = (text, "")
                return
            }
            (word, number) = (String(text.dropLast(count)), String(text.suffix(count)))
        }
    }
}

extension TasmotaKeys.Name {
    private static let carriers: Set = [
        "ZbReceived", "LwReceived", "IBEACON", "RfReceived", "ZbInfo", "ZbState", "ZbStatus", "DetailsBLE",
    ]

    private static func role(_ text: String, word: String) -> Role {
        if carriers.contains(text) { return .carrier }
        switch word {
        case "POWER": return .power
        case "Switch", "Button": return .input
        case "Wifi": return .wifi
        case "Time", "TempUnit", "PressureUnit": return .stated
        case "Reachable": return .reachable
        case "ZoneStatusChange", "ZoneStatus": return .zone
        default: break
        }
        let bytes = Array(text.utf8)
        if bytes.count >= 7, bytes[4] == UInt8(ascii: "!") { return .command }
        return endsInAddress(bytes) ? .radio : .other
    }

    private static func endsInAddress(_ name: [UInt8]) -> Bool {
        guard name.count > 7, name[name.count - 7] == UInt8(ascii: "-") else { return false }
        return name.suffix(6).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
            default: false
            }
        }
    }
}
