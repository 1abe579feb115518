import CareModel

/// Which topics belong to which home's devices and bridges.
struct TopicIndex: Sendable {
    struct Entry: Sendable {
        var home: Int32
        /// Nil for a device that the bridge lists and the home file does not.
        var device: UInt16?
        var kind: DeviceKind
        var table: UInt32
    }

    /// By exact topic.
    private(set) var devices: [String: Entry] = [:]
    /// By a filter's topic without its `/#`; several devices may share one.
    private var filters: [String: [(name: String, entry: Entry)]] = [:]
    /// By base topic: index of the bridge.
    private var bridges: [String: (bridge: Int32, home: Int32)] = [:]
    /// By base topic: index of the home.
    private var homes: [String: Int32] = [:]

    /// A topic belongs to the first home that claims it: no home takes another's.
    mutating func add(topic: String, _ entry: Entry) {
        if let present = devices[topic], present.home != entry.home { return }
        devices[topic] = entry
    }

    mutating func add(filter prefix: String, name: String, _ entry: Entry) {
        filters[prefix, default: []].append((name, entry))
    }

    /// False when another home's bridge has this base.
    mutating func add(bridge base: String, _ bridge: Int32, home: Int32) -> Bool {
        if let present = bridges[base], present.home != home { return false }
        bridges[base] = (bridge, home)
        return true
    }

    mutating func add(home base: String, _ home: Int32) {
        if homes[base] == nil { homes[base] = home }
    }

    mutating func remove(topics: [String], of home: Int32) {
        for topic in topics where devices[topic]?.home == home { devices[topic] = nil }
    }

    /// Forgets everything of a home; slow, for a home that is bound again.
    mutating func removeAll(of home: Int32) {
        devices = devices.filter { $0.value.home != home }
        bridges = bridges.filter { $0.value.home != home }
        homes = homes.filter { $0.value != home }
        for (prefix, entries) in filters {
            let kept = entries.filter { $0.entry.home != home }
            filters[prefix] = kept.isEmpty ? nil : kept
        }
    }

    /// What the index knows about a topic: the longest match wins.
    enum Match {
        case device(Entry)
        /// Below a device's topic: the rest without the slash.
        case below(Entry, rest: Substring)
        case bridge(Int32, home: Int32, rest: Substring)
        case home(Int32)
    }

    func match(_ topic: String) -> Match? {
        if let entry = devices[topic] { return .device(entry) }
        if let entry = filtered(topic, prefix: topic[...]) { return .device(entry) }
        var end = topic.endIndex
        while let slash = topic[..<end].lastIndex(of: "/") {
            let prefix = String(topic[..<slash])
            let rest = topic[topic.index(after: slash)...]
            if let entry = devices[prefix] { return .below(entry, rest: rest) }
            if let found = bridges[prefix] { return .bridge(found.bridge, home: found.home, rest: rest) }
            if let entry = filtered(topic, prefix: topic[..<slash]) { return .device(entry) }
            if let home = homes[prefix] { return .home(home) }
            end = slash
        }
        return homes[topic].map { .home($0) }
    }

    /// Of several devices on one filter the one whose name the topic ends in, else the first.
    private func filtered(_ topic: String, prefix: Substring) -> Entry? {
        guard let entries = filters[String(prefix)] else { return nil }
        let rest = topic.dropFirst(prefix.count + 1)
        return (entries.first { $0.name == rest } ?? entries.first)?.entry
    }
}
