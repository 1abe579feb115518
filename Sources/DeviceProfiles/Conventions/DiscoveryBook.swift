import CareModel

/// What a home's announcements have declared, found by the topics that they name. Bounded: what goes beyond is not
/// remembered.
struct DiscoveryBook: Sendable {
    static let entityLimit = 2000
    private static let filterLimit = 200
    private static let topicLimitBytes = 512

    /// What one announcement declared.
    struct Announcement: Sendable {
        var entities: [DiscoveredEntity] = []
        var presences: [Presence] = []
        /// Of the message.
        var digest = 0
    }

    /// A device whose availability a topic tells.
    struct Presence: Sendable {
        var device: String
        /// Topics are below the home's base.
        var stated: [DiscoveryConfig.Availability]
        var templates: [ValueTemplate]
        var mode: String
    }

    struct Use<Value: Sendable>: Sendable {
        /// The announcement's topic and the place in it.
        var source: String
        var place: Int
        var value: Value
    }

    private var announcements: [String: Announcement] = [:]
    private var count = 0
    /// Announcements of a device.
    private var sources: [String: [String]] = [:]
    private var states: [String: [Use<DiscoveredEntity>]] = [:]
    private var availabilities: [String: [Use<Presence>]] = [:]
    /// State topics with wildcards.
    private var filters: [String] = []
    /// What availability topics said last.
    private var isAvailable: [String: Bool] = [:]

    func knows(_ source: String) -> Bool { announcements[source] != nil }

    /// The announcement is remembered as this message made it.
    func knows(_ source: String, digest: Int) -> Bool { announcements[source]?.digest == digest }

    /// Replaces what an announcement declared; false when there is no more room. Topics are below the home's base.
    mutating func learn(_ announcement: Announcement, from source: String) -> Bool {
        forget(source)
        let new = announcement.entities.count + announcement.presences.count
        guard new > 0, count + new <= Self.entityLimit,
            announcement.entities.allSatisfy({ $0.topic.utf8.count <= Self.topicLimitBytes })
        else { return false }
        announcements[source] = announcement
        count += new
        for (place, entity) in announcement.entities.enumerated() {
            insert(Use(source: source, place: place, value: entity), at: entity.topic)
            if !(sources[entity.device]?.contains(source) ?? false) {
                sources[entity.device, default: []].append(source)
            }
        }
        for (place, presence) in announcement.presences.enumerated() {
            for topic in Set(presence.stated.map(\.topic)) {
                let order = (presence.device, source, place)
                let uses = availabilities[topic] ?? []
                let at = uses.firstIndex { ($0.value.device, $0.source, $0.place) > order } ?? uses.count
                availabilities[topic, default: []].insert(
                    Use(source: source, place: place, value: presence), at: at)
            }
        }
        nameParts(of: Set(announcement.entities.map(\.device)))
        return true
    }

    mutating func forget(_ source: String) {
        guard let old = announcements.removeValue(forKey: source) else { return }
        count -= old.entities.count + old.presences.count
        for entity in old.entities {
            states[entity.topic]?.removeAll { $0.source == source }
            if states[entity.topic]?.isEmpty == true {
                states[entity.topic] = nil
                filters.removeAll { $0 == entity.topic }
            }
            sources[entity.device]?.removeAll { $0 == source }
            if sources[entity.device]?.isEmpty == true { sources[entity.device] = nil }
        }
        for topic in old.presences.flatMap({ $0.stated.map(\.topic) }) {
            availabilities[topic]?.removeAll { $0.source == source }
            if availabilities[topic]?.isEmpty == true {
                availabilities[topic] = nil
                isAvailable[topic] = nil
            }
        }
        nameParts(of: Set(old.entities.map(\.device)))
    }

    /// In the order of device, announcement and place, whatever came first.
    private mutating func insert(_ use: Use<DiscoveredEntity>, at topic: String) {
        if states[topic] == nil, topic.contains("+") || topic.contains("#") {
            guard filters.count < Self.filterLimit, Self.isBounded(topic) else { return }
            filters.append(topic)
        }
        let order = (use.value.device, use.source, use.place)
        let uses = states[topic] ?? []
        let at = uses.firstIndex { ($0.value.device, $0.source, $0.place) > order } ?? uses.count
        states[topic, default: []].insert(use, at: at)
    }

