import CareModel

/// Sparkplug B (`spBv1.0/<group>/<type>/<edge node>[/<device>]`): births name the metrics, data may name them only by
/// their alias.
///
/// A device's address is `<edge node>/<device>`; the edge node itself is `<edge node>`. Source: Eclipse Sparkplug 3.0.
struct SparkplugB: Convention {
    static let name = "sparkplug_b"

    /// By `<group>/<edge node>`.
    private var nodes: [String: EdgeNode] = [:]
    private var deviceCount = 0
    private var metricCount = 0
    private var names = FreeNames()

    private static let nodeLimit = 100
    private static let deviceLimit = 1000
    private static let metricLimit = 10_000
    private static let nameLimit = 256
    private static let sizeLimitBytes = JSONScanner.sizeLimitBytes
    /// Property `Quality`: good.
    private static let goodQuality = 192.0
    private static let unitProperties: Set<String> = ["engunit", "engunits", "unit", "units", "engineeringunit"]

    private struct EdgeNode: Sendable {
        /// Number of the session, which its will carries too.
        var session: UInt64?
        /// By device; that of the node itself is empty.
        var devices: [String: Birth] = [:]
    }

    private struct Birth: Sendable {
        var byAlias: [UInt64: Known] = [:]
        var byName: [String: Known] = [:]
    }

    private struct Known: Sendable {
        var name: String
        var datatype: UInt32
        var unit: String
    }

    private struct Place {
        var node: String
        var edge: String
        var type: String
        var device: String

        var address: String { device.isEmpty ? edge : edge + "/" + device }
    }

    func owns(_ topic: MessageTopic) -> Bool {
        if topic.levels.contains("spBv1.0") { return true }
        return topic.levels.count == 2 && topic.levels[0] == "STATE"
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard let place = Self.place(of: message.topic) else { return }
        guard message.payload.count <= Self.sizeLimitBytes else {
            throw PayloadFault(reason: "larger than \(Self.sizeLimitBytes) bytes", offset: Self.sizeLimitBytes)
        }
        switch place.type {
        case "NBIRTH", "DBIRTH":
            let payload = try SparkplugPayload(reading: message.payload)
            learn(payload, place)
            report.keep()
            report.device(place.address, isShared: true)
            report.time(Self.time(payload.timestamp))
            report.availability(.online)
            take(payload, place, isBirth: true, into: &report)
        case "NDATA", "DDATA":
            let payload = try SparkplugPayload(reading: message.payload)
            report.device(place.address, isShared: true)
            report.time(Self.time(payload.timestamp))
            take(payload, place, isBirth: false, into: &report)
        case "DDEATH":
            let payload = try SparkplugPayload(reading: message.payload)
            report.device(place.address, isShared: true)
            report.time(Self.time(payload.timestamp))
            report.availability(.offline)
        case "NDEATH":
            readWill(try SparkplugPayload(reading: message.payload), place, into: &report)
        default: return
        }
    }

    /// Nil for the state of hosts and what is no topic of the convention.
    private static func place(of topic: MessageTopic) -> Place? {
        guard let at = topic.levels.firstIndex(of: "spBv1.0"),
            topic.levels.count - at == 4 || topic.levels.count - at == 5
        else { return nil }
        let levels = topic.levels[(at + 1)...].map { $0 }
        let (group, type, edge) = (levels[0], levels[1], levels[2])
        let device = levels.count == 4 ? levels[3] : ""
        guard !edge.isEmpty, type.hasPrefix("D") == !device.isEmpty else { return nil }
        return Place(node: group + "/" + edge, edge: edge, type: type, device: device)
    }

    /// Milliseconds since 1970.
    private static func time(_ stamp: UInt64?) -> SourceTime {
        guard let stamp else { return .none }
        return stamp > 0 ? SourceTime(epoch: Double(stamp)) : .unreadable
    }

    // MARK: Births and deaths

