/// What a Tasmota topic says: whose it is, and what sort of message.
struct TasmotaPlace: Hashable, Sendable {
    enum Origin: Hashable, Sendable { case command, result, telemetry }

    /// The last level without the number.
    enum Message: String, Sendable {
        case presence = "LWT"
        case power = "POWER"
        case switched = "SWITCH"
        case button = "BUTTON"
        case sensor = "SENSOR"
        case energy = "ENERGY"
        case state = "STATE"
        case result = "RESULT"
        case status = "STATUS"
        case zigbee = "ZbReceived"
    }

    /// Its topic without prefix and message, levels joined by `/`.
    var device: String
    var origin: Origin
    /// Nil for one that says nothing.
    var message: Message?
    /// `2` in `POWER2`; empty without.
    var number: String
    /// The last level.
    var key: String
    /// What the topic begins with, up to the message.
    var stem: String

    private static let prefixes: [String: Origin] = ["cmnd": .command, "stat": .result, "tele": .telemetry]

    /// Nil where nothing tells that the topic is one of Tasmota's: a usual prefix, and a message in capitals.
    init?(_ topic: MessageTopic) {
        let levels = topic.levels
        guard levels.count >= 3, levels.count <= 16, let last = levels.last, !levels.contains("") else {
            return nil
        }
        if levels.count == 3, levels[0] == "tele", levels[1] == "tasmota_ble" {
            self.init(device: "tasmota_ble", origin: .telemetry, last: last, stem: "tele/tasmota_ble")
            message = .sensor
            return
        }
        guard let at = levels.dropLast().firstIndex(where: { Self.prefixes[$0] != nil }),
            let origin = Self.prefixes[levels[at]], origin == .command || Self.isMessage(last)
        else { return nil }
        let names = levels[..<at] + levels[(at + 1)..<(levels.count - 1)]
        guard !names.isEmpty else { return nil }
        self.init(
            device: names.joined(separator: "/"), origin: origin, last: last,
            stem: String(topic.text.dropLast(last.utf8.count + 1)))
    }

    init(device: String, origin: Origin, last: String, stem: String) {
        (self.device, self.origin, self.stem, key) = (device, origin, stem, last)
        let name = TasmotaKeys.Numbered(last)
        (message, number) = (Message(rawValue: name.word), name.number)
    }

    static func isMessage(_ level: String) -> Bool {
        level == "ZbReceived"
            || level.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            } && level.utf8.first.map { $0 >= UInt8(ascii: "A") } == true
    }
}

/// A message's members, whose units, and when.
struct TasmotaMessage {
    let time: JSONValue?
    let members: JSONValue.Members
    /// Of the device's state, where an answer has both.
    let stateMembers: JSONValue.Members
    /// Sensors' values and not an answer to a command, whose keys may be settings.
    let isTelemetry: Bool
    private let temperatureUnit: String
    private let pressureUnit: String

    init(_ object: JSONValue, place: TasmotaPlace) {
        let own = object.members
        let status = own["StatusSNS"]
        let state = own["StatusSTS"]
        members = (status ?? state)?.members ?? own
        time = members["Time"]
        stateMembers = (status == nil ? nil : state?.members) ?? .init()
        let isState = place.message == .state || (status == nil && state != nil)
        isTelemetry = !isState && (status != nil || place.message == .sensor || place.message == .energy)
        temperatureUnit = Self.unit(members["TempUnit"])
        pressureUnit = Self.unit(members["PressureUnit"])
    }

    /// A unit that Tasmota has; empty where none is stated. Values in another measure nothing.
    static func unit(_ stated: JSONValue?) -> String {
        guard let stated else { return "" }
        return units.first { $0 == stated.text } ?? "?"
    }

    private static let units = ["C", "F", "hPa", "mmHg", "inHg"]

    /// Empty where the profile's counts.
    func unit(of meaning: TasmotaKeys.Meaning, _ place: TasmotaKeys.Place) -> String {
        guard place.isOwn else { return "" }
        switch meaning.unit {
        case .own: return ""
        case .temperature: return temperatureUnit
        case .pressure: return pressureUnit
        }
    }
}
