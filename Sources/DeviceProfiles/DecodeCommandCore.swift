import CareModel

/// `vardag decode`: lines of recorded messages in, lines of readings out. Knows no homes; learns from what bridges and
/// devices announce as it comes.
package struct DecodeCommandCore: Sendable {
    private let profiles: DeviceProfiles
    /// For zigbee2mqtt devices without a definition, self-monitoring, availability, and topics of no known convention.
    private var deviceTable: PropertyTable
    private var vitalsTable: PropertyTable
    private var availabilityTable: PropertyTable
    private var openTable: PropertyTable
    private var learnedTables: [PropertyTable] = []
    private var tableOf: [[ExposedProperty]: Int] = [:]
    /// By topic: index of the learned table.
    private var learned: [String: Int] = [:]
    private var bases: Set<String> = []
    private var readings: [Reading] = []
    private let bits = FlagBits()
    /// One set for all topics: no home's file tells them apart.
    private var conventions: ConventionSet
    private var reports: [MessageReport]

    package init(profiles: DeviceProfiles) {
        self.profiles = profiles
        deviceTable = PropertyTable(profile: profiles.zigbee2mqtt)
        vitalsTable = PropertyTable(profile: profiles.selfMonitoring)
        availabilityTable = PropertyTable(availability: Profile.availability)
        openTable = PropertyTable(profile: profiles.combined)
        conventions = ConventionSet(profiles: profiles.others)
        let context = ReadingContext(device: 0, flags: 0, bits: bits, receivedAt: nil)
        reports = profiles.others.map { MessageReport(table: PropertyTable(profile: $0), context: context) }
    }

    /// The output lines (JSON, without a line break) for one input line; `number` counts from 1.
    package mutating func decode(line: [UInt8], number: Int) -> [String] {
        let message: RecordedMessage
        do {
            message = try RecordedMessage(line: line)
        } catch {
            return [Self.quarantined(error.description, number)]
        }
        do {
            return try decode(message, number: number)
        } catch {
            return [Self.quarantined(error.description, number)]
        }
    }

    private mutating func decode(_ message: RecordedMessage, number: Int) throws(PayloadFault) -> [String] {
        let payload = message.payload
        let (from, to) = PayloadReader.trimmed(payload.span, 0, payload.count)
        let isObject = from < to && payload[from] == UInt8(ascii: "{")
        let open = OpenTopic(message.topic, isObject: isObject, bases: bases)
        if case .other = open, let told = try readConvention(message, number: number) { return told }
        // An empty payload clears a retained topic.
        guard from < to else { return [] }
        readings.removeAll(keepingCapacity: true)
        var reader = PayloadReader(context(of: message), first: 0)
        let device: String
        switch open {
        case .bridgeDevices(let base):
            try learn(payload.span, base: base)
            return []
        case .ignored:
            return []
        case .bridgeState:
            device = "bridge"
            try readAvailability(payload.span, isObject, &reader)
        case .availability(let name):
            device = name
            try readAvailability(payload.span, isObject, &reader)
        case .state(let name):
            device = name
            try readState(payload.span, topic: message.topic, &reader)
        case .attribute(let name, let property):
            device = name
            readAttribute(payload.span, property, topic: message.topic, &reader)
        case .vitals(let name):
            device = name
            try reader.readObject(payload.span, table: &vitalsTable, into: &readings)
        case .other(let topic):
            device = topic
            guard isObject else {
                throw PayloadFault(reason: "a plain value on a topic of no known convention", offset: from)
            }
            try reader.readObject(payload.span, table: &openTable, into: &readings)
        }
        return zip(readings, reader.channelNames).map { Self.line($0, channel: $1, device: device, number) }
    }

    private func context(of message: RecordedMessage) -> ReadingContext {
        ReadingContext(
            device: 0, flags: message.isRetained ? bits.retained : 0, bits: bits, receivedAt: message.receivedAt,
            isComplete: true)
    }

    /// Nil when the topic is of no convention.
    private mutating func readConvention(_ message: RecordedMessage, number: Int) throws(PayloadFault) -> [String]? {
        let parts = message.topic.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let base = parts.count == 3 && parts[0] == "homes" ? "homes/\(parts[1])/" : ""
        let topic = MessageTopic(String(message.topic.dropFirst(base.count)))
        guard let index = conventions.owner(of: topic) else { return nil }
        let told = DeviceMessage(
            topic: topic, base: base, payload: message.payload, isRetained: message.isRetained,
            receivedAt: message.receivedAt)
        reports[index].begin(context(of: message))
        try conventions.read(told, by: index, into: &reports[index])
        reports[index].finish()
        let report = reports[index]
        return report.entities.map { Self.line($0, number) }
            + report.devices.flatMap { device in
                device.readings.map {
                    Self.line(report.readings[$0], channel: report.channelNames[$0], device: device.address, number)
                }
            }
    }

    private mutating func readAvailability(
        _ payload: Span<UInt8>, _ isObject: Bool, _ reader: inout PayloadReader
    ) throws(PayloadFault) {
        if isObject {
            try reader.readObject(payload, table: &availabilityTable, into: &readings)
        } else {
            reader.readAttribute(
                payload, rule: availabilityTable.stateRule, table: availabilityTable, into: &readings)
        }
    }

    private mutating func readState(_ payload: Span<UInt8>, topic: String, _ reader: inout PayloadReader)
        throws(PayloadFault)
    {
        if let table = learned[topic] {
            try reader.readObject(payload, table: &learnedTables[table], into: &readings)
        } else {
            try reader.readObject(payload, table: &deviceTable, into: &readings)
        }
    }

    private mutating func readAttribute(
        _ payload: Span<UInt8>, _ property: String, topic: String, _ reader: inout PayloadReader
    ) {
        let packed = PackedText(property)
        let owner = String(topic.dropLast(property.count + 1))
        var table = learned[owner].map { learnedTables[$0] } ?? deviceTable
        let rule = table.resolve(property, packed: packed)
        guard rule >= 0 else { return }
        reader.readAttribute(
            payload, rule: table.rules[Int(rule)], part: table.channelNames[Int(rule)], table: table,
            into: &readings)
    }

    private mutating func learn(_ payload: Span<UInt8>, base: String) throws(PayloadFault) {
        bases.insert(base)
        for entry in try BridgeDevices(payload, profile: profiles.zigbee2mqtt).entries {
            let topic = base + "/" + entry.friendlyName
            guard !entry.properties.isEmpty else {
                learned[topic] = nil
                continue
            }
            if let known = tableOf[entry.properties] {
                learned[topic] = known
            } else {
                tableOf[entry.properties] = learnedTables.count
                learned[topic] = learnedTables.count
                learnedTables.append(PropertyTable(profile: profiles.zigbee2mqtt, exposed: entry.properties))
            }
        }
    }
}

