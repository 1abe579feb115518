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
    func readInput(_ name: String, _ value: JSONValue, channel: String, into report: inout MessageReport) {
        if name.lowercased() == "button" {
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
    static func isOther(_ member: JSONValue.Members.Member) -> Bool {
        guard case .object = member.value else { return false }
        return isDevice(member) || isZigbee(member)
    }

    /// A sensor heard over Bluetooth: `<name>-<last half of its address>`, or it states its address.
    static func isDevice(_ member: JSONValue.Members.Member) -> Bool {
        if address(member.value) != nil { return true }
        let name = member.key.utf8
        guard name.count > 7, !member.value.members.isEmpty else { return false }
        let tail = name.suffix(7)
        return tail.first == UInt8(ascii: "-")
            && tail.dropFirst().allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
                default: false
                }
            }
    }

    /// A Zigbee device whose bridge leaves the wrapping `ZbReceived` away.
    static func isZigbee(_ member: JSONValue.Members.Member) -> Bool {
        guard member.value["LinkQuality"] != nil, let short = member.value["Device"]?.text else { return false }
        return short.utf8.count == 6 && short.hasPrefix("0x")
    }

    private static func address(_ object: JSONValue) -> String? {
        guard let text = object["MAC"]?.text ?? object["mac"]?.text, text.utf8.count == 12 || text.utf8.count == 17
        else { return nil }
        return text
    }

    /// Begins the device that a member of a message is about.
    static func begin(
        _ member: JSONValue.Members.Member, _ message: TasmotaMessage, into report: inout MessageReport
    ) {
        let stated = address(member.value) ?? member.value["Device"]?.text
        let name = member.value["Name"]?.text ?? member.key
        report.device(stated ?? member.key, otherNames: [name], isShared: true)
        report.value("Time", member.value["Time"] ?? message.time)
    }

    /// The bits of a zone's status that do not depend on what sort of zone it is: 2 tamper, 3 battery.
    static func readZone(_ status: Double?, into report: inout MessageReport) {
        guard let status, let bits = UInt16(exactly: status) else { return }
        report.value("Zb.Tamper", .truth(bits & 4 != 0))
        report.value("Zb.BatteryLow", .truth(bits & 8 != 0))
    }
}
