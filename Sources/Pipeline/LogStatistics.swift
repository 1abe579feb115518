package import CareModel
package import DeviceProfiles

/// Counts what a recorded or simulated log holds, home by home, through the product's own decoder.
///
/// An event is a sensor going on: motion, a door opening, bed or chair taken, an appliance drawing 10 W; a press, a
/// measurement. A repeat of the same state is none, a retained message is none.
package struct LogStatistics {
    private var decoder: PayloadDecoder
    private var routes: [String: TopicRoute?] = [:]
    private var tallies: [HomeTally]
    private var readings: [Reading] = []
    /// Messages on topics of no home.
    package private(set) var strangers = 0

    package init(homes: [HomeDefinition], profiles: DeviceProfiles) {
        decoder = PayloadDecoder(profiles: profiles)
        tallies = homes.map(HomeTally.init)
        for (index, home) in homes.enumerated() { decoder.bind(home: index, definition: home, learned: []) }
    }

    /// Reads logs to their end; throws `LogError`.
    package mutating func read(logs: [String]) throws -> Int {
        var merge = try LogMerge(paths: logs)
        while let message = try merge.next() { take(message) }
        return merge.badLineCount
    }

    package mutating func take(_ message: IncomingMessage) {
        guard let route = route(message.topic) else {
            strangers += 1
            return
        }
        readings.removeAll(keepingCapacity: true)
        let outcome = decoder.decode(
            message.payload, route: route, retained: message.isRetained, receivedAt: message.receivedAt, into: &readings
        )
        if !outcome.learned.isEmpty { routes.removeAll() }
        tallies[route.home].take(readings, of: message)
    }

    private mutating func route(_ topic: String) -> TopicRoute? {
        if let known = routes[topic] { return known }
        let found = decoder.route(topic)
        routes[topic] = found
        return found
    }

    /// One for each home with a message, in the order of the homes.
    package func results() -> [HomeStatistics] { tallies.compactMap { $0.result() } }
}

/// What the log of one home comes to. Days are local; means and variations are over whole days with an event, so
/// without the first and the last day.
package struct HomeStatistics: Encodable, Sendable, Equatable {
    package var home: String
    /// From the first to the last message.
    package var days: Int
    package var daysWithEvents: Int
    package var messages: Int
    package var messagesPerDay: Double
    /// Share of messages that say the same as the device's last one within a second.
    package var duplicateShare: Double
    package var eventsPerDay: Spread
    package var rooms: [Room]
    /// Minutes between events that begin at 06-22 and at 22-06.
    package var dayGaps: Gaps?
    package var nightGaps: Gaps?
    /// Bathroom visits a night (22-06): stretches of activity joined when less than 3 min apart. Nil without a sensor.
    package var nightBathroomVisits: Spread?

    package struct Room: Encodable, Sendable, Equatable {
        package var room: String
        package var perDay: Spread
        /// Mean events a day by local hour, 24 of them.
        package var byHour: [Double]
    }

    /// Of one number a day.
    package struct Spread: Encodable, Sendable, Equatable {
        package var mean: Double
        package var deviation: Double
        /// Standard deviation over mean.
        package var variation: Double

        init(_ values: [Double]) {
            let count = Double(max(1, values.count))
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            deviation = values.count > 1 ? (squares / (count - 1)).squareRoot() : 0
            variation = mean > 0 ? deviation / mean : 0
        }
    }

    package struct Gaps: Encodable, Sendable, Equatable {
        package var median: Double
        package var p90: Double
        package var longest: Double
        /// Median over days of each day's longest.
        package var usualLongest: Double
    }
}

/// Counts of one home while its log is read.
private struct HomeTally {
    private let definition: HomeDefinition
    private var calendar: HomeCalendar
    private var messages = 0
    private var duplicates = 0
    private var first: LocalDay?
    private var last: LocalDay?
    private var isOn: [UInt16: Bool] = [:]
    private var lastSaid: [String: (at: Timestamp, what: [Said])] = [:]
    private var previous: Timestamp?
    private var gaps: [Bool: [Double]] = [:]
    private var longest: [Bool: [LocalDay: Double]] = [:]
    private var counts: [LocalDay: Int] = [:]
    private var roomCounts: [String: [LocalDay: [Int]]] = [:]
    private var nightVisits: [LocalDay: Int] = [:]
    private var bathroomBusyUntil = Timestamp.distantPast

    private struct Said: Equatable {
        var quantity: Quantity
        var value: Double
    }

    private static let bathrooms: Set = ["bathroom", "toilet", "wc", "restroom", "badrum", "toalett"]
    private static let applianceWatts = 10.0

    init(_ definition: HomeDefinition) {
        self.definition = definition
        calendar = HomeCalendar(timeZone: definition.timeZone)
    }

