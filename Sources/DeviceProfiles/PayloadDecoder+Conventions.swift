import CareModel

/// The conventions beside zigbee2mqtt and self-monitoring.
extension PayloadDecoder {
    /// Nil when the topic is none of theirs: then it is zigbee2mqtt's, self-monitoring's or nobody's.
    mutating func conventionRoute(_ topic: String, _ match: TopicIndex.Match) -> TopicRoute? {
        guard !profiles.others.isEmpty, let home = openHome(of: match), let base = homes[home]?.definition.baseTopic,
            topic.hasPrefix(base + "/")
        else { return nil }
        let message = MessageTopic(String(topic.dropFirst(base.utf8.count + 1)))
        guard !message.levels.contains("zigbee2mqtt") else { return nil }
        if homes[home]?.conventions == nil {
            homes[home]?.conventions = ConventionSet(profiles: profiles.others)
        }
        guard let conventions = homes[home]?.conventions, let index = conventions.owner(of: message) else { return nil }
        return TopicRoute(
            home: home, meaning: .convention, rule: Int32(index),
            topic: RoutedTopic(conventions.placed(message, by: index)))
    }

    /// The home whose conventions may be asked about the topic.
    private func openHome(of match: TopicIndex.Match) -> Int? {
        switch match {
        case .home(let home): Int(home)
        // A bridge that has announced its devices owns what is below it.
        case .bridge(let bridge, let home, _): bridges[Int(bridge)].devices.isEmpty ? Int(home) : nil
        case .device(let entry), .below(let entry, _): entry.table == Self.deviceTable ? Int(entry.home) : nil
        }
    }

    mutating func decodeConvention(
        _ payload: Span<UInt8>, _ route: TopicRoute, retained: Bool, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) -> DecodeOutcome {
        guard let topic = route.topic?.topic, let base = homes[route.home]?.definition.baseTopic else {
            return .readings
        }
        let message = DeviceMessage(
            topic: topic, base: base + "/", payload: Array(copying: payload), isRetained: retained,
            receivedAt: receivedAt)
        let report: MessageReport
        do {
            report = try read(message, home: route.home, convention: Int(route.rule))
        } catch {
            return .quarantine(reason: error.description)
        }
        take(
            report, of: message, home: route.home, convention: profiles.others[Int(route.rule)].convention,
            receivedAt: receivedAt, into: &readings)
        let kept = report.isKept ? keep(message, part: report.keptPart, home: route.home) : nil
        let learned = kept.map { [$0] } ?? []
        if let online = report.isBridgeOnline { return .bridge(online: online, learned: learned) }
        return learned.isEmpty ? .readings : .learned(learned)
    }

    private mutating func read(_ message: DeviceMessage, home: Int, convention: Int) throws(PayloadFault)
        -> MessageReport
    {
        let context = ReadingContext(
            device: 0, flags: message.isRetained ? bits.retained : 0, bits: bits, receivedAt: message.receivedAt)
        var report = MessageReport(table: conventionTables[convention], context: context)
        do {
            try homes[home]?.conventions?.read(message, by: convention, into: &report)
        } catch {
            conventionTables[convention] = report.finish()
            throw error
        }
        conventionTables[convention] = report.finish()
        return report
    }

    /// The readings of the devices that the home's file lists. A device that states nothing else gives one heartbeat.
    private mutating func take(
        _ report: MessageReport, of message: DeviceMessage, home: Int, convention: String, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) {
        // Parts that do not change below: a copy of the home would make what does change be copied.
        guard let places = homes[home]?.places, let listed = homes[home]?.definition.devices else { return }
        for device in report.devices {
            let place = places.device(device, topic: message.topic)
            guard let place, Int(place) < listed.count else {
                guard !message.isRetained, !message.isEmpty else { continue }
                note(
                    device.readings, of: device.address, convention: convention,
                    topic: message.base + message.topic.text, home: home, at: receivedAt)
                continue
            }
            let kind = listed[Int(place)].kind
            for reading in device.readings {
                var reading = reading
                reading.device = place
                if reading.quantity == .occupancy || reading.quantity == .presence {
                    reading.quantity = kind.meaning(of: reading.quantity)
                }
                readings.append(reading)
            }
            for input in device.inputs {
                guard let quantity = kind.meaningOfInput else { break }
                var reading = input
                (reading.device, reading.quantity) = (place, quantity)
                readings.append(reading)
            }
            if device.readings.isEmpty, device.inputs.isEmpty || kind.meaningOfInput == nil, !message.isRetained,
                !message.isEmpty
            {
                readings.append(Reading(device: place, quantity: .heartbeat, value: 1, time: receivedAt))
            }
        }
    }

    /// Nil when the same announcement is kept already, or no more are.
    private mutating func keep(_ message: DeviceMessage, part: String, home: Int) -> LearnedFact? {
        guard message.payload.count <= LearnedMessage.sizeLimitBytes else { return nil }
        // No topic holds a `#`.
        let topic = part.isEmpty ? message.topic.text : message.topic.text + "#" + part
        let digest = message.payload.reduce(5381) { ($0 &* 33) ^ Int($1) }
        guard homes[home]?.kept.take(topic, digest: digest, bytes: message.payload.count) == true else { return nil }
        return .message(LearnedMessage(topic: topic, payload: message.payload))
    }

    /// Reads what was announced before a restart again.
    mutating func recall(_ learned: [LearnedFact], home: Int) {
        for case .message(let kept) in learned {
            guard let base = homes[home]?.definition.baseTopic else { return }
            let topic = kept.topic.prefix { $0 != "#" }
            let message = DeviceMessage(
                topic: MessageTopic(String(topic)), base: base + "/", payload: kept.payload, isRetained: true,
                receivedAt: nil)
            guard let route = conventionRoute(base + "/" + topic, .home(Int32(home))) else { continue }
            // What can no longer be read taught nothing.
            _ = try? read(message, home: home, convention: Int(route.rule))
            _ = keep(message, part: String(kept.topic.dropFirst(topic.count + 1)), home: home)
        }
    }
}
