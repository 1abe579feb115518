import CareModel

/// Shelly: the first generation on `shellies/<id>/...`, later ones on `<prefix>/events/rpc` and `<prefix>/status/...`,
/// and the Bluetooth devices that these hear.
struct Shelly: Convention {
    static let name = "shelly"

    var known = ShellyDevices()
    /// By device and input: the count of the last press of the first generation.
    var presses: [String: ShellyPress] = [:]
    /// Of the first generation: what topics with plain values say.
    var values = TopicCache<FoundRule>()
    private var places = TopicCache<ShellyPlace>()
    var keys = ShellyKeys()

    init() {}

    func owns(_ topic: MessageTopic) -> Bool {
        if topic[0] == "shellies" { return topic.levels.count > 1 }
        return ShellyPlace(topic, known: known) != nil
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        if message.topic[0] == "shellies" {
            try readFirst(message, into: &report)
            return
        }
        guard let place = place(of: message.topic) else { return }
        switch place.sort {
        case .events: try readEvents(message, place, into: &report)
        case .broadcast: try readBroadcast(message, into: &report)
        case .answer: try readAnswer(message, into: &report)
        case .status(let component):
            begin(place.prefix, into: &report)
            try readComponent(component, message.json(), of: place.prefix, into: &report)
        case .online:
            begin(place.prefix, into: &report)
            readOnline(message.text, sleeps: known.sleeps(place.prefix), into: &report)
        case .ignored: break
        }
    }

    private mutating func place(of topic: MessageTopic) -> ShellyPlace? {
        if let known = places[topic] { return known }
        let place = ShellyPlace(topic, known: known)
        places[topic] = place
        return place
    }

    func begin(_ prefix: String, into report: inout MessageReport) {
        guard let id = known.id(ofPrefix: prefix) else {
            report.device(prefix)
            return
        }
        report.device(id, otherNames: [prefix])
    }

    func readOnline(_ text: String, sleeps: Bool, into report: inout MessageReport) {
        switch text.lowercased() {
        case "true": report.availability(.online)
        case "false": report.availability(.offline, isAsleep: sleeps)
        default: break
        }
    }

    /// `NotifyStatus`, `NotifyFullStatus` and `NotifyEvent`.
    private mutating func readEvents(
        _ message: DeviceMessage, _ place: ShellyPlace, into report: inout MessageReport
    ) throws(PayloadFault) {
        let object = try message.json()
        guard let parameters = object["params"] else {
            begin(place.prefix, into: &report)
            return
        }
        if let source = object["src"]?.text, known.learn(id: source, prefix: place.prefix) { report.keep() }
        begin(place.prefix, into: &report)
        report.time(SourceTime(parameters["ts"]))
        switch object["method"]?.text {
        case "NotifyStatus", "NotifyFullStatus": readStatus(parameters, of: place.prefix, into: &report)
        case "NotifyEvent": readNotified(parameters, of: place.prefix, into: &report)
        default: break
        }
    }

    /// Bluetooth devices after the device's own components: they begin devices of their own.
    mutating func readStatus(_ status: JSONValue, of prefix: String, into report: inout MessageReport) {
        for member in status.members where !ShellyComponent.isRadio(member.key) {
            readComponent(member.key, member.value, of: prefix, into: &report)
        }
        for member in status.members where ShellyComponent.isRadio(member.key) {
            readComponent(member.key, member.value, of: prefix, into: &report)
        }
    }

    mutating func readComponent(
        _ name: String, _ status: JSONValue, of prefix: String, into report: inout MessageReport
    ) {
        let component = keys.component(name)
        switch component.sort {
        case "bthomesensor", "bthomedevice", "blutrv":
            readRadio(component, status, of: prefix, into: &report)
        case "sys":
            if let period = status["wakeup_period"]?.number {
                known.learn(prefix, sleeps: period > 0)
                report.reports(everySeconds: period)
            }
        case "input":
            if let isOn = status["state"]?.truth { report.input(isOn, channel: component.channel) }
        default:
            if component.sort == "devicepower", status.at(["external", "present"])?.truth == false {
                known.learn(prefix, sleeps: true)
            }
            guard !component.isMistrusted(status) else { return }
            keys.read(status, of: component, into: &report)
        }
    }
}

