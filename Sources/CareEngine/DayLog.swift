package import CareModel

/// What one home's sensors said on one local day: all that the day's features are made from.
///
/// Events are kept in order of arrival and sorted when used, so that features depend on the set alone.
package struct DayLog: Sendable, Equatable {
    package var day: LocalDay
    /// State at the first moment of the day.
    var carry: DayCarry
    var events: [LoggedEvent] = []
    /// By device number: the ten-minute slots in which the device was heard.
    var heard: [SlotSet] = []
    /// By device number, of the plugs: the minutes in which the appliance drew power.
    var powered: [UInt16: MinuteSet] = [:]
    /// The lowest and highest indoor temperature that was reported, Cel.
    var indoorTemperature: ClosedRange<Double>?
    /// Spans in which nobody watched (gateway down, clock stepped), as slots.
    var unwatched = SlotSet()
    /// Slots in which the bridge was offline for longer than a moment.
    var bridgeOffline = SlotSet()
    /// So many minutes of activity that it is hardly known whether others were there.
    var isNearlyCrowded = false
    /// How long each device, and last the home, could be silent and still count as alive; set when the day closes, so
    /// that late data is judged by what was known then.
    var silenceLimits: [Int64] = []
    /// The values as last published; empty while the day is open.
    var published: [PublishedFeature] = []

    /// A flooding device must not take the memory of the box: later events of such a day are not logged.
    static let eventLimit = 50_000

    init(day: LocalDay, carry: DayCarry) {
        self.day = day
        self.carry = carry
    }

    mutating func log(_ event: LoggedEvent) {
        guard events.count < Self.eventLimit else { return }
        events.append(event)
    }

    /// Drops what carries a later time.
    mutating func forget(after time: Timestamp) { events.removeAll { $0.time > time } }

    mutating func hear(_ device: UInt16, slot: Int) {
        while heard.count <= Int(device) { heard.append(SlotSet()) }
        heard[Int(device)].insert(slot)
    }

    /// Notes what a sensor of the home's surroundings said; the day's features need no more of it than this.
    mutating func note(_ reading: LoggedEvent, start: Timestamp, map: HomeMap) {
        switch reading.quantity {
        case .power:
            guard let appliance = map.appliance(reading.device), reading.value >= appliance.leastWatts else { return }
            powered[reading.device, default: MinuteSet()]
                .insert(Int(reading.time.milliseconds(since: start) / 60_000))
        case .temperature:
            guard map.isClimateSensor(reading.device) else { return }
            let known = indoorTemperature ?? reading.value...reading.value
            indoorTemperature = min(known.lowerBound, reading.value)...max(known.upperBound, reading.value)
        default: break
        }
    }

    /// Slots of which nothing is known: nobody watched, or the bridge was offline and nothing from the middle of that time
    /// was delivered later.
    var unseen: SlotSet {
        var unseen = unwatched
        guard bridgeOffline != SlotSet() else { return unseen }
        let heard = heardByAnyone
        for run in bridgeOffline.runs {
            let middle = run.dropFirst().dropLast()
            if !middle.contains(where: heard.contains) { run.forEach { unseen.insert($0) } }
        }
        return unseen
    }

    func heardSlots(_ device: UInt16) -> SlotSet {
        Int(device) < heard.count ? heard[Int(device)] : SlotSet()
    }

    /// The day's events in order, each once.
    func sortedEvents() -> [LoggedEvent] {
        var sorted = events
        var inOrder = true
        for i in sorted.indices.dropFirst() where !LoggedEvent.precedes(sorted[i - 1], sorted[i]) {
            inOrder = false
            break
        }
        if inOrder { return sorted }
        sorted.sort(by: LoggedEvent.precedes)
        var unique: [LoggedEvent] = []
        unique.reserveCapacity(sorted.count)
        for event in sorted where unique.last != event { unique.append(event) }
        return unique
    }

    /// A published value that may be compared with other days.
    func comparable(_ feature: String) -> Double? {
        published.first { $0.feature == feature && $0.withheld == nil }?.value
    }
}

/// What is known at the first moment of a day from the days before it.
struct DayCarry: Sendable, Equatable {
    /// By device number.
    var tracks: [DeviceTrack] = []
    /// By device number: when the device was last heard; `.distantPast` when never.
    var lastHeard: [Timestamp] = []
    /// When the home was last heard at all.
    var homeHeard = Timestamp.distantPast
    /// The latest sign of a person.
    var lastActivity = Timestamp.distantPast
    /// Sight of the home was lost then and nobody has been noticed since: the resident may have gone out meanwhile.
    var unseenSince: Timestamp?
    /// The latest sign of a person, when an outer door could not be heard at some time since: the resident may have gone
    /// out by it.
    var perhapsOutSince: Timestamp?
    /// The resident went out at this moment and has not been noticed since.
    var awaySince: Timestamp?
}

/// A feature's last published value, kept to know whether late data changes it.
struct PublishedFeature: Sendable, Equatable {
    var feature: String
    var value: Double?
    var coverage: Double
    var context: DayContext
    var withheld: Withheld?
    var revision: Int
}