extension DecodeCommandCore {
    private static func quarantined(_ reason: String, _ number: Int) -> String {
        "{\"line\":\(number),\"quarantined\":\(JSONText.quoted(reason))}"
    }

    private static func line(_ reading: Reading, channel: String, device: String, _ number: Int) -> String {
        var text = "{\"line\":\(number),\"quantity\":\"\(reading.quantity.name)\",\"value\":\(value(reading))"
        text += ",\"unit\":\(JSONText.quoted(reading.quantity.unit)),\"device\":\(JSONText.quoted(device))"
        if !channel.isEmpty { text += ",\"channel\":\(JSONText.quoted(channel))" }
        if reading.flags.contains(.sourceTime) { text += ",\"source_time\":\"\(reading.time)\"" }
        if reading.flags.contains(.retained) { text += ",\"retained\":true" }
        if reading.flags.contains(.historical) { text += ",\"historical\":true" }
        return text + "}"
    }

    private static func line(_ entity: MessageReport.Entity, _ number: Int) -> String {
        var text = "{\"line\":\(number),\"entity\":{\"quantity\":\"\(entity.quantity.name)\""
        text += ",\"state_topic\":\(JSONText.quoted(entity.stateTopic))"
        if !entity.valueTemplate.isEmpty { text += ",\"value_template\":\(JSONText.quoted(entity.valueTemplate))" }
        if entity.expireAfterSeconds > 0 { text += ",\"expire_after\":\(entity.expireAfterSeconds)" }
        return text + ",\"unit\":\(JSONText.quoted(entity.unit)),\"device\":\(JSONText.quoted(entity.device))}}"
    }

    private static func value(_ reading: Reading) -> String {
        switch reading.quantity.form {
        case .truth, .event: return reading.value == 0 ? "false" : "true"
        case .number: return JSONText.number(reading.value)
        case .label:
            let labels = reading.quantity.labels
            let index = Int(reading.value)
            return labels.indices.contains(index) ? "\"\(labels[index])\"" : "null"
        }
    }
}
