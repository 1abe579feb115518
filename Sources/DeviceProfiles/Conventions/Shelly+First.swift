import CareModel

/// A press that was counted.
struct ShellyPress: Hashable, Sendable {
    var event: String
    var count: Double
}

/// The first generation: plain values on `shellies/<id>/...`.
extension Shelly {
    private static let pressLimit = 2000

    mutating func readFirst(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        let levels = message.topic.levels
        if levels.count == 2 {
            if levels[1] == "announce" { try readAnnounced(message.json(), isShared: true, into: &report) }
            return
        }
        let id = levels[1]
        guard !id.isEmpty, levels.last != "command", levels.last != "set" else { return }
        let address = known.addresses[id]
        report.device(id, otherNames: address.map { [$0] } ?? [])
        switch (levels[2], levels.count) {
        case ("online", 3): readOnline(message.text, sleeps: known.sleeps(id), into: &report)
        case ("announce", 3): try readAnnounced(message.json(), isShared: false, into: &report)
        case ("info", 3): report.value("wifi.rssi", try message.json().at(["wifi_sta", "rssi"]))
        case ("status", 3): try readFirstStatus(message.json(), into: &report)
        case ("input", 4), ("ext_switch", 4):
            if message.text == "1" || message.text == "0" {
                report.input(message.text == "1", channel: Self.part(levels[3]))
            }
        case ("input_event", 4): try readPress(message, id: id, input: levels[3], into: &report)
        case ("ext_temperatures", 3), ("ext_humidities", 3):
            for probe in try message.json().members {
                report.value("ext_temperature", probe.value["tC"], channel: Self.part(probe.key))
                report.value("ext_humidity", probe.value["hum"], channel: Self.part(probe.key))
            }
        case (_, 3...5): readFirstValue(message, levels, into: &report)
        default: break
        }
    }

    /// `sensor/battery`, `relay/0`, `relay/0/power`: the property is the topic without the number.
    private mutating func readFirstValue(
        _ message: DeviceMessage, _ levels: [String], into report: inout MessageReport
    ) {
        let known = values[message.topic]
        guard let rule = known ?? Self.rule(levels, &report) else { return }
        if known == nil { values[message.topic] = rule }
        // A light's status is an object.
        guard message.firstByte != UInt8(ascii: "{") else {
            guard let object = try? message.json() else { return }
            report.value("relay", object["ison"], channel: rule.channel)
            report.value("relay/power", object["power"], channel: rule.channel)
            return
        }
        report.value(rule, .text(message.text))
    }

    private static func rule(_ levels: [String], _ report: inout MessageReport) -> FoundRule? {
        let numbered = levels.count > 3 && !levels[3].isEmpty && levels[3].utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        guard numbered || levels.count <= 4 else { return nil }
        let property =
            numbered ? ([levels[2]] + levels[4...]).joined(separator: "/") : levels[2...].joined(separator: "/")
        guard property.utf8.count <= 64, report.rule(of: property) != nil else { return nil }
        return report.find(property, channel: numbered ? part(levels[3]) : "")
    }

    private static func part(_ number: String) -> String { number == "0" ? "" : number }

    /// The state of a motion sensor or a thermostat. Its `timestamp` is that of the last motion and not of the message.
    private func readFirstStatus(_ status: JSONValue, into report: inout MessageReport) {
        for key in ["motion", "vibration", "lux", "bat"] {
            let value = status[key]
            report.value("status/" + key, value?["value"] ?? value)
        }
        guard let temperature = status["tmp"], temperature["is_valid"]?.truth != false else { return }
        report.value("status/tmp", temperature["value"], unit: temperature["units"]?.text == "F" ? "F" : "C")
    }

    private mutating func readAnnounced(_ object: JSONValue, isShared: Bool, into report: inout MessageReport) {
        guard let id = object["id"]?.text, !id.isEmpty else { return }
        let address = object["mac"]?.text ?? ""
        if isShared { report.device(id, otherNames: [address], isShared: true) }
        if known.learn(first: id, model: object["model"]?.text ?? "", address: address) { report.keep(as: id) }
    }

    /// The device repeats the last press with its state; `event_cnt` tells it from the next.
    private mutating func readPress(
        _ message: DeviceMessage, id: String, input: String, into report: inout MessageReport
    ) throws(PayloadFault) {
        let object = try message.json()
        guard let event = object["event"]?.text, !event.isEmpty else { return }
        let press = ShellyPress(event: event, count: object["event_cnt"]?.number ?? -1)
        let key = id + "/" + input
        if press.count >= 0 {
            guard presses[key] != press else { return }
            if presses[key] != nil || presses.count < Self.pressLimit { presses[key] = press }
            report.keep()
        }
        report.value("input_event", .text(event), channel: Self.part(input))
    }
}
