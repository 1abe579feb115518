package import CareEngine
package import CareModel
package import DeviceProfiles

/// One home in memory: messages through the decoder and the engine as `CarePipeline` takes them, and nothing stored.
/// For simulations that only look at what comes out: no floods are sampled, and there are no events of the gateway.
package struct HomeRun {
    private var decoder: PayloadDecoder
    private var engine: HomeEngine
    private var routes: [String: TopicRoute?] = [:]
    private var logs: [LocalDay: DayLog] = [:]
    private var clock = Timestamp.distantPast
    private var readings: [Reading] = []
    private var effects: [Effect] = []

    /// Logs of closed days are kept for late data as long as this.
    private static let keptDays: Int32 = 90

    package init(definition: HomeDefinition, profiles: DeviceProfiles, settings: EngineSettings) {
        decoder = PayloadDecoder(profiles: profiles)
        decoder.bind(home: 0, definition: definition, learned: [])
        engine = HomeEngine(definition: definition, settings: settings)
    }

    /// What one message told, for homes whose readings are changed before the engine sees them.
    package struct Input: Sendable {
        package var at: Timestamp
        package var readings: [Reading]
        /// The home's bridge came or went.
        package var bridgeOnline: Bool?

        package init(at: Timestamp, readings: [Reading], bridgeOnline: Bool? = nil) {
            (self.at, self.readings, self.bridgeOnline) = (at, readings, bridgeOnline)
        }
    }

    /// Takes one message, in the order of time.
    package mutating func take(
        topic: String, payload: [UInt8], isRetained: Bool, at time: Timestamp, _ body: (Effect) -> Void
    ) {
        let bridgeOnline = read(topic: topic, payload: payload, isRetained: isRetained, at: time)
        fold(at: time, bridgeOnline: bridgeOnline, body)
    }

    /// Decodes one message, in the order of time, without folding it.
    package mutating func input(
        topic: String, payload: [UInt8], isRetained: Bool, at time: Timestamp
    ) -> Input {
        let bridgeOnline = read(topic: topic, payload: payload, isRetained: isRetained, at: time)
        return Input(at: time, readings: readings, bridgeOnline: bridgeOnline)
    }

    /// Folds what a message told, in the order of time.
    package mutating func take(_ input: Input, _ body: (Effect) -> Void) {
        readings.removeAll(keepingCapacity: true)
        readings += input.readings
        fold(at: input.at, bridgeOnline: input.bridgeOnline, body)
    }

    private mutating func read(
        topic: String, payload: [UInt8], isRetained: Bool, at time: Timestamp
    ) -> Bool? {
        readings.removeAll(keepingCapacity: true)
        guard let route = route(topic) else { return nil }
        let outcome = decoder.decode(
            payload, route: route, retained: isRetained, receivedAt: time, into: &readings)
        if !outcome.learned.isEmpty { routes.removeAll() }
        if case .bridge(let online, _) = outcome, !isRetained { return online }
        return nil
    }

    private mutating func fold(at time: Timestamp, bridgeOnline: Bool?, _ body: (Effect) -> Void) {
        clock = max(clock, time)
        if engine.wakeAt <= clock {
            engine.advance(to: clock, recall: { [logs] in logs[$0] }, into: &effects)
        }
        if !readings.isEmpty {
            engine.fold(readings, at: clock, recall: { [logs] in logs[$0] }, into: &effects)
        }
        if let bridgeOnline {
            engine.bridge(online: bridgeOnline, at: clock, recall: { [logs] in logs[$0] }, into: &effects)
        }
        keep(body)
    }

    /// Moves the clock; timers fire at their own moments.
    package mutating func advance(to time: Timestamp, _ body: (Effect) -> Void) {
        clock = max(clock, time)
        engine.advance(to: clock, recall: { [logs] in logs[$0] }, into: &effects)
        keep(body)
    }

    /// Works in late data now: at the end.
    package mutating func settle(_ body: (Effect) -> Void) {
        engine.settle(recall: { [logs] in logs[$0] }, into: &effects)
        keep(body)
    }

    private mutating func route(_ topic: String) -> TopicRoute? {
        if let known = routes[topic] { return known }
        let found = decoder.route(topic)
        routes[topic] = found
        return found
    }

    private mutating func keep(_ body: (Effect) -> Void) {
        guard !effects.isEmpty else { return }
        for effect in effects {
            if case .dayLog(let log) = effect {
                logs[log.day] = log
                logs[log.day.advanced(by: -Self.keptDays)] = nil
            }
            body(effect)
        }
        effects.removeAll(keepingCapacity: true)
    }
}