    /// A filter of nothing but wildcards is not believed.
    private static func isBounded(_ filter: String) -> Bool {
        filter.split(separator: "/").contains { $0 != "+" && $0 != "#" }
    }

    /// Numbers the parts of devices: the entities of one quantity, by the numbers in their names where each has its
    /// own, else in the order of the names. One alone is no part, and buttons are told apart by their events.
    private mutating func nameParts(of devices: Set<String>) {
        for device in devices {
            var groups: [Quantity: [(source: String, place: Int, name: String)]] = [:]
            for source in sources[device] ?? [] {
                for (place, entity) in (announcements[source]?.entities ?? []).enumerated()
                where entity.device == device && entity.quantity != .buttonEvent {
                    groups[entity.quantity, default: []].append((source, place, entity.name))
                }
            }
            for group in groups.values {
                let parts = group.sorted { ($0.name, $0.source, $0.place) < ($1.name, $1.source, $1.place) }
                let numbers = parts.compactMap { Self.number(in: $0.name) }
                let isNumbered = numbers.count == parts.count && Set(numbers).count == parts.count
                for (index, part) in parts.enumerated() {
                    let number = isNumbered ? numbers[index] : min(index + 1, Self.partLimit)
                    rename(part.source, part.place, to: parts.count > 1 ? String(number) : "")
                }
            }
        }
    }

    private static let partLimit = 99

    /// At the end: 2 of `temperature_2` and `power_l2`.
    private static func number(in name: String) -> Int? {
        let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        return Int(digits).flatMap { (1...partLimit).contains($0) ? $0 : nil }
    }

    private mutating func rename(_ source: String, _ place: Int, to channel: String) {
        guard let entity = announcements[source]?.entities[place], entity.channel != channel else { return }
        announcements[source]?.entities[place].channel = channel
        let at = states[entity.topic]?.firstIndex { $0.source == source && $0.place == place }
        if let at { states[entity.topic]?[at].value.channel = channel }
    }
}

// MARK: - Looking up

extension DiscoveryBook {
    func owns(_ topic: MessageTopic) -> Bool {
        states[topic.text] != nil || availabilities[topic.text] != nil
            || filters.contains { Self.matches($0, topic.levels) }
    }

    /// The entities that a topic speaks of, those of one device together.
    func entities(on topic: MessageTopic) -> [Use<DiscoveredEntity>] {
        var found = states[topic.text] ?? []
        for filter in filters where filter != topic.text && Self.matches(filter, topic.levels) {
            found += states[filter] ?? []
        }
        return found
    }

    /// The shortest time after which a value of the device expires, in seconds; 0 where none does.
    func expiry(of device: String) -> Int {
        let entities = (sources[device] ?? []).flatMap { announcements[$0]?.entities ?? [] }
        return entities.filter { $0.device == device && $0.expireAfterSeconds > 0 }.map(\.expireAfterSeconds).min() ?? 0
    }

    /// Devices whose availability the topic tells, each once.
    func presences(on topic: MessageTopic) -> [Presence] {
        var found: [Presence] = []
        for use in availabilities[topic.text] ?? [] where found.last?.device != use.value.device {
            found.append(use.value)
        }
        return found
    }

    /// Whether the device is there, after one of its topics said so; nil while that is not known.
    mutating func availability(of presence: Presence, _ topic: String, _ payload: JSONValue) -> Bool? {
        let said = zip(presence.stated, presence.templates).first { $0.0.topic == topic }
        guard let (stated, template) = said, let word = template.value(in: payload)?.rendered else { return nil }
        let now: Bool
        switch word {
        case stated.available: now = true
        case stated.notAvailable: now = false
        default: return nil
        }
        isAvailable[topic] = now
        let known = presence.stated.compactMap { isAvailable[$0.topic] }
        switch presence.mode {
        case "all": return !known.contains(false)
        case "any": return known.contains(true)
        default: return now
        }
    }

    private static func matches(_ filter: String, _ levels: [String]) -> Bool {
        let wanted = filter.split(separator: "/", omittingEmptySubsequences: false)
        for (at, level) in wanted.enumerated() {
            if level == "#" { return true }
            guard at < levels.count, level == "+" || level == levels[at] else { return false }
        }
        return wanted.count == levels.count
    }
}