    mutating func take(_ readings: [Reading], of message: IncomingMessage) {
        let day = calendar.day(of: message.receivedAt)
        messages += 1
        first = first ?? day
        last = day
        guard !message.isRetained else { return }
        noteRepeat(readings, of: message)
        for reading in readings {
            guard let device = definition.devices.first(where: { $0.number == reading.device }) else { continue }
            let was = isOn[reading.device] == true
            if isEvent(reading) {
                count(reading.time, device)
                if isBathroom(device) { enterBathroom(at: reading.time) }
            } else if was, isBathroom(device), device.kind == .motion || device.kind == .presence {
                bathroomBusyUntil = max(bathroomBusyUntil, reading.time)
            }
        }
    }

    private mutating func noteRepeat(_ readings: [Reading], of message: IncomingMessage) {
        let what = readings.compactMap { reading -> Said? in
            switch reading.quantity {
            case .linkQuality, .rssi, .batteryVoltage, .heartbeat, .reportInterval: nil
            default: Said(quantity: reading.quantity, value: reading.value)
            }
        }
        defer { lastSaid[message.topic] = (message.receivedAt, what) }
        guard let before = lastSaid[message.topic], !what.isEmpty, before.what == what else { return }
        if message.receivedAt.milliseconds(since: before.at) <= 1000 { duplicates += 1 }
    }

    private func isBathroom(_ device: Device) -> Bool {
        device.placement == .toilet || Self.bathrooms.contains(device.room.lowercased())
    }

    private mutating func isEvent(_ reading: Reading) -> Bool {
        let now: Bool
        switch reading.quantity {
        case .motion, .occupancy, .presence, .bedOccupancy, .chairOccupancy, .contactOpen: now = reading.value != 0
        case .power: now = reading.value >= Self.applianceWatts
        case .buttonEvent, .sos, .medicationEvent, .bodyWeight, .bpSystolic, .bodyTemperature: return true
        default: return false
        }
        let was = isOn.updateValue(now, forKey: reading.device)
        return now && was != true
    }

    private mutating func count(_ time: Timestamp, _ device: Device) {
        let day = calendar.day(of: time)
        let hour = Int(calendar.wallMilliseconds(of: time) / 3_600_000) % 24
        counts[day, default: 0] += 1
        let room = device.room.isEmpty ? device.name : device.room
        roomCounts[room, default: [:]][day, default: Array(repeating: 0, count: 24)][hour] += 1
        defer { previous = max(time, previous ?? time) }
        guard let previous, time >= previous else { return }
        let startDay = calendar.day(of: previous)
        let startHour = calendar.wallMilliseconds(of: previous) / 3_600_000
        let (isDay, minutes) = ((6..<22).contains(startHour), time.minutes(since: previous))
        gaps[isDay, default: []].append(minutes)
        let night = !isDay && startHour >= 22 ? startDay.next : startDay
        longest[isDay, default: [:]][night] = max(longest[isDay]?[night] ?? 0, minutes)
    }

    private mutating func enterBathroom(at time: Timestamp) {
        defer { bathroomBusyUntil = max(bathroomBusyUntil, time.adding(seconds: 30)) }
        guard time > bathroomBusyUntil.adding(minutes: 3) else { return }
        let hour = calendar.wallMilliseconds(of: time) / 3_600_000
        guard !(6..<22).contains(hour) else { return }
        let day = calendar.day(of: time)
        nightVisits[hour >= 22 ? day.next : day, default: 0] += 1
    }

    func result() -> HomeStatistics? {
        guard let first, let last else { return nil }
        let days = Int(last.number - first.number) + 1
        let whole = counts.keys.filter { days <= 2 || ($0 > first && $0 < last) }.sorted()
        let rooms = roomCounts.keys.sorted().map { room -> HomeStatistics.Room in
            let perDay = whole.map { day in Double(roomCounts[room]?[day]?.reduce(0, +) ?? 0) }
            let byHour = (0..<24).map { hour in
                Double(whole.reduce(0) { $0 + (roomCounts[room]?[$1]?[hour] ?? 0) }) / Double(max(1, whole.count))
            }
            return HomeStatistics.Room(room: room, perDay: .init(perDay), byHour: byHour)
        }
        let hasBathroom = definition.devices.contains { isBathroom($0) }
        return HomeStatistics(
            home: definition.id, days: days, daysWithEvents: counts.count, messages: messages,
            messagesPerDay: Double(messages) / Double(max(1, counts.count)),
            duplicateShare: Double(duplicates) / Double(max(1, messages)),
            eventsPerDay: .init(whole.map { Double(counts[$0] ?? 0) }), rooms: rooms, dayGaps: spanned(true),
            nightGaps: spanned(false),
            nightBathroomVisits: hasBathroom ? .init(whole.map { Double(nightVisits[$0] ?? 0) }) : nil)
    }

    private func spanned(_ isDay: Bool) -> HomeStatistics.Gaps? {
        guard let all = gaps[isDay]?.sorted(), let daily = longest[isDay]?.values.sorted(), let last = all.last else {
            return nil
        }
        func quantile(_ values: [Double], _ share: Double) -> Double { values[Int(share * Double(values.count - 1))] }
        return .init(
            median: quantile(all, 0.5), p90: quantile(all, 0.9), longest: last, usualLongest: quantile(daily, 0.5))
    }
}
