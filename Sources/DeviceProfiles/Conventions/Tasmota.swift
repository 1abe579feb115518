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
            devices.forget()
            try announced.read(message, keys: &keys, into: &report)
            return
        }
        guard !message.isEmpty else { return }
        guard let device = device(of: message.topic), device.place.origin != .command else { return }
        let place = device.place
        device.begin(&report)
        switch place.message {
        case "LWT": device.readPresence(message.text, into: &report)
        case "POWER": device.readPower(.text(message.text), channel: place.number, into: &report)
        case "SWITCH", "BUTTON":
            let value = try message.value()
            let said = value["Action"] ?? value["ACTION"] ?? value["STATE"] ?? value[place.key] ?? value
            device.readInput(place.message, said, channel: place.number, into: &report)
        case "SENSOR", "ENERGY", "STATE", "RESULT", "STATUS", "ZbReceived":
            try readObject(message.json(), of: device, into: &report)
        default: break
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
        if device.place.message == "ENERGY" {
            readDriver("ENERGY", object, of: message, into: &report)
            return
        }
        if device.place.message == "ZbReceived" {
            readZigbee(object, of: message, device, into: &report)
            return
        }
        // Other devices after this one: what comes after their beginning is about them.
        var others: [JSONValue.Members.Member] = []
        for members in [message.members, message.stateMembers] {
            for member in members {
                let name = keys.name(member.key)
                if name.isCarrier || TasmotaRadio.isOther(member) {
                    others.append(member)
                } else {
                    readMember(member, name, of: message, device, into: &report)
                }
            }
        }
        for member in others { readOthers(member, of: message, device, into: &report) }
    }

    /// What a member says about the device itself.
    private mutating func readMember(
        _ member: JSONValue.Members.Member, _ name: TasmotaKeys.Name, of message: TasmotaMessage,
        _ device: TasmotaDevice, into report: inout MessageReport
    ) {
        switch name.word {
        case "POWER": device.readPower(member.value, channel: name.number, into: &report)
        case "Switch", "Button":
            device.readInput(
                name.word, member.value["Action"] ?? member.value, channel: name.number, into: &report)
        case "Wifi": report.value("Wifi.Signal", member.value["Signal"])
        case "Time", "TempUnit", "PressureUnit": break
        default:
            guard !member.value.members.isEmpty else {
                if message.isTelemetry, let meaning = keys.meaning(of: member.key, in: "", report) {
                    report.value(
                        meaning.property, member.value, unit: message.unit(of: meaning), channel: meaning.suffix)
                }
                return
            }
            readDriver(member.key, member.value, of: message, into: &report)
        }
    }

    private mutating func readDriver(
        _ name: String, _ object: JSONValue, of message: TasmotaMessage, into report: inout MessageReport
    ) {
        let isEnergy = keys.name(name).driver == "ENERGY"
        let values = keys.values(of: name, isTelemetry: message.isTelemetry)
        for member in object.members where member.key != "Time" {
            guard
                let value = values[member.key]
                    ?? keys.value(of: member.key, in: name, message, &report)
            else { continue }
            let unit = message.unit(of: value.meaning)
            if case .list(let elements) = member.value, !elements.isEmpty {
                guard isEnergy else { continue }
                for (phase, element) in elements.prefix(Self.phaseLimit).enumerated() {
                    report.value(value.meaning.property, element, unit: unit, channel: String(phase + 1))
                }
            } else if unit == value.rule.unit {
                report.value(value.rule, member.value)
            } else {
                report.value(value.meaning.property, member.value, unit: unit, channel: value.rule.channel)
            }
        }
    }

    /// What a member says about devices that speak through this one.
    private mutating func readOthers(
        _ member: JSONValue.Members.Member, of message: TasmotaMessage, _ device: TasmotaDevice,
        into report: inout MessageReport
    ) {
        switch member.key {
        case "ZbReceived": readZigbee(member.value, of: message, device, into: &report)
        case "LwReceived":
            for node in member.value.members {
                TasmotaRadio.begin(node, message, into: &report)
                readRadio(node.value, driver: "Lw", besides: .everywhere, into: &report)
            }
        case "IBEACON":
            guard let address = member.value["MAC"]?.text else { return }
            let names = [member.value["UID"]?.text, member.value["NAME"]?.text].compactMap { $0 }
            report.device(address, otherNames: names.filter { !$0.isEmpty }, isShared: true)
            report.value("Time", message.time)
            // One that is gone keeps the strength with which it was last heard.
            let isGone = member.value["STATE"]?.text == "OFF"
            let said: JSONValue = isGone ? .object(["STATE": .text("OFF")]) : member.value
            readRadio(said, driver: "IBEACON", besides: .nowhere, into: &report)
        case "RfReceived":
            guard let code = member.value["Data"]?.text else { return }
            report.device(code, isShared: true)
            report.value("Time", message.time)
            report.input(true)
        case "ZbState", "ZbInfo": learn(member.value, bridge: device.place.device, into: &report)
        default:
            guard !keys.name(member.key).isCarrier else { return }
            if TasmotaRadio.isZigbee(member) {
                readZigbee(.object([member.key: member.value]), of: message, device, into: &report)
                return
            }
            TasmotaRadio.begin(member, message, into: &report)
            readRadio(
                member.value, driver: keys.name(member.key).driver, besides: .under("BLE"), into: &report)
        }
    }

    private mutating func readRadio(
        _ object: JSONValue, driver: String, besides: TasmotaKeys.Besides, into report: inout MessageReport
    ) {
        let known = keys.meanings(in: driver, besides: besides)
        let isHeard = besides == .under("BLE")
        for member in object.members {
            let name = keys.name(member.key)
            if isHeard, name.word == "Button" || name.word == "Btn", let press = member.value.number {
                report.value("BLE.Button", .text(String(Int(exactly: press) ?? 0)), channel: name.number)
                continue
            }
            guard
                let meaning = known[member.key]
                    ?? keys.meaning(of: member.key, in: driver, besides: besides, report)
            else { continue }
            report.value(meaning.property, member.value, channel: meaning.suffix)
        }
    }
}