/// `switch:0`, `wifi`.
struct ShellyComponent: Hashable, Sendable {
    var sort: String
    /// Empty for the first.
    var channel: String

    init(_ name: String) {
        let parts = name.split(separator: ":", maxSplits: 1)
        sort = String(parts.first ?? "")
        channel = parts.count > 1 && parts[1] != "0" ? String(parts[1]) : ""
    }

    static func isRadio(_ name: String) -> Bool { name.hasPrefix("bthome") || name.hasPrefix("blutrv") }

    /// What a sensor measures while it reports a fault is not known.
    func isMistrusted(_ status: JSONValue) -> Bool {
        switch sort {
        case "temperature", "humidity", "illuminance", "voltmeter":
            !(status["errors"]?.elements.isEmpty ?? true)
        default: false
        }
    }
}

/// What components and their keys mean, as found in the profile.
struct ShellyKeys: Sendable {
    private var components: [String: ShellyComponent] = [:]
    /// By component, then key; nil for what is no reading.
    private var known: [ShellyComponent: KeyMemory<FoundRule?>] = [:]
    private var count = 0

    private static let limit = 2000
    private static let lengthLimit = 64

    mutating func component(_ name: String) -> ShellyComponent {
        if let known = components[name] { return known }
        let component = ShellyComponent(name)
        if components.count < Self.limit, name.utf8.count <= Self.lengthLimit { components[name] = component }
        return component
    }

    /// The members by the profile's `<component>:<key>`, members of members by `<component>:<key>.<key>`; what all
    /// components share is listed as `*:<key>`.
    mutating func read(_ status: JSONValue, of component: ShellyComponent, into report: inout MessageReport) {
        for member in status.members {
            let value = member.value
            let nested = value.members
            if nested.isEmpty {
                read(member.name, { member.key }, value, of: component, into: &report)
            } else {
                for inner in nested {
                    let key = member.key + "." + inner.key
                    read(PackedText(key), { key }, inner.value, of: component, into: &report)
                }
            }
        }
    }

    private mutating func read(
        _ name: PackedText, _ key: () -> String, _ value: JSONValue, of component: ShellyComponent,
        into report: inout MessageReport
    ) {
        guard !value.isNull else { return }
        if let rule = known[component]?.find(name) {
            if let rule { report.value(rule, value) }
            return
        }
        let key = key()
        guard key.utf8.count <= Self.lengthLimit, component.sort.utf8.count <= Self.lengthLimit else { return }
        let rule = Self.rule(of: key, component, &report)
        if count < Self.limit {
            known[component, default: KeyMemory()].remember(name, rule)
            count += 1
        }
        if let rule { report.value(rule, value) }
    }

    /// Three phases of a meter are told by the letter before the key.
    private static let phases = ["a_": "a", "b_": "b", "c_": "c"]

    private static func rule(of key: String, _ component: ShellyComponent, _ report: inout MessageReport) -> FoundRule?
    {
        let sort = component.sort
        if sort == "em" || sort == "emdata", let phase = phases[String(key.prefix(2))] {
            let property = sort + ":" + key.dropFirst(2)
            return report.rule(of: property) == nil ? nil : report.find(property, channel: phase)
        }
        let own = sort + ":" + key
        if report.rule(of: own) != nil { return report.find(own, channel: component.channel) }
        guard metered.contains(sort), report.rule(of: "*:" + key) != nil else { return nil }
        return report.find("*:" + key, channel: component.channel)
    }

    /// Components that switch, and measure what goes through them.
    private static let metered: Set = [
        "switch", "light", "cct", "rgb", "rgbw", "rgbcct", "cover", "pm1", "em1", "relay",
    ]
}
