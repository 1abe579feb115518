/// What a topic of a later generation says.
struct ShellyPlace: Hashable, Sendable {
    enum Sort: Hashable, Sendable {
        case events, broadcast, answer, online, ignored
        case status(String)
    }

    var prefix: String
    var sort: Sort

    /// Components whose names others hardly use with a number behind them.
    private static let components: Set = [
        "switch", "light", "cct", "rgb", "rgbw", "rgbcct", "cover", "input", "pm1", "em", "em1", "emdata", "em1data",
        "temperature", "humidity", "illuminance", "devicepower", "smoke", "flood", "voltmeter", "presencezone",
        "bthomedevice", "bthomesensor", "blutrv", "thermostat", "script", "boolean", "number", "text", "enum",
    ]

    init?(_ topic: MessageTopic, known: ShellyDevices) {
        let levels = topic.levels
        guard levels.count >= 2, levels.count <= 16, let last = levels.last else { return nil }
        let isLong = levels.count >= 3
        switch (isLong ? levels[levels.count - 2] : "", last) {
        case ("events", "rpc"): self.init(topic, dropping: 2, .events)
        case ("events", "ble"): self.init(topic, dropping: 2, .broadcast)
        case ("status", _):
            self.init(topic, dropping: 2, .status(last))
            let isNumbered = last.contains(":") && Self.components.contains(ShellyComponent(last).sort)
            guard isNumbered || known.isShelly(prefix) else { return nil }
        case (_, "rpc"): self.init(topic, dropping: 1, .answer)
        case (_, "online"):
            self.init(topic, dropping: 1, .online)
            guard known.isShelly(prefix) else { return nil }
        case ("command", _), ("debug", "log"):
            self.init(topic, dropping: 2, .ignored)
            guard known.isShelly(prefix) else { return nil }
        case (_, "command"), (_, "status"), (_, "announce"):
            self.init(topic, dropping: 1, .ignored)
            guard known.isShelly(prefix) else { return nil }
        default: return nil
        }
    }

    private init(_ topic: MessageTopic, dropping count: Int, _ sort: Sort) {
        prefix = topic.levels.dropLast(count).joined(separator: "/")
        self.sort = sort
    }
}

/// Which devices there are, which of them sleep, and what Bluetooth devices a gateway hears.
struct ShellyDevices: Sendable {
    /// A component of a gateway that stands for a Bluetooth device or one of its measurements.
    struct Radio: Hashable, Sendable {
        /// Of the Bluetooth device.
        var address: String
        /// The BTHome object; nil for the device itself.
        var object: Int?
        /// Of several such objects, which; from 0.
        var index = 0
    }

    private var idOfPrefix: [String: String] = [:]
    private var asleep: [String: Bool] = [:]
    /// Of the first generation.
    private var models: [String: String] = [:]
    private(set) var addresses: [String: String] = [:]
    /// By device id and component.
    private var radios: [String: Radio] = [:]
    /// By address: of the last broadcast.
    private var packets: [String: Int] = [:]
    /// By address, or by gateway where it is not known: when the last press was.
    private var presses: [String: Press] = [:]

    private struct Press: Hashable { var event: String, time: Double }

    private static let limit = 2000

    /// Begin so: of the battery devices that are gone from the network between their reports.
    private static let sleepingNames = [
        "shellyht", "shellydw", "shellyflood", "shellysmoke", "shellybutton", "shellyplusht", "shellyplussmoke",
        "shellyhtg", "shellysmokeg",
    ]
    private static let sleepingModels: Set = [
        "SHHT-1", "SHDW-1", "SHDW-2", "SHWT-1", "SHSM-01", "SHSM-02", "SHBTN-1", "SHBTN-2",
    ]

    func isShelly(_ prefix: String) -> Bool {
        idOfPrefix[prefix] != nil || Self.lastLevel(prefix).hasPrefix("shelly")
    }

    private static func lastLevel(_ prefix: String) -> Substring {
        prefix.lastIndex(of: "/").map { prefix[prefix.index(after: $0)...] } ?? prefix[...]
    }

    func id(ofPrefix prefix: String) -> String? { idOfPrefix[prefix] }

    /// True where the prefix is not the id and this was not known.
    mutating func learn(id: String, prefix: String) -> Bool {
        guard !id.isEmpty, id.utf8.count <= 128, idOfPrefix[prefix] != id,
            idOfPrefix[prefix] != nil || idOfPrefix.count < Self.limit
        else { return false }
        idOfPrefix[prefix] = id
        return id != prefix
    }

    mutating func learn(_ prefix: String, sleeps: Bool) {
        guard asleep[prefix] != nil || asleep.count < Self.limit else { return }
        asleep[prefix] = sleeps
    }

    /// Of the device on a prefix, or of the first generation by its id.
    func sleeps(_ prefix: String) -> Bool {
        if let told = asleep[prefix] { return told }
        if let model = models[prefix] { return Self.sleepingModels.contains(model) }
        let name = (idOfPrefix[prefix] ?? String(Self.lastLevel(prefix))).lowercased()
        return Self.sleepingNames.contains { name.hasPrefix($0) }
    }

    /// What a device of the first generation announces; false when it was known.
    mutating func learn(first id: String, model: String, address: String) -> Bool {
        guard id.utf8.count <= 128, models[id] != model || addresses[id] != address,
            models[id] != nil || models.count < Self.limit
        else { return false }
        models[id] = model
        addresses[id] = address
        return true
    }

    func radio(_ component: String, of device: String) -> Radio? { radios[device + "/" + component] }

    mutating func learn(_ radio: Radio, component: String, of device: String) -> Bool {
        let key = device + "/" + component
        guard radios[key] != nil || radios.count < Self.limit else { return false }
        radios[key] = radio
        return true
    }

    /// Where a device speaks, where that is not below its id.
    func prefix(ofID id: String) -> String? {
        idOfPrefix.filter { $0.value == id }.keys.min()
    }

    /// Broadcasts are sent several times, and heard by several gateways.
    mutating func isRepeat(packet: Int?, of address: String) -> Bool {
        guard let packet, address.utf8.count <= 32 else { return false }
        if packets[address] == packet { return true }
        if packets[address] != nil || packets.count < Self.limit { packets[address] = packet }
        return false
    }

    /// The same press is told by several components; all state the same time.
    mutating func isRepeat(press event: String, at time: Double?, of device: String) -> Bool {
        guard let time else { return false }
        let press = Press(event: event, time: time)
        if presses[device] == press { return true }
        if presses[device] != nil || presses.count < Self.limit { presses[device] = press }
        return false
    }
}