// MARK: - Zigbee

extension Tasmota {
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

    private mutating func readZigbee(
        _ object: JSONValue, of message: TasmotaMessage, _ device: TasmotaDevice, into report: inout MessageReport
    ) {
        for node in object.members where !node.value.members.isEmpty {
            let short = node.value["Device"]?.text ?? node.key
            let name = node.value["Name"]?.text ?? node.key
            let address = self.address(of: short, bridge: device.place.device)
            report.device(address ?? short, otherNames: address == nil ? [name] : [short, name], isShared: true)
            report.value("Time", message.time)
            readZigbee(node.value, into: &report)
        }
    }

    /// A bridge may give each of its devices a level of its own below its own.
    private func address(of short: String, bridge: String) -> String? {
        guard !zigbee.isEmpty else { return nil }
        if let found = zigbee[bridge + "/" + short] { return found }
        guard let end = bridge.lastIndex(of: "/") else { return nil }
        return zigbee[bridge[..<end] + "/" + short]
    }

    private mutating func readZigbee(_ node: JSONValue, into report: inout MessageReport) {
        let members = node.members
        // Commands (`0006!02`) come from remote controls: what the key beside it then says is no state.
        let command = members.first { TasmotaKeys.isCommand($0.key) }
        let part = node["Endpoint"]?.number.map { String(Int(exactly: $0) ?? 0) } ?? ""
        if let command {
            // Some remote controls say what was done behind the command, in two digits.
            let said = command.value.text.flatMap { $0.utf8.count == 2 ? ":" + $0 : nil } ?? ""
            report.value("Zb.Command", .text(command.key + said), channel: part)
        }
        let known = keys.meanings(in: "Zb")
        for member in members {
            switch member.key {
            case "Power" where command != nil: continue
            case "Reachable":
                let isReachable = member.value.truth ?? (member.value.number != 0)
                report.availability(isReachable ? .online : .offline)
                continue
            case "ZoneStatusChange", "ZoneStatus": TasmotaRadio.readZone(member.value.number, into: &report)
            default: break
            }
            guard let meaning = known[member.key] ?? keys.meaning(of: member.key, in: "Zb", report) else { continue }
            let isSwitch = meaning.property == "Zb.Power" || meaning.property == "Zb.Click"
            let channel = isSwitch && meaning.suffix.isEmpty ? part : meaning.suffix
            report.value(meaning.property, member.value, channel: channel)
        }
    }
}
