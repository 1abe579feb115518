import CareModel

/// Which property of the profile a driver's key is: `ENERGY.Power` before `Power`, `Temperature` for `Temperature2`.
struct TasmotaKeys: Sendable {
    struct Meaning: Hashable, Sendable {
        var property: String
        var unit: Unit
        /// The number behind the key, where the profile has the key without it.
        var suffix: String
    }

    /// Whose unit the message states.
    enum Unit: Sendable { case own, temperature, pressure }

    /// Where a key is looked up besides its driver's name.
    enum Besides: Hashable, Sendable {
        case nowhere, everywhere
        /// Under this name, then everywhere.
        case under(String)
    }

    private struct Scope: Hashable { var driver: String, besides: Besides }

    /// A key, taken apart.
    struct Name: Sendable {
        /// Without the number behind it.
        var word: String
        /// Empty without.
        var number: String
        /// `DS18B20` of `DS18B20-2`.
        var driver: String
        /// Its member is about other devices, or about settings.
        var isCarrier: Bool
    }

    /// What a key of a driver says, with the rule for values in the unit that the first message stated.
    struct Value: Sendable {
        var meaning: Meaning
        var rule: FoundRule
    }

    private static let carriers: Set = [
        "ZbReceived", "LwReceived", "IBEACON", "RfReceived", "ZbInfo", "ZbState", "ZbStatus", "DetailsBLE",
    ]

    private var known: [Scope: [String: Meaning?]] = [:]
    private var knownCount = 0
    /// By the driver's name with its number, then key: of telemetry, and of answers to commands.
    private var told: [String: [String: Value?]] = [:]
    private var answered: [String: [String: Value?]] = [:]
    private var valueCount = 0
    private var names: [String: Name] = [:]
    private static let lengthLimit = 64
    private static let limit = 2000

    mutating func name(_ key: String) -> Name {
        if let known = names[key] { return known }
        let numbered = Numbered(key)
        let name = Name(
            word: numbered.word, number: numbered.number, driver: Self.driver(key),
            isCarrier: Self.carriers.contains(key))
        if names.count < Self.limit, key.utf8.count <= Self.lengthLimit { names[key] = name }
        return name
    }

    /// Those of a driver that were met: nil for what is no reading.
    func values(of name: String, isTelemetry: Bool) -> [String: Value?] {
        (isTelemetry ? told[name] : answered[name]) ?? [:]
    }

    /// Finds out what a key of a driver says; nil when it is no reading.
    mutating func value(
        of key: String, in name: String, _ message: TasmotaMessage, _ report: inout MessageReport
    ) -> Value? {
        let (driver, isTelemetry) = (self.name(name).driver, message.isTelemetry)
        let meaning = meaning(of: key, in: driver, besides: isTelemetry ? .everywhere : .nowhere, report)
        let value = meaning.map { meaning in
            let channel = (driver == "ENERGY" ? "" : name) + meaning.suffix
            return Value(
                meaning: meaning, rule: report.find(meaning.property, unit: message.unit(of: meaning), channel: channel)
            )
        }
        guard valueCount < Self.limit, key.utf8.count <= Self.lengthLimit, name.utf8.count <= Self.lengthLimit else {
            return value
        }
        valueCount += 1
        if isTelemetry {
            told[name, default: [:]][key] = .some(value)
        } else {
            answered[name, default: [:]][key] = .some(value)
        }
        return value
    }

    /// Nil when the key is no reading.
    mutating func meaning(
        of key: String, in driver: String, besides: Besides = .everywhere, _ report: MessageReport
    ) -> Meaning? {
        let scope = Scope(driver: driver, besides: besides)
        if let found = known[scope]?[key] { return found }
        let found = Self.find(key, scope, report)
        if knownCount < Self.limit, key.utf8.count <= Self.lengthLimit, driver.utf8.count <= Self.lengthLimit {
            known[scope, default: [:]][key] = .some(found)
            knownCount += 1
        }
        return found
    }

    /// Those that were met: nil for what is no reading.
    func meanings(in driver: String, besides: Besides = .everywhere) -> [String: Meaning?] {
        known[Scope(driver: driver, besides: besides)] ?? [:]
    }

    private static func find(_ asked: String, _ scope: Scope, _ report: MessageReport) -> Meaning? {
        guard asked.utf8.count <= lengthLimit, scope.driver.utf8.count <= lengthLimit else { return nil }
        let numbered = Numbered(asked)
        let tries = [(asked, "")] + (numbered.number.isEmpty ? [] : [(numbered.word, numbered.number)])
        for (key, suffix) in tries {
            let places =
                switch scope.besides {
                case .nowhere: [scope.driver + "." + key]
                case .everywhere: [scope.driver + "." + key, key]
                case .under(let name): [scope.driver + "." + key, name + "." + key, key]
                }
            for property in places {
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
    static func driver(_ name: String) -> String {
        String(name.prefix { $0 != "-" })
    }

    /// `0006!02`: a command that a device sent, and not what it answered (`<`) or reported (`/`).
    static func isCommand(_ key: String) -> Bool {
        let bytes = key.utf8
        guard bytes.count >= 7 else { return false }
        return bytes[bytes.index(bytes.startIndex, offsetBy: 4)] == UInt8(ascii: "!")
    }

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
