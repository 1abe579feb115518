import CareModel

/// The conventions beside zigbee2mqtt and self-monitoring.
extension PayloadDecoder {
    /// Nil when the topic is none of theirs: then it is zigbee2mqtt's, self-monitoring's or nobody's.
    mutating func conventionRoute(_ topic: String, _ match: TopicIndex.Match) -> TopicRoute? {
        guard !profiles.others.isEmpty, let home = openHome(of: match), let places = homes[home]?.places,
            topic.hasPrefix(places.base)
        else { return nil }
        let message = MessageTopic(String(topic.dropFirst(places.base.utf8.count)))
        guard !message.levels.contains("zigbee2mqtt") else { return nil }
        if homes[home]?.conventions == nil {
            homes[home]?.conventions = ConventionSet(profiles: profiles.others)
        }
        guard let conventions = homes[home]?.conventions, let index = conventions.owner(of: message) else { return nil }
        return TopicRoute(
            home: home, meaning: .convention, rule: Int32(index),
            topic: MessageTopic(message, place: conventions.place(of: message, by: index), home: places))
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

    @inline(never)
    mutating func decodeConvention(
        _ payload: [UInt8], _ route: TopicRoute, retained: Bool, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) -> DecodeOutcome {
        guard let topic = route.topic else { return .readings }
        let convention = Int(route.rule)
        let message = DeviceMessage(
            topic: topic, base: topic.home.base, payload: payload, isRetained: retained,
            receivedAt: receivedAt)
        do {
            try read(message, home: route.home, convention: convention)
        } catch {
            return .quarantine(reason: error.description)
        }
        let isLive = !retained && !payload.isEmpty
        let unlisted = reports[convention].finish(
            on: topic, heartbeat: isLive ? receivedAt : nil, into: &readings)
        if isLive {
            for index in unlisted { note(index, convention, of: message, home: route.home, at: receivedAt) }
        }
        guard reports[convention].teaches else { return .readings }
        return taught(by: convention, message, home: route.home)
    }

    /// What a message is that taught something or told of the bridge.
    private mutating func taught(by convention: Int, _ message: DeviceMessage, home: Int) -> DecodeOutcome {
        var learned: [LearnedFact] = []
        if reports[convention].isKept, let fact = keep(message, part: reports[convention].keptPart, home: home) {
            learned.append(fact)
        }
        if let online = reports[convention].isBridgeOnline { return .bridge(online: online, learned: learned) }
        return learned.isEmpty ? .readings : .learned(learned)
    }

    /// Leaves what the convention found in its report.
    private mutating func read(_ message: DeviceMessage, home: Int, convention: Int) throws(PayloadFault) {
        reports[convention].begin(
            ReadingContext(
                device: 0, flags: message.isRetained ? bits.retained : 0, bits: bits, receivedAt: message.receivedAt))
        try homes[home]?.conventions?.read(message, by: convention, into: &reports[convention])
    }

    private mutating func note(
        _ index: Int, _ convention: Int, of message: DeviceMessage, home: Int, at time: Timestamp
    ) {
        let device = reports[convention].devices[index]
        note(
            reports[convention].readings[device.readings], of: device.address,
            convention: profiles.others[convention].convention, topic: message.base + message.topic.text, home: home,
            at: time)
    }

    /// Nil when the same announcement is kept already, or no more are.
    private mutating func keep(_ message: DeviceMessage, part: String, home: Int) -> LearnedFact? {
        guard message.payload.count <= LearnedMessage.sizeLimitBytes else { return nil }
        // No topic holds a `#`.
        let topic = part.isEmpty ? message.topic.text : message.topic.text + "#" + part
        guard homes[home]?.kept.take(topic, digest: message.digest, bytes: message.payload.count) == true else {
            return nil
        }
        return .message(LearnedMessage(topic: topic, payload: message.payload))
    }

    /// Reads what was announced before a restart again.
    mutating func recall(_ learned: [LearnedFact], home: Int) {
        for case .message(let kept) in learned {
            guard let base = homes[home]?.places.base else { return }
            let topic = kept.topic.prefix { $0 != "#" }
            let message = DeviceMessage(
                topic: MessageTopic(String(topic)), base: base, payload: kept.payload, isRetained: true,
                receivedAt: nil)
            guard let route = conventionRoute(base + topic, .home(Int32(home))) else { continue }
            // What can no longer be read taught nothing.
            try? read(message, home: home, convention: Int(route.rule))
            _ = keep(message, part: String(kept.topic.dropFirst(topic.count + 1)), home: home)
        }
    }
}
