package import CareEngine
package import CareModel
package import DeviceProfiles
package import Store

/// The one path of a reading: message -> readings -> engine -> effects -> one transaction.
///
/// `take` processes, `commit` writes; live operation, replay and recovery all go through here. Confined to one thread.
package struct CarePipeline {
    package struct Options: Sendable {
        package var engine: EngineSettings
        package var pseudonyms: Pseudonyms
        /// For tests of crash recovery: a payload that holds these bytes traps the process.
        package var trapsOn: [UInt8]?

        package init(
            engine: EngineSettings = EngineSettings(), pseudonyms: Pseudonyms, trapsOn: [UInt8]? = nil
        ) {
            self.engine = engine
            self.pseudonyms = pseudonyms
            self.trapsOn = trapsOn
        }
    }

    let store: CareStore
    let options: Options
    let shelf: DayLogShelf
    let walks = WalkTest()
    package internal(set) var engines: [HomeEngine]
    /// The store's number of each home, by index.
    let homeNumbers: [Int64]
    let homeIndexes: [String: Int]
    /// By resident, as they are met.
    var pseudonyms: [String: String] = [:]
    var decoder: PayloadDecoder
    var topics: [Topic] = []
    var topicIndexes: [String: Int] = [:]
    /// Of `topics`, those that were there already when it last started anew.
    var topicsKept = 0
    /// Grows when something was learned that may change what topics mean.
    var routeVersion: UInt32 = 0
    /// The latest clock of any input.
    package internal(set) var clock = Timestamp.distantPast
    /// No home has a timer due before this.
    package internal(set) var wakeAt = Timestamp.distantPast
    var pending = PendingBatch()
    /// Topic names by the store's number, while recovering.
    var storedTopics: [Int64: String] = [:]
    /// By home: messages folded since its state was last written.
    /// The id of the last message written.
    var lastID: Int64 = 0
    var unsavedCounts: [Int]
    /// Homes whose state goes with the next commit.
    var statesDue: Set<Int> = []
    /// By home: the last message that its written state holds.
    var savedSequences: [Int64]
    /// Alerts of the highest priority not yet committed: told from memory when the disk is full.
    package internal(set) var urgent: [Alert] = []
    package var figures = PipelineFigures()
    var flood: FloodGuard
    /// Floods that began or ended and were not yet told.
    var floodNews: [FloodNews] = []
    /// An alert whose last change is before this is history: kept and shown, but nobody is told. Replay tells nobody
    /// of anything; a gateway in message clock tells what is at most an hour old.
    package var tellsSince = Timestamp.distantPast

    var readings: [Reading] = []
    private var effects: [Effect] = []

    /// Registers the homes and their devices in the store and makes an engine for each. Call `recover` before `take`.
    package init(store: CareStore, homes: [HomeDefinition], profiles: DeviceProfiles, options: Options) throws {
        self.store = store
        self.options = options
        shelf = DayLogShelf(store: store)
        decoder = PayloadDecoder(profiles: profiles)
        let registered = try HomeRegister.enrol(homes, in: store)
        homeNumbers = registered.map(\.number)
        homeIndexes = Dictionary(uniqueKeysWithValues: homes.enumerated().map { ($1.id, $0) })
        engines = registered.map { HomeEngine(definition: $0.complete, settings: options.engine) }
        flood = FloodGuard(homes: homes.count)
        unsavedCounts = Array(repeating: 0, count: homes.count)
        savedSequences = Array(repeating: 0, count: homes.count)
        let learned = try store.learnedDevices()
        for (index, home) in registered.enumerated() {
            let facts = (learned[home.number] ?? []).compactMap { try? LearnedFact(bytes: $0.bytes) }
            decoder.bind(home: index, definition: home.listed, learned: facts)
        }
    }

    // MARK: Taking

    /// Processes one message: nothing is on disk until `commit`.
    package mutating func take(_ message: IncomingMessage, digest: Int64) {
        let topic = topicIndex(message.topic)
        let isSized = message.payload.count <= PayloadDecoder.payloadLimitBytes
        if let route = topics[topic].route, isSized {
            decode(message, digest, topic, route)
            return
        }
        let at = message.isBacklog ? clock : max(clock, message.receivedAt)
        if message.topic == GatewayEvent.topic {
            takeGatewayEvent(message, digest: digest, topic: topic, at: at)
        } else {
            let reason = isSized ? topics[topic].refusal ?? "topic of no home" : Self.tooLarge
            takeNobodys(message, digest, topic, reason: reason, at: at)
        }
    }

    /// A message that is not looked into. What is too large to be read is kept cut.
    private mutating func takeNobodys(
        _ message: IncomingMessage, _ digest: Int64, _ topic: Int, reason: String, at: Timestamp
    ) {
        advance(to: at)
        let home = topics[topic].route?.home ?? topics[topic].refusedHome
        if isFlood(message, home: home, topic: topic),
            !flood.isNews([], .readings, at: message.receivedAt, home: home)
        {
            sampleAway(message, digest, topic, home: home, at: at)
            return
        }
        var message = message
        if message.payload.count > PayloadDecoder.payloadLimitBytes {
            message.payload.removeLast(message.payload.count - QuarantineRow.sampleLimitBytes)
        }
        refuse(message, topic, reason: reason, at: at)
        append(message, digest, topic, home: home, at: at, flags: .quarantined)
    }

    private static let tooLarge = "larger than \(PayloadDecoder.payloadLimitBytes) bytes"

    /// Stores a message of the gateway's own that says nothing about a home, such as its marker to itself: it has a
    /// place in the broker's sequence.
    package mutating func keepMarker(_ message: IncomingMessage, digest: Int64) {
        append(message, digest, topicIndex(message.topic), home: -1, at: clock, flags: .gateway)
    }

    /// Stores a message that crashed the gateway before, without looking into it.
    package mutating func takeUnread(_ message: IncomingMessage, digest: Int64, reason: String) {
        let at = max(clock, message.receivedAt)
        let topic = topicIndex(message.topic)
        advance(to: at)
        refuse(message, topic, reason: reason, at: at)
        append(message, digest, topic, home: -1, at: at, flags: .quarantined)
    }

    /// Moves the clock of all homes; timers fire at their own moments.
    package mutating func advance(to time: Timestamp) {
        if time >= wakeAt { advanceHomes(to: time) }
        clock = max(clock, time)
    }

    private mutating func advanceHomes(to time: Timestamp) {
        var next = Timestamp.distantFuture
        for home in engines.indices {
            if engines[home].wakeAt <= time {
                let number = homeNumbers[home]
                engines[home].advance(to: time, recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
                keepEffects(of: home)
            }
            next = min(next, engines[home].wakeAt)
        }
        wakeAt = next
    }

    private mutating func decode(_ message: IncomingMessage, _ digest: Int64, _ topic: Int, _ route: TopicRoute) {
        if let trap = options.trapsOn, message.payload.contains(trap) { fatalError("a payload that traps, for a test") }
        readings.removeAll(keepingCapacity: true)
        let outcome = decoder.decode(
            message.payload, route: route, retained: message.isRetained, receivedAt: message.receivedAt,
            into: &readings)
        let at = message.isBacklog ? backlogTime(message.receivedAt) : max(clock, message.receivedAt)
        advance(to: at)
        let home = route.home
        if isFlood(message, home: home, topic: topic),
            !flood.isNews(readings, outcome, at: message.receivedAt, home: home)
        {
            sampleAway(message, digest, topic, home: home, at: at)
            return
        }
        var flags = MessageFlags(rawValue: 0)
        switch outcome {
        case .readings: fold(into: home, at: at)
        case .quarantine(let reason):
            refuse(message, topic, reason: reason, at: at)
            flags = .quarantined
        case .learned(let facts):
            learn(facts, home, topic)
            fold(into: home, at: at)
        case .bridge(let online, let facts):
            learn(facts, home, topic)
            fold(into: home, at: at)
            if !message.isRetained {
                setBridge(home, online: online, at: at)
                flags = online ? .bridgeOnline : .bridgeOffline
            }
        }
        append(message, digest, topic, home: home, at: at, flags: flags)
    }

    private mutating func learn(_ facts: [LearnedFact], _ home: Int, _ topic: Int) {
        topics[topic].hasMeaning = true
        guard !facts.isEmpty else { return }
        for fact in facts { pending.learned.append((home, fact)) }
        routeVersion &+= 1
    }

    private static let sourceTime = ReadingFlags.sourceTime.rawValue

    /// While a backlog drains the clock follows the messages' own times; without one it stands still, and the reading
    /// says only that its device lived.
    private mutating func backlogTime(_ receivedAt: Timestamp) -> Timestamp {
        var at = clock
        for index in readings.indices {
            if readings[index].flags.rawValue & Self.sourceTime != 0 {
                at = max(at, min(readings[index].time, receivedAt))
                figures.timedBacklog += 1
            } else {
                readings[index].flags.insert(.backlog)
                figures.untimedBacklog += 1
            }
        }
        return at
    }

    private mutating func fold(into home: Int, at: Timestamp) {
        guard !readings.isEmpty else { return }
        figures.readings += readings.count
        walks.take(readings, home: home, at: at)
        let number = homeNumbers[home]
        engines[home].fold(readings, at: at, recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
        keepEffects(of: home)
        wakeAt = min(wakeAt, engines[home].wakeAt)
    }

    private mutating func setBridge(_ home: Int, online: Bool, at: Timestamp) {
        let number = homeNumbers[home]
        engines[home].bridge(
            online: online, at: at, recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
        keepEffects(of: home)
        wakeAt = min(wakeAt, engines[home].wakeAt)
    }

    /// Begins a replay: time is that of its messages, also where the database has seen later ones of other homes.
    package mutating func beginReplay() {
        clock = .distantPast
        wakeAt = .distantPast
    }

    /// Works in all late data now: at the end of a replay.
    package mutating func settle() {
        for home in engines.indices {
            let number = homeNumbers[home]
            engines[home].settle(recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
            keepEffects(of: home)
        }
    }

    // MARK: The gateway's own events

    private mutating func takeGatewayEvent(_ message: IncomingMessage, digest: Int64, topic: Int, at: Timestamp) {
        let event = GatewayEvent(payload: message.payload)
        // Time that nobody watched must be known as such before its timers fire.
        if case .unwatched(let from, _) = event { advance(to: min(from, at)) } else { advance(to: at) }
        guard let event else {
            refuse(message, topic, reason: "not an event of the gateway", at: at)
            append(message, digest, topic, home: -1, at: at, flags: [.gateway, .quarantined])
            return
        }
        let target = apply(event, at: at)
        append(message, digest, topic, home: target, at: at, flags: .gateway)
    }

    /// Gives the event to the homes it is about; returns the home's index, -2 for all, -1 for none.
    @discardableResult
    mutating func apply(_ event: GatewayEvent, at: Timestamp, only: Int? = nil) -> Int {
        switch event {
        case .act(let verb):
            guard let index = homeIndexes[verb.home] else { return -1 }
            let number = homeNumbers[index]
            _ = engines[index].act(
                verb, at: at,
                recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
            keepEffects(of: index)
            // So that a report sees what the verdict moved.
            if verb.judgement != nil { statesDue.insert(index) }
            return index
        case .enter(let entry, let home, let person):
            return change(home) { engine, recall, effects in
                _ = engine.enter(entry, at: at, by: person, recall: recall, into: &effects)
            }
        case .setup(let setup, let home):
            return change(home) { engine, recall, effects in
                engine.take(setup, at: at, recall: recall, into: &effects)
            }
        case .unwatched(let from, let to):
            for home in engines.indices where only == nil || only == home {
                let number = homeNumbers[home]
                engines[home].unwatched(
                    from: from, to: to, recall: { [shelf] in shelf.log(home: number, day: $0) }, into: &effects)
                keepEffects(of: home)
            }
        case .clockSetBack(let to):
            for home in engines.indices where only == nil || only == home { engines[home].setClockBack(to: to) }
            clock = to
        }
        wakeAt = engines.map(\.wakeAt).min() ?? .distantFuture
        return -2
    }

    /// Gives one home's engine something of its own; returns the home's index, -1 where there is no such home.
    private mutating func change(
        _ home: String, _ body: (inout HomeEngine, DayLogLookup, inout [Effect]) -> Void
    ) -> Int {
        guard let index = homeIndexes[home] else { return -1 }
        let number = homeNumbers[index]
        body(&engines[index], { [shelf] in shelf.log(home: number, day: $0) }, &effects)
        keepEffects(of: index)
        wakeAt = min(wakeAt, engines[index].wakeAt)
        return index
    }

    // MARK: Keeping for the commit

    private mutating func keepEffects(of home: Int) {
        guard !effects.isEmpty else { return }
        for effect in effects {
            switch effect {
            case .dayLog(let log): shelf.put(log, home: homeNumbers[home])
            case .alert(let alert):
                if alert.priority == .p1, alert.state == .firing, isTold(alert) { urgent.append(alert) }
            case .lateDataWorkedIn: statesDue.insert(home)
            case .feature: break
            }
            pending.effects.append(PendingBatch.HomeEffect(home: home, effect: effect))
        }
        effects.removeAll(keepingCapacity: true)
    }

    func isTold(_ alert: Alert) -> Bool {
        guard tellsSince < .distantFuture, let last = alert.history.last else { return alert.onset >= tellsSince }
        // A person who acts on an old alert does so now.
        return last.at >= tellsSince || last.by != "engine"
    }

    mutating func append(
        _ message: IncomingMessage, _ digest: Int64, _ topic: Int, home: Int, at: Timestamp, flags: MessageFlags
    ) {
        if flags.contains(.quarantined) || flags.contains(.gateway) { readings.removeAll(keepingCapacity: true) }
        if !readings.isEmpty || flags.contains(.gateway) { topics[topic].hasMeaning = true }
        var flags = flags
        if message.isRetained { flags.insert(.retained) }
        if message.isBacklog { flags.insert(.backlog) }
        let row = MessageBatch.Row(
            home: home >= 0 ? homeNumbers[home] : 0, at: at, receivedAt: message.receivedAt, topic: 0,
            packetID: message.packetID, digest: digest, flags: flags)
        pending.messages.append(row, payload: message.payload, readings: readings)
        readings.removeAll(keepingCapacity: true)
        pending.topics.append(topic)
        if home >= 0 { unsavedCounts[home] += 1 }
        figures.messages += 1
    }

    private mutating func refuse(_ message: IncomingMessage, _ topic: Int, reason: String, at: Timestamp) {
        figures.quarantined += 1
        let sample = Array(message.payload.prefix(QuarantineRow.sampleLimitBytes))
        pending.refusals.append(
            PendingBatch.Refusal(topic: topics[topic].name, reason: reason, at: at, sample: sample))
    }
}
