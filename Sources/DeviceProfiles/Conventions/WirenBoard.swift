import CareModel

/// Wiren Board: one value a topic on `/devices/<device>/controls/<control>`, what it means on `.../meta`, whether it could
/// be read on `.../meta/error`. The slash in front makes an empty level.
///
/// Where a control's type is not known (yet), its name tells what it measures.
struct WirenBoard: Convention {
    static let name = "wiren_board"

    private static let controlLimit = 4000

    /// What is known of a control.
    struct Control: Hashable, Sendable {
        var type = ""
        var units = ""
        var isReadOnly = false
        /// Its value is an old one.
        var isFailing = false
    }

    /// Key of the profile and part of the device.
    private struct Meaning {
        /// Empty: no reading.
        var key: String
        var channel: String
    }

    /// What a topic with values says.
    private struct Value: Sendable {
        var device: String
        /// Nil when it is no reading.
        var rule: FoundRule?
    }

    /// By device and control, joined by a slash.
    private var controls: [String: Control] = [:]
    /// Of controls that can be read, until something is said about one.
    private var values = TopicCache<Value>()

    func owns(_ topic: MessageTopic) -> Bool {
        let levels = Self.levels(topic)
        guard levels.count >= 3, levels[levels.startIndex] == "devices" else { return false }
        switch levels[levels.startIndex + 2] {
        case "controls": return levels.count > 3
        case "meta": return topic.levels[0].isEmpty || levels.last == "error"
        default: return false
        }
    }

    /// Without the empty one in front.
    private static func levels(_ topic: MessageTopic) -> ArraySlice<String> {
        topic.levels[0].isEmpty ? topic.levels.dropFirst() : topic.levels[...]
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        if let value = values[message.topic] {
            if !message.isEmpty { read(message, value, into: &report) }
            return
        }
        let levels = Array(Self.levels(message.topic))
        let device = levels[1]
        guard levels[2] == "controls" else {
            // Of the device: its other facts are names.
            if levels.count == 4, levels[3] == "error" {
                report.device(device, levels: 2)
                report.value("availability", .text(message.isEmpty ? "online" : "offline"))
            }
            return
        }
        let id = device + "/" + levels[3]
        switch levels.count {
        case 4: readValue(message, device: device, control: levels[3], id, into: &report)
        case 5 where levels[4] == "meta": try learn(message, id, into: &report)
        case 6 where levels[4] == "meta": learn(levels[5], message, id, into: &report)
        default: return
        }
    }

    // MARK: Announcements

    private mutating func learn(_ message: DeviceMessage, _ id: String, into report: inout MessageReport)
        throws(PayloadFault)
    {
        values.forget()
        guard !message.isEmpty else {
            controls[id] = nil
            report.keep()
            return
        }
        let meta = try message.json()
        change(id, into: &report) { control in
            control.type = meta["type"]?.text ?? ""
            control.units = meta["units"]?.text ?? ""
            control.isReadOnly = meta["readonly"]?.word == "true" || meta["readonly"]?.word == "1"
        }
        if let error = meta["error"] { controls[id]?.isFailing = Self.isReadError(error.text ?? "") }
    }

    /// One fact a topic, as old versions publish them.
    private mutating func learn(
        _ fact: String, _ message: DeviceMessage, _ id: String, into report: inout MessageReport
    ) {
        values.forget()
        switch fact {
        case "type": change(id, into: &report) { $0.type = message.text }
        case "units": change(id, into: &report) { $0.units = message.text }
        case "readonly": change(id, into: &report) { $0.isReadOnly = message.text == "1" || message.text == "true" }
        case "error":
            guard controls[id] != nil || controls.count < Self.controlLimit else { return }
            controls[id, default: Control()].isFailing = Self.isReadError(message.text)
        default: return
        }
    }

    /// `r`: reading failed; `w` and `p` leave the value as it is.
    private static func isReadError(_ text: String) -> Bool { text.contains("r") }

    private mutating func change(_ id: String, into report: inout MessageReport, _ body: (inout Control) -> Void) {
        guard controls[id] != nil || controls.count < Self.controlLimit else { return }
        var control = controls[id] ?? Control()
        let before = (control.type, control.units, control.isReadOnly)
        body(&control)
        guard before != (control.type, control.units, control.isReadOnly) else { return }
        controls[id] = control
        report.keep()
    }

    // MARK: Values

    private mutating func readValue(
        _ message: DeviceMessage, device: String, control name: String, _ id: String, into report: inout MessageReport
    ) {
        guard !message.isEmpty else { return }
        let control = controls[id] ?? Control()
        // The last value that could be read is no sign of life.
        guard !control.isFailing else { return }
        let meaning = Self.meaning(of: name, control, report)
        var value = Value(device: device)
        if !meaning.key.isEmpty {
            value.rule = report.find(meaning.key, unit: control.units, channel: meaning.channel)
        }
        values[message.topic] = value
        read(message, value, into: &report)
    }

    private func read(_ message: DeviceMessage, _ value: Value, into report: inout MessageReport) {
        report.device(value.device, levels: 2)
        if let rule = value.rule { report.value(rule, .text(message.text)) }
    }

    /// Types whose name says nothing about what they measure.
    private static let operated: Set<String> = [
        "switch", "wo-switch", "pushbutton", "alarm", "range", "rgb", "dimmer", "text",
    ]

    private static func meaning(of name: String, _ control: Control, _ report: MessageReport) -> Meaning {
        if operated.contains(control.type) {
            let type = control.type == "switch" && control.isReadOnly ? "input" : control.type
            return known("type:" + type, channel: name, report)
        }
        let (plain, part) = split(name)
        if report.rule(of: plain) != nil { return Meaning(key: plain, channel: part) }
        if report.rule(of: "type:" + control.type) != nil {
            return Meaning(key: "type:" + control.type, channel: name)
        }
        return known("unit:" + control.units, channel: name, report)
    }

    private static func known(_ key: String, channel: String, _ report: MessageReport) -> Meaning {
        Meaning(key: report.rule(of: key) == nil ? "" : key, channel: channel)
    }

    /// `Ch 2 P L1` is `p` of the part `2 L1`.
    private static func split(_ name: String) -> (name: String, part: String) {
        var words = name.split(separator: " ").map(String.init)
        var part: [String] = []
        if words.count > 2, words[0].lowercased() == "ch", UInt8(words[1]) != nil {
            part.append(words[1])
            words.removeFirst(2)
        }
        if words.count > 1, let last = words.last, UInt8(last) != nil || ["L1", "L2", "L3"].contains(last) {
            part.append(last)
            words.removeLast()
        }
        return (words.joined(separator: " ").lowercased(), part.joined(separator: " "))
    }
}
