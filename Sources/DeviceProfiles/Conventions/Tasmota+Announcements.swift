import CareModel

/// What `tasmota/discovery/<mac>/config` and `.../sensors` say.
struct TasmotaAnnouncements: Sendable {
    struct Device: Hashable, Sendable {
        /// Its MAC address.
        var address: String
        /// As in the topics.
        var topic = ""
        var online = ""
        var offline = ""
        var states: States?
        /// It sleeps between its reports.
        var sleeps = false
        /// Of its announcement.
        var digest = 0

        struct States: Hashable, Sendable { var off, on: String }
    }

    /// A topic up to the message, and what it is.
    private struct Stem: Hashable, Sendable {
        var address: String
        var origin: TasmotaPlace.Origin
    }

    private var devices: [String: Device] = [:]
    private var stems: [String: Stem] = [:]
    private var stemsOf: [String: [String]] = [:]
    /// Of the telemetry, below the home's base, where known.
    private var telemetry: [String: String] = [:]
    /// What the sensors' announcement lists, without the topic.
    private var sensors: [String: [MessageReport.Entity]] = [:]

    private static let deviceLimit = 2000
    private static let entityLimit = 256

    static func owns(_ topic: MessageTopic) -> Bool {
        topic.levels.count == 4 && topic[0] == "tasmota" && topic[1] == "discovery"
    }

    /// Nil for a topic that no announcement names.
    func place(of topic: MessageTopic) -> TasmotaPlace? {
        guard !stems.isEmpty, let last = topic.levels.last, topic.levels.count > 1, !last.isEmpty else { return nil }
        let stem = String(topic.text.dropLast(last.count + 1))
        if let found = stems[stem] { return place(found, last: last, stem: stem) }
        // A bridge may give each of its devices a level of its own.
        guard topic.levels.count > 2, TasmotaPlace.isMessage(last) else { return nil }
        let above = String(stem.dropLast(topic[topic.levels.count - 2].count + 1))
        return stems[above].map { place($0, last: last, stem: above) }
    }

    private func place(_ stem: Stem, last: String, stem text: String) -> TasmotaPlace {
        TasmotaPlace(
            device: devices[stem.address]?.topic ?? stem.address, origin: stem.origin, last: last, stem: text)
    }

    func device(of place: TasmotaPlace) -> Device? {
        stems[place.stem].flatMap { devices[$0.address] }
    }

    /// False when nothing is known of topics and devices that was not known before.
    mutating func read(_ message: DeviceMessage, keys: inout TasmotaKeys, into report: inout MessageReport)
        throws(PayloadFault) -> Bool
    {
        let address = message.topic[2]
        guard !message.isEmpty else {
            if message.topic[3] == "config" { forget(address) }
            report.keep()
            return true
        }
        let object = try message.json()
        guard !object.members.isEmpty, devices[address] != nil || devices.count < Self.deviceLimit else {
            return false
        }
        let digest = message.digest
        let isNew = devices[address]?.digest != digest
        switch message.topic[3] {
        case "config":
            if isNew { learn(object, address: address, message) }
            devices[address]?.digest = digest
            declareRelays(object, address: address, into: &report)
        case "sensors": learnSensors(object["sn"] ?? object, address: address, keys: &keys, report)
        default: return false
        }
        report.keep()
        if let topic = telemetry[address] {
            for var entity in sensors[address] ?? [] {
                entity.stateTopic = topic
                report.declare(entity)
            }
        }
        return isNew
    }

    private mutating func learn(_ object: JSONValue, address: String, _ message: DeviceMessage) {
        // `%prefix%/%topic%/`: what stands between the signs.
        let form = (object["ft"]?.text ?? "").utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard let topic = object["t"]?.text, form.dropFirst().dropLast().contains("prefix") else { return }
        var device = Device(address: address, topic: topic)
        device.online = object["onln"]?.text ?? "Online"
        device.offline = object["ofln"]?.text ?? "Offline"
        device.sleeps = object["dslp"]?.number == 1
        let words = object["state"]?.elements.compactMap(\.text) ?? []
        if words.count >= 2 { device.states = Device.States(off: words[0], on: words[1]) }
        devices[address] = device
        forgetStems(of: address)
        var own: [String] = []
        let prefixes = object["tp"]?.elements.compactMap(\.text) ?? []
        let origins: [TasmotaPlace.Origin] = [.command, .result, .telemetry]
        for (prefix, origin) in zip(prefixes.count == 3 ? prefixes : ["cmnd", "stat", "tele"], origins) {
            var full = Self.filled(form, prefix: prefix, topic: topic, object["hn"]?.text ?? "", address)
            while full.utf8.last == UInt8(ascii: "/") { full.removeLast() }
            if origin == .telemetry { telemetry[address] = full + "/SENSOR" }
            let stem = message.below(full)
            stems[stem] = Stem(address: address, origin: origin)
            own.append(stem)
        }
        stemsOf[address] = own
    }

    private mutating func forgetStems(of address: String) {
        for old in stemsOf[address] ?? [] where stems[old]?.address == address { stems[old] = nil }
        stemsOf[address] = nil
        telemetry[address] = nil
    }

    private mutating func forget(_ address: String) {
        forgetStems(of: address)
        devices[address] = nil
        sensors[address] = nil
    }

    private static func filled(
        _ form: [String], prefix: String, topic: String, _ host: String, _ address: String
    ) -> String {
        var filled = ""
        for part in form {
            switch part {
            case "prefix": filled += prefix
            case "topic": filled += topic
            case "hostname": filled += host
            case "id": filled += address.suffix(6)
            default: filled += part
            }
        }
        return filled
    }

    private func declareRelays(_ object: JSONValue, address: String, into report: inout MessageReport) {
        guard let device = devices[address], let results = stemsOf[address]?.dropFirst().first else { return }
        let relays = (object["rl"]?.elements ?? []).prefix(32).enumerated().filter { ($0.element.number ?? 0) > 0 }
        for (index, _) in relays {
            let name = relays.count == 1 ? "POWER" : "POWER\(index + 1)"
            report.declare(
                MessageReport.Entity(
                    device: device.address, quantity: .switch, stateTopic: results + "/" + name))
        }
    }

    private mutating func learnSensors(
        _ object: JSONValue, address: String, keys: inout TasmotaKeys, _ report: MessageReport
    ) {
        if devices[address] == nil { devices[address] = Device(address: address, topic: "") }
        let temperature = TasmotaMessage.unit(object["TempUnit"])
        let pressure = TasmotaMessage.unit(object["PressureUnit"])
        var found: [MessageReport.Entity] = []
        for driver in object.members {
            let name = keys.name(driver)
            for member in driver.value.members where found.count < Self.entityLimit {
                guard let meaning = TasmotaKeys.meaning(of: member.key, below: name, .telemetry, report),
                    let rule = report.rule(of: meaning.property)
                else { continue }
                var entity = MessageReport.Entity(
                    device: address, quantity: rule.quantity, unit: rule.unit, stateTopic: "",
                    valueTemplate: "{{ value_json['\(driver.key)'].\(member.key) }}")
                if meaning.unit == .temperature, !temperature.isEmpty { entity.unit = temperature }
                if meaning.unit == .pressure, !pressure.isEmpty { entity.unit = pressure }
                found.append(entity)
            }
        }
        sensors[address] = found
    }
}
