import CareModel

/// Tasmota: `<prefix>/<topic>/SENSOR` and its like, in any order of prefix and topic, with what
/// `tasmota/discovery/<mac>/config` says of the device.
struct Tasmota: Convention {
    static let name = "tasmota"

    private var announced = TasmotaAnnouncements()
    /// Zigbee devices of the bridges: `<bridge>/<short address>` -> IEEE address.
    private var zigbee: [String: String] = [:]
    /// What keys of drivers mean, as found in the profile.
    private var keys = TasmotaKeys()
    /// Whose topics are, until an announcement.
    private var devices = TopicCache<TasmotaDevice>()

    private static let zigbeeLimit = 2000
    private static let phaseLimit = 16

    init() {}

    func owns(_ topic: MessageTopic) -> Bool {
        announced.place(of: topic) != nil || TasmotaPlace(topic) != nil || TasmotaAnnouncements.owns(topic)
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        if TasmotaAnnouncements.owns(message.topic) {
            if try announced.read(message, keys: &keys, into: &report) { devices.forget() }
            return
        }
        guard !message.isEmpty else { return }
        guard let device = device(of: message.topic), device.place.origin != .command else { return }
        let place = device.place
        device.begin(&report)
        switch place.message {
        case .presence: device.readPresence(message.text, into: &report)
        case .power: device.readPower(.text(message.text), channel: place.number, into: &report)
        case .switched, .button:
            let value = try message.value()
            let said = value["Action"] ?? value["ACTION"] ?? value["STATE"] ?? value[place.key] ?? value
            device.readInput(isButton: place.message == .button, said, channel: place.number, into: &report)
        case .sensor, .energy, .state, .result, .status, .zigbee:
            try readObject(message.json(), of: device, into: &report)
        case nil: break
        }
    }

    private mutating func device(of topic: MessageTopic) -> TasmotaDevice? {
        if let known = devices[topic] { return known }
        guard let place = announced.place(of: topic) ?? TasmotaPlace(topic) else { return nil }
        let device = TasmotaDevice(place: place, announcement: announced.device(of: place))
        devices[topic] = device
        return device
    }

    private mutating func readObject(_ object: JSONValue, of device: TasmotaDevice, into report: inout MessageReport) {
        let message = TasmotaMessage(object, place: device.place)
        report.value("Time", message.time)
        if device.place.message == .energy {
            readDriver(keys.name("ENERGY"), message.members, of: message, into: &report)
            return
        }
        if device.place.message == .zigbee {
            readNodes(message.members, of: message, device, into: &report)
            return
        }
        // Other devices after this one: what comes after their beginning is about them.
        var others: [Part] = []
        readMembers(message.members, of: message, device, others: &others, into: &report)
        readMembers(message.stateMembers, of: message, device, others: &others, into: &report)
        for part in others { readOthers(part, of: message, device, into: &report) }
    }

    /// A member about other devices.
    private struct Part {
        var name: TasmotaKeys.Name
        var value: JSONValue
    }

    /// What the members say about the device itself.
    private mutating func readMembers(
        _ members: JSONValue.Members, of message: TasmotaMessage, _ device: TasmotaDevice, others: inout [Part],
        into report: inout MessageReport
    ) {
        for member in members {
            let name = keys.name(member)
            let value = member.value
            let parts = value.members
            if name.role == .carrier || TasmotaRadio.isOther(parts, of: name) {
                others.append(Part(name: name, value: value))
                continue
            }
            switch name.role {
            case .power: device.readPower(value, channel: name.number, into: &report)
            case .input:
                device.readInput(
                    isButton: name.word == "Button", value["Action"] ?? value, channel: name.number, into: &report)
            case .wifi: report.value("Wifi.Signal", value["Signal"])
            case .stated: break
            default:
                if !parts.isEmpty {
                    readDriver(name, parts, of: message, into: &report)
                } else if message.isTelemetry {
                    read(member, below: keys.name(""), .telemetry, of: message, into: &report)
                }
            }
        }
    }

    private mutating func readDriver(
        _ name: TasmotaKeys.Name, _ members: JSONValue.Members, of message: TasmotaMessage,
        into report: inout MessageReport
    ) {
        for member in members {
            read(member, below: name, message.isTelemetry ? .telemetry : .answer, of: message, into: &report)
        }
    }

    private mutating func read(
        _ member: TasmotaKeys.Member, below name: TasmotaKeys.Name, _ place: TasmotaKeys.Place,
        of message: TasmotaMessage, into report: inout MessageReport
    ) {
        guard let known = keys.value(of: member, below: name, place, of: message, &report) else { return }
        let value = member.value
        let unit = message.unit(of: known.meaning, place)
        if case .list(let elements) = value {
            // Of the phases.
            guard name.driver == "ENERGY" else { return }
            for (phase, element) in elements.prefix(Self.phaseLimit).enumerated() {
                report.value(known.meaning.property, element, unit: unit, channel: String(phase + 1))
            }
        } else if unit == known.rule.unit {
            report.value(known.rule, value)
        } else {
            report.value(known.meaning.property, value, unit: unit, channel: known.rule.channel)
        }
    }

