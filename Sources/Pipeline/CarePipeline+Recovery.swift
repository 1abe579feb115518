import CareEngine
import CareModel
import DeviceProfiles
import Store

/// Recovery: each home's written state, and the messages since it folded again by the same code. What they caused is
/// in the store already, so their effects are dropped.
extension CarePipeline {
    /// What a start found.
    package struct Recovery: Sendable, Equatable {
        package var homes = 0
        package var refoldedMessages = 0
        /// Homes whose state was of another version or unreadable, with the reason: rebuilt from the kept messages.
        package var rebuilt: [String] = []
    }

    package mutating func recover() throws -> Recovery {
        var recovery = Recovery()
        storedTopics = try store.topics()
        defer { storedTopics = [:] }
        try loadStates(&recovery)
        try refold(&recovery)
        clock = try store.checkpoint("clock").flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) } ?? clock
        advance(to: clock)
        dropEffects(keepingDayLogs: !recovery.rebuilt.isEmpty)
        recovery.homes = engines.count
        takeSetups()
        if !recovery.rebuilt.isEmpty { try commitAndSaveStates() }
        return recovery
    }

    /// What homes' files say now that they did not say before goes into the log like a message.
    private mutating func takeSetups() {
        for engine in engines {
            guard let setup = engine.changedSetup else { continue }
            let event = GatewayEvent.setup(setup, home: engine.definition.id)
            let message = IncomingMessage(topic: GatewayEvent.topic, payload: event.payload, receivedAt: clock)
            take(message, digest: message.digest)
        }
    }

    private mutating func loadStates(_ recovery: inout Recovery) throws {
        let indexes = Dictionary(uniqueKeysWithValues: homeNumbers.enumerated().map { ($1, $0) })
        try store.forEachState { row in
            guard let home = indexes[row.home] else { return }
            let id = engines[home].definition.id
            guard row.version == HomeState.version else {
                recovery.rebuilt.append("\(id): state of version \(row.version), this is version \(HomeState.version)")
                return
            }
            do {
                let state = try HomeState(decoding: row.bytes)
                engines[home] = HomeEngine(
                    definition: engines[home].definition, state: state, settings: options.engine)
                savedSequences[home] = row.sequence
            } catch {
                recovery.rebuilt.append("\(id): \(error)")
            }
        }
    }

    private mutating func refold(_ recovery: inout Recovery) throws {
        let indexes = Dictionary(uniqueKeysWithValues: homeNumbers.enumerated().map { ($1, $0) })
        let first = savedSequences.min() ?? 0
        lastID = savedSequences.max() ?? 0
        var readings: [Reading] = []
        try store.forEachMessage(after: first, home: nil, limit: nil) { message in
            lastID = max(lastID, message.id)
            if message.flags.contains(.gateway) {
                refoldEvent(message, indexes)
                return
            }
            guard let home = indexes[message.home], message.id > savedSequences[home],
                !message.flags.contains(.quarantined), !message.flags.contains(.sampled)
            else { return }
            recovery.refoldedMessages += 1
            unsavedCounts[home] += 1
            readings.removeAll(keepingCapacity: true)
            try Reading.unpack(message.readings, base: message.receivedAt, into: &readings)
            refold(readings, message, home)
        }
    }

    private mutating func refold(_ readings: [Reading], _ message: StoredMessage, _ home: Int) {
        var effects: [Effect] = []
        let recall: DayLogLookup = { [shelf, number = homeNumbers[home]] in shelf.log(home: number, day: $0) }
        if !readings.isEmpty { engines[home].fold(readings, at: message.at, recall: recall, into: &effects) }
        if let online = bridgeState(message, isEmpty: readings.isEmpty) {
            engines[home].bridge(online: online, at: message.at, recall: recall, into: &effects)
        }
        keepDayLogs(effects, home)
    }

    /// What a bridge said of itself. Older rows do not tell: of them a message without readings is looked into.
    private mutating func bridgeState(_ message: StoredMessage, isEmpty: Bool) -> Bool? {
        if message.flags.contains(.bridgeOnline) { return true }
        if message.flags.contains(.bridgeOffline) { return false }
        guard isEmpty, !message.flags.contains(.retained), !message.payload.isEmpty,
            let name = storedTopics[message.topic], let route = decoder.route(name)
        else { return nil }
        var none: [Reading] = []
        let outcome = decoder.decode(
            message.payload, route: route, retained: false, receivedAt: message.receivedAt, into: &none)
        guard case .bridge(let online, _) = outcome else { return nil }
        return online
    }

    private mutating func refoldEvent(_ message: StoredMessage, _ indexes: [Int64: Int]) {
        guard let event = GatewayEvent(payload: message.payload) else { return }
        if let home = indexes[message.home] {
            if message.id > savedSequences[home] { apply(event, at: message.at) }
        } else {
            for home in engines.indices where message.id > savedSequences[home] {
                apply(event, at: message.at, only: home)
            }
        }
    }

    private mutating func keepDayLogs(_ effects: [Effect], _ home: Int) {
        for effect in effects {
            guard case .dayLog(let log) = effect else { continue }
            shelf.put(log, home: homeNumbers[home])
            pending.effects.append(PendingBatch.HomeEffect(home: home, effect: effect))
        }
    }

    /// What the refolded messages caused is in the store already; only rebuilt days' logs are written anew.
    private mutating func dropEffects(keepingDayLogs: Bool) {
        pending.effects.removeAll { effect in
            guard keepingDayLogs, case .dayLog = effect.effect else { return true }
            return false
        }
        urgent.removeAll()
        if !keepingDayLogs { shelf.saved() }
    }
}