    private mutating func learn(_ payload: SparkplugPayload, _ place: Place) {
        guard nodes[place.node] != nil || nodes.count < Self.nodeLimit else { return }
        var node = nodes.removeValue(forKey: place.node) ?? EdgeNode()
        defer { nodes[place.node] = node }
        if place.device.isEmpty, let session = payload.metrics.first(where: { $0.name == "bdSeq" }) {
            node.session = session.value.long ?? session.value.int.map(UInt64.init)
        }
        if let old = node.devices[place.device] {
            metricCount -= old.byName.count
        } else {
            guard deviceCount < Self.deviceLimit else { return }
            deviceCount += 1
        }
        var birth = Birth()
        for metric in payload.metrics where metricCount < Self.metricLimit {
            guard let name = metric.name, name.utf8.count <= Self.nameLimit, birth.byName[name] == nil else { continue }
            let known = Known(name: name, datatype: metric.datatype ?? 0, unit: Self.unit(metric))
            birth.byName[name] = known
            if let alias = metric.alias { birth.byAlias[alias] = known }
            metricCount += 1
        }
        node.devices[place.device] = birth
    }

    /// The will of a node: it and its devices are gone, unless it is the will of an earlier session. Its time is that
    /// of the connect, so that of receipt counts.
    private func readWill(_ payload: SparkplugPayload, _ place: Place, into report: inout MessageReport) {
        let node = nodes[place.node]
        let stated = payload.metrics.first { $0.name == "bdSeq" }?.value
        if let session = node?.session, let ended = stated?.long ?? stated?.int.map(UInt64.init), session != ended {
            return
        }
        for device in ([""] + (node?.devices.keys.sorted() ?? []).filter { !$0.isEmpty }) {
            var place = place
            place.device = device
            report.device(place.address, isShared: true)
            report.availability(.offline)
        }
    }

    // MARK: Metrics

    private mutating func take(
        _ payload: SparkplugPayload, _ place: Place, isBirth: Bool, into report: inout MessageReport
    ) {
        let birth = nodes[place.node]?.devices[place.device]
        var (time, isHistorical) = (payload.timestamp, false)
        for metric in payload.metrics.prefix(Self.metricLimit) where metric.isNull != true {
            let known = metric.name.flatMap { birth?.byName[$0] } ?? metric.alias.flatMap { birth?.byAlias[$0] }
            guard let name = metric.name ?? known?.name, let found = names.find(name, in: report),
                let rule = report.rule(of: found.key), !(isBirth && rule.quantity.isEvent), Self.isGood(metric),
                let value = Self.value(metric, metric.datatype ?? known?.datatype ?? 0)
            else { continue }
            let stamp = metric.timestamp ?? payload.timestamp
            if stamp != time || (metric.isHistorical == true) != isHistorical {
                (time, isHistorical) = (stamp, metric.isHistorical == true)
                report.device(place.address, isShared: true)
                report.time(Self.time(stamp))
                if isHistorical { report.historical() }
            }
            let stated = Self.unit(metric)
            let unit = rule.reads == .number ? (stated.isEmpty ? known?.unit ?? "" : stated) : ""
            report.value(found.key, value, unit: unit, channel: found.channel)
        }
    }

    private static func unit(_ metric: SparkplugPayload.Metric) -> String {
        for (key, property) in zip(metric.properties.keys, metric.properties.values) {
            if unitProperties.contains(key.lowercased().filter { $0.isLetter }) {
                return String((property.value.text ?? "").prefix(16))
            }
        }
        return ""
    }

    /// A bad or stale value is none.
    private static func isGood(_ metric: SparkplugPayload.Metric) -> Bool {
        for (key, property) in zip(metric.properties.keys, metric.properties.values) where key == "Quality" {
            let quality = property.value.int.map(Double.init) ?? property.value.long.map(Double.init)
            return quality == nil || quality == goodQuality
        }
        return true
    }

    /// Signed integers stand in the unsigned fields as two's complement. Data sets, templates and times are no
    /// readings.
    private static func value(_ metric: SparkplugPayload.Metric, _ datatype: UInt32) -> JSONValue? {
        let value = metric.value
        if let truth = value.truth { return .truth(truth) }
        if let double = value.double { return .number(double) }
        if let float = value.float { return .number(Double(float)) }
        if let text = value.text { return .text(text) }
        if let int = value.int {
            switch datatype {
            case 1: return .number(Double(Int8(truncatingIfNeeded: int)))
            case 2: return .number(Double(Int16(truncatingIfNeeded: int)))
            case 3: return .number(Double(Int32(bitPattern: int)))
            default: return .number(Double(int))
            }
        }
        guard let long = value.long, datatype != 13 else { return nil }
        return .number(datatype == 4 ? Double(Int64(bitPattern: long)) : Double(long))
    }
}
