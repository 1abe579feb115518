package import CareModel

extension PayloadDecoder {
    /// The devices of a home that its file does not list, those heard last first.
    package func unlisted(home: Int) -> [UnlistedDevice] {
        guard let bound = homes[home] else { return [] }
        var found = bound.unlisted
        for bridge in bound.bridges {
            for device in bridges[Int(bridge)].devices.values where device.boundTopic.isEmpty && !device.isGone {
                var known =
                    found[device.address]
                    ?? UnlistedDevice(
                        address: device.address, convention: profiles.zigbee2mqtt.convention, topic: device.topic)
                known.model = device.vendor.isEmpty ? device.model : "\(device.vendor) \(device.model)"
                known.quantities.formUnion(
                    device.properties.compactMap { profiles.zigbee2mqtt.properties[$0.name]?.quantity })
                found[device.address] = known
            }
        }
        return found.values.sorted {
            ($1.lastHeard ?? .distantPast, $0.address) < ($0.lastHeard ?? .distantPast, $1.address)
        }
    }

    /// Remembers what an unlisted device said.
    mutating func note(
        _ stated: ArraySlice<Reading>, of address: String, convention: String, topic: String, home: Int,
        at time: Timestamp
    ) {
        homes[home]?.unlisted.note(
            stated, of: address, topic: topic, at: time,
            new: UnlistedDevice(address: address, convention: convention, topic: topic))
    }

    /// A message of a zigbee2mqtt device that the home's file does not list: read like any other, for what it states.
    @inline(never)
    mutating func decodeUnlisted(
        _ payload: Span<UInt8>, _ route: TopicRoute, retained: Bool, receivedAt: Timestamp
    ) -> DecodeOutcome {
        guard let topic = route.topic?.text, !retained, !payload.isEmpty else { return .readings }
        var readings: [Reading] = []
        var reader = PayloadReader(
            ReadingContext(device: 0, flags: 0, bits: bits, receivedAt: receivedAt), first: 0)
        // What cannot be read of a device that nobody asked for is no fault.
        do { try reader.readObject(payload, table: &tables[Int(route.table)], into: &readings) } catch { readings = [] }
        let address = addressOf(topic: topic, home: route.home) ?? topic
        note(
            readings[...], of: address, convention: profiles.zigbee2mqtt.convention, topic: topic, home: route.home,
            at: receivedAt)
        return .readings
    }

    private func addressOf(topic: String, home: Int) -> String? {
        for bridge in homes[home]?.bridges ?? [] {
            for device in bridges[Int(bridge)].devices.values where device.topic == topic { return device.address }
        }
        return nil
    }
}

extension [String: UnlistedDevice] {
    /// So many unlisted devices are remembered of a home.
    private static var limit: Int { 200 }
    /// So many of the readings of a device's last message.
    fileprivate static var statedLimit: Int { 50 }

    /// Notes what a device said, in place; `new` is entered where it is not known.
    fileprivate mutating func note(
        _ stated: ArraySlice<Reading>, of address: String, topic: String, at time: Timestamp,
        new: @autoclosure () -> UnlistedDevice
    ) {
        let isKnown = self[address] != nil
        guard isKnown || count < Self.limit else { return }
        self[address, default: new()].note(stated, topic: topic, at: time)
    }
}

extension UnlistedDevice {
    private static let noMeasurements: Set<Quantity> = [.heartbeat, .availability, .reportInterval]

    fileprivate mutating func note(_ stated: ArraySlice<Reading>, topic: String, at time: Timestamp) {
        self.topic = topic
        quantities.formUnion(stated.lazy.map(\.quantity).filter { !Self.noMeasurements.contains($0) })
        lastHeard = max(lastHeard ?? .distantPast, time)
        if !stated.isEmpty { lastStated = Array(stated.prefix([String: UnlistedDevice].statedLimit)) }
    }
}
