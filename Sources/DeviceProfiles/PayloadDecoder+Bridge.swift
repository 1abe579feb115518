import CareModel

extension PayloadDecoder {
    /// `bridge/devices`: who is there, under which name, with which properties.
    @inline(never)
    mutating func learn(_ payload: Span<UInt8>, bridge: Int) -> DecodeOutcome {
        guard !payload.isEmpty, bridges.indices.contains(bridge), let home = homes[bridges[bridge].home] else {
            return .readings
        }
        var entries: [BridgeDevices.Entry]
        do {
            entries = try BridgeDevices(payload, profile: profiles.zigbee2mqtt).entries
        } catch {
            return .quarantine(reason: error.description)
        }
        for i in entries.indices { entries[i].properties = shared(entries[i].properties) }
        let changed = bridges[bridge].announce(entries, definition: home.definition)
        guard !changed.isEmpty else { return .readings }
        indexDevices(of: bridges[bridge].home)
        return .learned(changed.map { .device($0) })
    }

    /// One copy of equal definitions, with a table of rules.
    mutating func shared(_ properties: [ExposedProperty]) -> [ExposedProperty] {
        guard !properties.isEmpty else { return [] }
        if let at = tableOf.index(forKey: properties) { return tableOf[at].key }
        // Without a definition its keys mean what they mean on any device.
        guard tables.count < Self.tableLimit else { return [] }
        tableOf[properties] = UInt32(tables.count)
        tables.append(PropertyTable(profile: profiles.zigbee2mqtt, exposed: properties))
        return properties
    }

    private func table(of properties: [ExposedProperty]) -> UInt32 {
        properties.isEmpty ? Self.deviceTable : tableOf[properties] ?? Self.deviceTable
    }

    /// Enters the topics of a home's devices anew: those of its file, then where the bridges say they are.
    mutating func indexDevices(of home: Int) {
        guard let bound = homes[home] else { return }
        let number = Int32(home)
        index.remove(topics: bound.topics, of: number)
        let numberOf = Dictionary(
            bound.definition.devices.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let present = bound.bridges.flatMap { bridges[Int($0)].devices.values.filter { !$0.isGone } }
        var topics: [String] = []
        for device in bound.definition.devices where !device.topic.hasSuffix("/#") {
            let isSelfMonitoring = device.kind == .selfMonitoring
            index.add(
                topic: device.topic,
                TopicIndex.Entry(
                    home: number, device: device.number, kind: device.kind,
                    table: isSelfMonitoring ? Self.selfMonitoringTable : Self.deviceTable))
            topics.append(device.topic)
        }
        for device in present.sorted(by: { $0.address < $1.address }) {
            let listed = device.boundTopic.isEmpty ? nil : numberOf[device.name]
            index.add(
                topic: device.topic,
                TopicIndex.Entry(
                    home: number, device: listed?.number, kind: listed?.kind ?? .other,
                    table: table(of: device.properties)))
            topics.append(device.topic)
        }
        homes[home]?.topics = topics
    }
}
