package import CareModel

/// Turns the messages of bound homes into readings. One value for all homes; pure apart from what it has learned.
package struct PayloadDecoder: Sendable {
    let profiles: DeviceProfiles
    var tables: [PropertyTable]
    /// Devices with the same definition share a table.
    var tableOf: [[ExposedProperty]: UInt32] = [:]
    var homes = BoundHomes()
    var bridges: [Bridge] = []
    var index = TopicIndex()
    let bits = FlagBits()
    /// Begins anew with each message of a bridge's device: to make one costs as much as to read a value.
    var reader: PayloadReader
    /// What each of the other conventions found in its last message, with its rules; in the order of `ConventionSet`.
    var reports: [MessageReport]

    /// Tables that every decoder has.
    static let deviceTable: UInt32 = 0
    static let selfMonitoringTable: UInt32 = 1
    static let availabilityTable: UInt32 = 2
    /// Different definitions that are told apart, of all homes.
    static let tableLimit = 10_000
    /// A message with more is quarantined whole.
    package static let readingLimit = 4096
    /// A larger payload is of no convention.
    package static let payloadLimitBytes = JSONScanner.sizeLimitBytes

    struct BoundHome: Sendable {
        let definition: HomeDefinition
        /// Topics of its devices in the index.
        var topics: [String] = []
        var bridges: [Int32] = []
        /// Made when the first topic of another convention is met.
        var conventions: ConventionSet?
        var kept = KeptAnnouncements()
        let places: DevicePlaces
        /// Devices that are not in the home's file, by address.
        var unlisted: [String: UnlistedDevice] = [:]
    }

    /// By the index given to `bind`; looked into without copying a home.
    struct BoundHomes: Sendable {
        private var slots: [BoundHome?] = []

        subscript(_ home: Int) -> BoundHome? {
            _read {
                if slots.indices.contains(home) { yield slots[home] } else { yield nil }
            }
            _modify {
                while slots.count <= home { slots.append(nil) }
                yield &slots[home]
            }
        }
    }

    package init(profiles: DeviceProfiles) {
        self.profiles = profiles
        tables = [
            PropertyTable(profile: profiles.zigbee2mqtt), PropertyTable(profile: profiles.selfMonitoring),
            PropertyTable(availability: Profile.availability),
        ]
        let context = ReadingContext(device: 0, flags: 0, bits: bits, receivedAt: nil)
        reader = PayloadReader(context, first: 0)
        reports = profiles.others.map { MessageReport(table: PropertyTable(profile: $0), context: context) }
    }

    /// Declares a home (again): its devices, and what was learned about them before. Routes of the home become void.
    package mutating func bind(home: Int, definition: HomeDefinition, learned: [LearnedFact]) {
        let number = Int32(home)
        if homes[home] != nil {
            index.removeAll(of: number)
            for i in bridges.indices where bridges[i].home == home { bridges[i] = Bridge(home: home, base: "") }
        }
        homes[home] = BoundHome(definition: definition, places: DevicePlaces(of: definition))
        index.add(home: definition.baseTopic, number)
        addBridges(home: home, definition, learned: learned.compactMap(\.device))
        for device in definition.devices where device.kind == .selfMonitoring && device.topic.hasSuffix("/#") {
            index.add(
                filter: String(device.topic.dropLast(2)), name: device.name,
                TopicIndex.Entry(
                    home: number, device: device.number, kind: device.kind, table: Self.selfMonitoringTable))
        }
        indexDevices(of: home)
        recall(learned, home: home)
    }

    private mutating func addBridges(home: Int, _ definition: HomeDefinition, learned: [LearnedDevice]) {
        for base in Bridge.bases(of: definition) {
            let number = Int32(bridges.count)
            guard index.add(bridge: base, number, home: Int32(home)) else { continue }
            bridges.append(Bridge(home: home, base: base))
            homes[home]?.bridges.append(number)
        }
        // The longest base that a learned topic begins with is the bridge that announced it.
        let owned = (homes[home]?.bridges ?? []).sorted { bridges[Int($0)].base.count > bridges[Int($1)].base.count }
        for var device in learned {
            guard let owner = owned.first(where: { device.topic.hasPrefix(bridges[Int($0)].base + "/") }) else {
                continue
            }
            device.properties = shared(device.properties)
            bridges[Int(owner)].devices[device.address] = device
        }
        for owner in owned { bridges[Int(owner)].rebind(to: definition) }
    }

    /// What a topic means; nil when it is no topic of any home. To be called once per topic.
    package mutating func route(_ topic: String) -> TopicRoute? {
        let match = index.match(topic)
        if let match, let route = conventionRoute(topic, match) { return route }
        return switch match {
        case .device(let entry): deviceRoute(entry, topic)
        case .below(let entry, let rest): subtopicRoute(entry, rest)
        case .bridge(let bridge, let home, let rest): Self.bridgeRoute(bridge, home: home, rest)
        case .home(let home): TopicRoute(home: Int(home), meaning: .unknown)
        case nil: nil
        }
    }

    private func deviceRoute(_ entry: TopicIndex.Entry, _ topic: String) -> TopicRoute {
        TopicRoute(
            home: Int(entry.home), device: entry.device, meaning: entry.device == nil ? .unlisted : .state,
            kind: entry.kind, table: entry.table, topic: entry.device == nil ? MessageTopic(topic) : nil)
    }

    private mutating func subtopicRoute(_ entry: TopicIndex.Entry, _ rest: Substring) -> TopicRoute {
        let ignored = TopicRoute(home: Int(entry.home), device: entry.device, meaning: .ignored, kind: entry.kind)
        guard entry.device != nil, let rule = PropertyTable.subtopicRule(rest) else { return ignored }
        switch rule {
        case .availability:
            return TopicRoute(
                home: Int(entry.home), device: entry.device, meaning: .availability, kind: entry.kind,
                table: Self.availabilityTable)
        case .attribute(let name):
            let packed = PackedText(name)
            var found = tables[Int(entry.table)].find(packed)
            if found == PropertyTable.unknown { found = tables[Int(entry.table)].resolve(name, packed: packed) }
            return TopicRoute(
                home: Int(entry.home), device: entry.device, meaning: .attribute, kind: entry.kind,
                table: entry.table, rule: found)
        }
    }

    private static func bridgeRoute(_ bridge: Int32, home: Int32, _ rest: Substring) -> TopicRoute {
        let meaning: TopicRoute.Meaning =
            switch rest {
            case "bridge/devices": .bridgeDevices
            case "bridge/state": .bridgeState
            default: .ignored
            }
        return TopicRoute(home: Int(home), meaning: meaning, bridge: bridge)
    }
}
