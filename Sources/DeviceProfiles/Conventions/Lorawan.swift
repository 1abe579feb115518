import CareModel

/// LoRaWAN devices behind ChirpStack v4 (`application/<id>/device/<DevEUI>/event/up`) or The Things Stack v3
/// (`v3/<application>/devices/<id>/up`). What the payload's bytes mean is decided by the codec that the network server
/// runs; its object is read here, with `history` as readings of their own times.
///
/// Sources: ChirpStack's `integration.proto` as JSON; The Things Stack's data formats and the schema of normalized
/// payloads.
struct Lorawan: Convention {
    static let name = "lorawan"

    private var names = FreeNames()
    /// Of the message being read: the device, its model as the network server calls it, and the time of the uplink.
    private var uplink = Uplink()
    /// Lists of earlier readings, read after the message's own.
    private var backfill: [JSONValue] = []

    private struct Uplink: Sendable {
        var device = ""
        var model = ""
        var time = SourceTime.none
    }

    private static let depthLimit = 6
    private static let historyLimit = 1000

    func owns(_ topic: MessageTopic) -> Bool { Place(topic) != nil }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard let place = Place(message.topic), !message.isEmpty else { return }
        switch place {
        case .chirpStack(let device, let event): try readChirpStack(message, device, event, into: &report)
        case .gateway: return
        case .things(let device, let event): try readThings(message, device, event, into: &report)
        }
        backfill = []
    }

    /// What a topic is about.
    private enum Place {
        case chirpStack(device: String, event: String)
        /// ChirpStack's own traffic with its gateways.
        case gateway
        case things(device: String, event: String)

        init?(_ topic: MessageTopic) {
            let levels = topic.levels
            let count = levels.count
            if count >= 6, levels[count - 6] == "application", levels[count - 4] == "device",
                levels[count - 2] == "event" || levels[count - 2] == "command", !levels[count - 3].isEmpty
            {
                let event = levels[count - 2] == "event" ? levels[count - 1] : "command"
                self = .chirpStack(device: levels[count - 3], event: event)
            } else if count >= 4, levels[count - 4] == "gateway", levels[count - 3].utf8.count == 16,
                ["event", "state", "command"].contains(levels[count - 2])
            {
                self = .gateway
            } else if let first = levels.firstIndex(of: "v3"), count >= first + 5, levels[first + 2] == "devices",
                !levels[first + 3].isEmpty
            {
                self = .things(device: levels[first + 3], event: levels[(first + 4)...].joined(separator: "/"))
            } else {
                return nil
            }
        }
    }

    // MARK: ChirpStack

    private mutating func readChirpStack(
        _ message: DeviceMessage, _ device: String, _ event: String, into report: inout MessageReport
    ) throws(PayloadFault) {
        guard ["up", "status", "join", "ack"].contains(event) else { return }
        let json = try message.json()
        let info = json["deviceInfo"]
        uplink = Uplink(
            device: info?["devEui"]?.text ?? device, model: Self.model(info?["deviceProfileName"]?.text),
            time: SourceTime(json["time"]))
        begin(&report)
        switch event {
        case "up":
            members(of: json["object"], depth: 0, into: &report)
            signal(json["rxInfo"], into: &report)
            readBackfill(into: &report)
        case "status"
        where json["batteryLevelUnavailable"]?.truth != true && json["externalPowerSource"]?.truth != true:
            report.value("battery_level", json["batteryLevel"])
        default: break
        }
    }

    // MARK: The Things Stack

    private mutating func readThings(
        _ message: DeviceMessage, _ device: String, _ event: String, into report: inout MessageReport
    ) throws(PayloadFault) {
        guard event == "up" || event == "join" else { return }
        let json = try message.json()
        // An uplink typed in at the console.
        guard json["simulated"]?.truth != true else { return }
        let sent = json["uplink_message"]
        uplink = Uplink(
            device: json.at(["end_device_ids", "dev_eui"])?.text ?? device,
            model: Self.model(sent?.at(["version_ids", "model_id"])?.text),
            time: SourceTime(sent?["received_at"] ?? sent?.at(["settings", "time"]) ?? json["received_at"]))
        begin(&report)
        guard event == "up" else { return }
        members(of: sent?["decoded_payload"], depth: 0, into: &report)
        if report.lastReading == nil, backfill.isEmpty {
            readNormalized(sent?["normalized_payload"], into: &report)
        }
        signal(sent?["rx_metadata"], into: &report)
        readBackfill(into: &report)
    }

    /// A list of measurements, or one, in the schema's names and units: there a battery's number is its voltage.
    private mutating func readNormalized(_ payload: JSONValue?, into report: inout MessageReport) {
        guard let payload else { return }
        for measured in payload.elements.isEmpty ? [payload] : payload.elements {
            for member in measured.members {
                let isVoltage = member.key == "battery" && member.value.number != nil
                value(isVoltage ? "battery_voltage" : member.key, member.value, depth: 0, into: &report)
            }
        }
    }

    // MARK: Both

    private func begin(_ report: inout MessageReport) {
        report.device(uplink.device)
        report.time(uplink.time)
    }

    /// The gateway that heard best.
    private func signal(_ gateways: JSONValue?, into report: inout MessageReport) {
        guard let best = (gateways?.elements ?? []).compactMap({ $0["rssi"]?.number }).max() else { return }
        report.value("rssi", .number(best))
    }

    private mutating func readBackfill(into report: inout MessageReport) {
        for entry in backfill.flatMap(\.elements).prefix(Self.historyLimit) {
            begin(&report)
            report.historical()
            let stated = ["timestamp", "time", "ts", "datetime", "date"].lazy.compactMap { entry[$0] }.first
            report.time(stated.map { SourceTime($0) } ?? .unreadable)
            members(of: entry, depth: 1, into: &report)
        }
    }

    /// The last word of `Browan TBMS100`, in lower case.
    private static func model(_ name: String?) -> String {
        (name ?? "").split(separator: " ").last.map { $0.lowercased() } ?? ""
    }
}

