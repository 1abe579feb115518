import CareModel

/// A device that runs Tasmota, and what was announced of it.
///
/// By reference: each message leads to it.
final class TasmotaDevice: Sendable {
    let place: TasmotaPlace
    let announcement: TasmotaAnnouncements.Device?
    private let otherNames: [String]

    init(place: TasmotaPlace, announcement: TasmotaAnnouncements.Device?) {
        (self.place, self.announcement) = (place, announcement)
        otherNames = announcement.map { [place.device, $0.topic] } ?? []
    }

    func begin(_ report: inout MessageReport) {
        report.device(announcement?.address ?? place.device, otherNames: otherNames)
    }

    func readPresence(_ text: String, into report: inout MessageReport) {
        guard let announcement else {
            report.value("LWT", .text(text))
            return
        }
        if text == announcement.online {
            report.availability(.online)
        } else if text == announcement.offline {
            report.availability(.offline, isAsleep: announcement.sleeps)
        } else {
            report.value("LWT", .text(text))
        }
    }

    /// The state of a relay.
    func readPower(_ value: JSONValue, channel: String, into report: inout MessageReport) {
        guard let isOn = truth(value) else { return }
        report.value("POWER", .truth(isOn), channel: channel)
    }

    /// `Switch2`: what is wired to it only the installer knows. `Button2`: presses.
    func readInput(isButton: Bool, _ value: JSONValue, channel: String, into report: inout MessageReport) {
        if isButton {
            report.value("Button", value, channel: channel)
        } else if let isOn = truth(value) {
            report.input(isOn, channel: channel)
        }
    }

    private func truth(_ value: JSONValue) -> Bool? {
        if let truth = value.truth { return truth }
        if let number = value.number { return number == 1 ? true : number == 0 ? false : nil }
        guard let text = value.text else { return nil }
        if let words = announcement?.states {
            if text == words.on { return true }
            if text == words.off { return false }
        }
        switch text.uppercased() {
        case "ON", "1": return true
        case "OFF", "0": return false
        default: return nil
        }
    }
}

/// Devices that a Tasmota hears by radio.
enum TasmotaRadio {
    /// The member is about another device.
    static func isOther(_ members: JSONValue.Members, of name: TasmotaKeys.Name) -> Bool {
        guard !members.isEmpty else { return false }
        return name.role == .radio || address(members) != nil || isZigbee(members)
    }

    /// A Zigbee device whose bridge leaves the wrapping `ZbReceived` away.
    static func isZigbee(_ members: JSONValue.Members) -> Bool {
        guard members["LinkQuality"] != nil, let short = members["Device"]?.text else { return false }
        return short.utf8.count == 6 && short.hasPrefix("0x")
    }

    private static func address(_ members: JSONValue.Members) -> String? {
        guard let text = members["MAC"]?.text ?? members["mac"]?.text, text.utf8.count == 12 || text.utf8.count == 17
        else { return nil }
        return text
    }

    /// Begins the device that a member of a message is about.
    static func begin(
        _ name: String, _ members: JSONValue.Members, _ message: TasmotaMessage, into report: inout MessageReport
    ) {
        let stated = address(members) ?? members["Device"]?.text
        report.device(stated ?? name, otherNames: [members["Name"]?.text ?? name], isShared: true)
        report.value("Time", members["Time"] ?? message.time)
    }

    /// The bits of a zone's status that do not depend on what sort of zone it is: 2 tamper, 3 battery.
    static func readZone(_ status: Double?, into report: inout MessageReport) {
        guard let status, let bits = UInt16(exactly: status) else { return }
        report.value("Zb.Tamper", .truth(bits & 4 != 0))
        report.value("Zb.BatteryLow", .truth(bits & 8 != 0))
    }
}