    /// What a member says about devices that speak through this one.
    private mutating func readOthers(
        _ part: Part, of message: TasmotaMessage, _ device: TasmotaDevice, into report: inout MessageReport
    ) {
        let members = part.value.members
        switch part.name.text {
        case "ZbReceived": readNodes(members, of: message, device, into: &report)
        case "LwReceived":
            for node in members {
                TasmotaRadio.begin(node.key, node.value.members, message, into: &report)
                for member in node.value.members {
                    read(member, below: keys.name("Lw"), .radio, of: message, into: &report)
                }
            }
        case "IBEACON": readBeacon(part.value, of: message, into: &report)
        case "RfReceived":
            guard let code = members["Data"]?.text else { return }
            report.device(code, isShared: true)
            report.value("Time", message.time)
            report.input(true)
        case "ZbState", "ZbInfo": learn(part.value, bridge: device.place.device, into: &report)
        case let text where part.name.role != .carrier:
            if TasmotaRadio.isZigbee(members) {
                readZigbee(text, members, of: message, device, into: &report)
            } else {
                readBluetooth(part.name, members, of: message, into: &report)
            }
        default: break
        }
    }
}
// MARK: - Radio

extension Tasmota {
    private mutating func readBeacon(_ value: JSONValue, of message: TasmotaMessage, into report: inout MessageReport) {
        guard let address = value["MAC"]?.text else { return }
        let names = [value["UID"]?.text, value["NAME"]?.text].compactMap { $0 }
        report.device(address, otherNames: names.filter { !$0.isEmpty }, isShared: true)
        report.value("Time", message.time)
        // One that is gone keeps the strength with which it was last heard.
        let isGone = value["STATE"]?.text == "OFF"
        for member in value.members where !isGone || member.key == "STATE" {
            read(member, below: keys.name("IBEACON"), .beacon, of: message, into: &report)
        }
    }

    private mutating func readBluetooth(
        _ name: TasmotaKeys.Name, _ members: JSONValue.Members, of message: TasmotaMessage,
        into report: inout MessageReport
    ) {
        TasmotaRadio.begin(name.text, members, message, into: &report)
        for member in members {
            let key = keys.name(member)
            if key.word == "Button" || key.word == "Btn", let press = member.value.number {
                report.value("BLE.Button", .text(String(Int(exactly: press) ?? 0)), channel: key.number)
            } else {
                read(member, below: name, .bluetooth, of: message, into: &report)
            }
        }
    }

    /// Short addresses change when a device joins anew; the bridge says which IEEE address has which.
    private mutating func learn(_ object: JSONValue, bridge: String, into report: inout MessageReport) {
        let stated = object["IEEEAddr"] == nil ? object.members.map(\.value) : [object]
        for device in stated {
            guard let address = device["IEEEAddr"]?.text, !address.isEmpty, address.utf8.count <= 32,
                let short = device["ShortAddr"]?.text ?? device["Device"]?.text, short != "0x0000",
                short.utf8.count <= 8
            else { continue }
            let key = bridge + "/" + short
            guard zigbee[key] != nil || zigbee.count < Self.zigbeeLimit else { continue }
            zigbee[key] = address
            report.keep(as: short)
        }
    }

    private mutating func readNodes(
        _ nodes: JSONValue.Members, of message: TasmotaMessage, _ device: TasmotaDevice,
        into report: inout MessageReport
    ) {
        for node in nodes { readZigbee(node.key, node.value.members, of: message, device, into: &report) }
    }

    private mutating func readZigbee(
        _ name: String, _ members: JSONValue.Members, of message: TasmotaMessage, _ device: TasmotaDevice,
        into report: inout MessageReport
    ) {
        guard !members.isEmpty else { return }
        let short = members["Device"]?.text ?? name
        let name = members["Name"]?.text ?? name
        let address = self.address(of: short, bridge: device.place.device)
        report.device(address ?? short, otherNames: address == nil ? [name] : [short, name], isShared: true)
        report.value("Time", message.time)
        readZigbee(members, of: message, into: &report)
    }

    /// A bridge may give each of its devices a level of its own below its own.
    private func address(of short: String, bridge: String) -> String? {
        guard !zigbee.isEmpty else { return nil }
        if let found = zigbee[bridge + "/" + short] { return found }
        guard let end = bridge.lastIndex(of: "/") else { return nil }
        return zigbee[bridge[..<end] + "/" + short]
    }

    private mutating func readZigbee(
        _ members: JSONValue.Members, of message: TasmotaMessage, into report: inout MessageReport
    ) {
        // Commands come from remote controls: what the key beside it then says is no state.
        let command = members.first { keys.name($0).role == .command }
        let part = members["Endpoint"]?.number.map { String(Int(exactly: $0) ?? 0) } ?? ""
        if let command {
            // Some remote controls say what was done behind the command, in two digits.
            let said = command.value.text.flatMap { $0.utf8.count == 2 ? ":" + $0 : nil } ?? ""
            report.value("Zb.Command", .text(command.key + said), channel: part)
        }
        let zigbee = keys.name("Zb")
        for member in members {
            switch keys.name(member).role {
            case .reachable:
                let isReachable = member.value.truth ?? (member.value.number != 0)
                report.availability(isReachable ? .online : .offline)
                continue
            case .zone: TasmotaRadio.readZone(member.value.number, into: &report)
            default: break
            }
            guard let known = keys.value(of: member, below: zigbee, .radio, of: message, &report) else { continue }
            let property = known.meaning.property
            guard known.meaning.suffix.isEmpty, property == "Zb.Power" || property == "Zb.Click" else {
                report.value(known.rule, member.value)
                continue
            }
            if command == nil || property == "Zb.Click" { report.value(property, member.value, channel: part) }
        }
    }
}
