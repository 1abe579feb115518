package import CareModel

extension PayloadDecoder {
    /// Appends the readings of one message. `receivedAt` is the clock of receipt.
    ///
    /// A message of a listed device that states nothing else gives one `heartbeat`, unless it is retained.
    package mutating func decode(
        _ payload: [UInt8], route: TopicRoute, retained: Bool, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) -> DecodeOutcome {
        let first = readings.count
        let outcome = decodeAny(payload, route, retained: retained, receivedAt: receivedAt, into: &readings)
        guard readings.count - first > Self.readingLimit else { return outcome }
        readings.removeSubrange(first...)
        guard case .readings = outcome else { return outcome }
        return .quarantine(reason: "more than \(Self.readingLimit) readings in one message")
    }

    @inline(__always)
    private mutating func decodeAny(
        _ payload: [UInt8], _ route: TopicRoute, retained: Bool, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) -> DecodeOutcome {
        switch route.meaning {
        case .state, .attribute, .availability:
            return decodeDevice(payload.span, route, retained: retained, receivedAt: receivedAt, into: &readings)
        case .convention:
            return decodeConvention(payload, route, retained: retained, receivedAt: receivedAt, into: &readings)
        case .bridgeState: return bridgeState(payload.span)
        case .bridgeDevices: return learn(payload.span, bridge: Int(route.bridge))
        case .unlisted: return decodeUnlisted(payload.span, route, retained: retained, receivedAt: receivedAt)
        case .ignored: return .readings
        case .unknown: return .quarantine(reason: "the topic is of no device in the home's file")
        }
    }

    private mutating func decodeDevice(
        _ payload: Span<UInt8>, _ route: TopicRoute, retained: Bool, receivedAt: Timestamp,
        into readings: inout [Reading]
    ) -> DecodeOutcome {
        // An empty payload clears a retained topic.
        guard let device = route.device, !payload.isEmpty, Int(route.table) < tables.count else { return .readings }
        let first = readings.count
        reader.begin(
            ReadingContext(
                device: device, flags: retained ? bits.retained : 0, bits: bits, receivedAt: receivedAt,
                kind: route.kind, occupancy: route.kind.meaning(of: .occupancy),
                presence: route.kind.meaning(of: .presence)),
            first: first)
        do {
            if route.meaning == .state {
                try reader.readObject(payload, table: &tables[Int(route.table)], into: &readings)
            } else {
                try readPart(payload, route, into: &readings)
            }
        } catch {
            readings.removeSubrange(first...)
            return .quarantine(reason: error.description)
        }
        if readings.count == first {
            if route.meaning == .availability { return .quarantine(reason: "neither online nor offline") }
            if !retained { readings.append(reader.blank) }
        }
        return .readings
    }

    /// A topic below the device's own.
    @inline(never)
    private mutating func readPart(
        _ payload: Span<UInt8>, _ route: TopicRoute, into readings: inout [Reading]
    ) throws(PayloadFault) {
        let table = Int(route.table)
        switch route.meaning {
        case .attribute where route.rule >= 0:
            let rule = tables[table].rules[Int(route.rule)]
            // A bridge repeats each action of the JSON message on this topic: one press must not count twice. A call
            // for help may come twice; it must not be lost.
            let first = readings.count
            reader.readAttribute(payload, rule: rule, table: tables[table], into: &readings)
            if rule.reads == .action { Self.dropRepeats(from: first, in: &readings) }
        case .attribute:
            break
        case .availability where payload[0] != UInt8(ascii: "{"):
            reader.readAttribute(
                payload, rule: tables[table].stateRule, table: tables[table], into: &readings)
        default:
            try reader.readObject(payload, table: &tables[table], into: &readings)
        }
    }

    private static func dropRepeats(from first: Int, in readings: inout [Reading]) {
        for i in (first..<readings.count).reversed() where readings[i].quantity != .sos { readings.remove(at: i) }
    }

    /// `{"state":"online"}` or plain `online`.
    @inline(never)
    private mutating func bridgeState(_ payload: Span<UInt8>) -> DecodeOutcome {
        guard !payload.isEmpty else { return .readings }
        let table = Int(Self.availabilityTable)
        var readings: [Reading] = []
        var reader = PayloadReader(ReadingContext(device: 0, flags: 0, bits: bits, receivedAt: nil), first: 0)
        do {
            if payload[0] == UInt8(ascii: "{") {
                try reader.readObject(payload, table: &tables[table], into: &readings)
            } else {
                reader.readAttribute(
                    payload, rule: tables[table].stateRule, table: tables[table], into: &readings)
            }
        } catch {
            return .quarantine(reason: error.description)
        }
        guard let state = readings.first else { return .quarantine(reason: "neither online nor offline") }
        return .bridge(online: state.value == 0)
    }
}
