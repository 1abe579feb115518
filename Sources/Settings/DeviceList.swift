import CareModel

/// Reads the devices of one home, from its file or from an installer's list, and refuses names and topics given twice.
struct DeviceList {
    /// Without a trailing slash; nil when the home's own keys are wrong, so that only the devices are checked.
    let baseTopic: String?
    private var names: [String: Int] = [:]
    private var addresses: [String: String] = [:]
    private var topics: [String: (name: String, place: FormValue)] = [:]
    private(set) var entries: [DeviceEntry] = []

    init(baseTopic: String?) { self.baseTopic = baseTopic }

    /// Reads every value; a device with an error is reported and left out.
    mutating func read(_ values: [FormValue]) {
        for value in values {
            let entry = value.map(required: DeviceEntry.requiredKeys, optional: DeviceEntry.optionalKeys) { form in
                self.entry(from: form)
            }
            if let entry { entries.append(entry) }
        }
        reportCovered()
    }

    private mutating func entry(from form: FormReader) -> DeviceEntry? {
        let name = form["device"]?.caption()
        let kindWord = form["kind"]?.text()
        let room = form["room"].map { $0.caption(orEmpty: true) } ?? ""
        let placementWord = form["placement"].map { $0.text() } ?? ""
        let kind = form["kind"]?.kind()
        let placement = form["placement"].map { $0.placement() } ?? Placement.none
        let isNew = name.map { claim($0, at: form["device"] ?? form.value) } ?? false
        // A name given twice would only repeat its error for the topic that follows from it.
        let topic = isNew || form["topic"] != nil ? topic(of: name, kind: kind, in: form) : nil
        let address = form["address"].map { claim(address: $0, name: name ?? "") } ?? ""
        guard let name, let kind, let kindWord, let room, let placement, let placementWord, let topic, let address,
            let number = UInt16(exactly: entries.count)
        else { return nil }
        let device = Device(
            number: number, name: name, kind: kind, room: room, placement: placement, topic: topic, address: address)
        return DeviceEntry(device: device, kindWord: kindWord, placementWord: placementWord)
    }

    private mutating func claim(_ name: String, at place: FormValue) -> Bool {
        if let first = names[name] {
            place.error("the device `\(name)` is given twice, first on line \(first); give each device its own name")
            return false
        }
        names[name] = place.line
        return true
    }

    private mutating func topic(of name: String?, kind: DeviceKind?, in form: FormReader) -> String? {
        let takesFilter = kind == .selfMonitoring
        let topic: String
        if let given = form["topic"] {
            guard let text = given.deviceTopic(takesFilter: takesFilter) else { return nil }
            if let baseTopic, !text.hasPrefix(baseTopic + "/") {
                given.error("\(given.label) must be inside the home's base topic `\(baseTopic)/`, read \(given.shown)")
                return nil
            }
            topic = text
        } else {
            guard let baseTopic, let name, let place = form["device"] else { return nil }
            topic = Self.defaultTopic(of: name, kind: kind, baseTopic: baseTopic)
            if !takesFilter, let fault = FormValue.topicFault(topic) {
                place.error("`\(name)` cannot be a topic's end: \(fault); give the device a `topic`")
                return nil
            }
        }
        return claim(topic: topic, name: name ?? "", at: form["topic"] ?? form["device"] ?? form.value) ? topic : nil
    }

    private mutating func claim(address place: FormValue, name: String) -> String? {
        guard let address = place.caption() else { return nil }
        if let first = addresses[address] {
            place.error("the address `\(address)` is already that of `\(first)`; each device has its own")
            return nil
        }
        addresses[address] = name
        return address
    }

    private mutating func claim(topic: String, name: String, at place: FormValue) -> Bool {
        if let first = topics[topic] {
            place.error(
                "the topic `\(topic)` is already that of `\(first.name)` on line \(first.place.line); "
                    + "give each device its own `topic`")
            return false
        }
        topics[topic] = (name, place)
        return true
    }

    /// A device inside another's filter would have its messages read twice.
    private func reportCovered() {
        for (filter, filterOwner) in topics where filter.hasSuffix("/#") {
            let start = filter.dropLast()
            for (topic, owner) in topics where topic != filter && topic.hasPrefix(start) {
                owner.place.error(
                    "the topic `\(topic)` of `\(owner.name)` is inside `\(filter)` of `\(filterOwner.name)`; "
                        + "give one of them another `topic`")
            }
        }
    }

    /// Where a device publishes unless its `topic` says otherwise.
    static func defaultTopic(of name: String, kind: DeviceKind?, baseTopic: String) -> String {
        kind == .selfMonitoring ? "\(baseTopic)/vitals/#" : "\(baseTopic)/zigbee2mqtt/\(name)"
    }
}