// MARK: - What the codec gave

extension Lorawan {
    fileprivate mutating func members(of object: JSONValue?, depth: Int, into report: inout MessageReport) {
        guard let object, depth < Self.depthLimit else { return }
        if let named = named(object) { value(named.name, named.value, depth: depth, into: &report) }
        for member in object.members { value(member.key, member.value, depth: depth, into: &report) }
    }

    private static let pairs = [
        ("alarm_type", "alarm_status"), ("measurementId", "measurementValue"), ("type", "event"), ("name", "value"),
    ]

    /// An object that names what it measures beside the value.
    private mutating func named(_ object: JSONValue) -> (name: String, value: JSONValue)? {
        for (name, value) in Self.pairs {
            guard let value = object[value], let stated = object[name] else { continue }
            if let number = stated.number { return (name + "=" + JSONText.number(number), value) }
            guard let text = stated.text else { continue }
            return (name == "name" ? text : name + "=" + names.key(of: text), value)
        }
        return nil
    }

    private mutating func value(_ name: String, _ value: JSONValue, depth: Int, into report: inout MessageReport) {
        guard depth < Self.depthLimit, !value.isNull else { return }
        guard let meaning = meaning(of: name, report) else { return }
        let (found, reads) = (meaning.found, meaning.reads)
        switch value {
        case .list(let elements) where reads == .historical:
            if !elements.isEmpty { backfill.append(value) }
        case .list(let elements):
            for (i, element) in elements.prefix(Self.historyLimit).enumerated() {
                if reads == .container {
                    members(ofElement: element, found, depth: depth + 1, into: &report)
                } else if element.members.isEmpty {
                    report.value(found.key, element, channel: "\(i + 1)")
                }
            }
        case .object:
            object(value, meaning, depth: depth + 1, into: &report)
        case .null: break
        default:
            plain(value, meaning, into: &report)
        }
    }

    /// `name=value` is a key of the profile as it is.
    private mutating func meaning(of name: String, _ report: MessageReport) -> FreeNames.Meaning? {
        guard name.utf8.contains(UInt8(ascii: "=")) else { return names.meaning(of: name, in: report) }
        return report.rule(of: name).map { FreeNames.Meaning(FreeNames.Found(key: name), $0) }
    }

    /// An element of a list may be a list again.
    private mutating func members(
        ofElement element: JSONValue, _ found: FreeNames.Found, depth: Int, into report: inout MessageReport
    ) {
        guard depth < Self.depthLimit else { return }
        if element.members.isEmpty {
            for inner in element.elements.prefix(Self.historyLimit) {
                members(ofElement: inner, found, depth: depth + 1, into: &report)
            }
        } else {
            members(of: element, depth: depth, into: &report)
        }
    }

    /// Members of a container, `{"value": 3.1, "unit": "V"}`, `{"status": "short press"}`, or a value for each part.
    private mutating func object(
        _ object: JSONValue, _ meaning: FreeNames.Meaning, depth: Int, into report: inout MessageReport
    ) {
        let found = meaning.found
        if meaning.reads == .container {
            members(of: object, depth: depth, into: &report)
        } else if let inner = object["value"] ?? object["status"] ?? object["state"] ?? object["detected"] {
            report.value(found.key, inner, unit: object["unit"]?.text ?? "", channel: found.channel)
        } else {
            for member in object.members where UInt8(member.key) != nil {
                report.value(found.key, member.value, channel: member.key)
            }
        }
    }

    private mutating func plain(
        _ value: JSONValue, _ meaning: FreeNames.Meaning, into report: inout MessageReport
    ) {
        let found = meaning.found
        if meaning.reads == .container {
            // A name whose values mean different quantities, or whose meaning only the model tells.
            if let text = value.text {
                report.value(found.key + "=" + names.key(of: text), .truth(true), channel: found.channel)
            }
            if !uplink.model.isEmpty {
                report.value(found.key + "@" + uplink.model, value, channel: found.channel)
            }
            return
        }
        guard meaning.quantity == .battery, let number = value.number, number > 1.5, number < 5 else {
            report.value(found.key, value, channel: found.channel)
            return
        }
        // Some codecs give volts under this name. A whole number may be either.
        if number != number.rounded() { report.value("battery_voltage", value, channel: found.channel) }
    }
}
