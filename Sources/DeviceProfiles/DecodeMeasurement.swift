import CareModel
import Foundation

/// Recorded messages as those of one home that lists all devices in them, decoded over and over to tell what each
/// costs.
package struct DecodeMeasurement {
    private var decoder: PayloadDecoder
    private let messages: [RecordedMessage]
    private var routes: [TopicRoute?] = []
    private var routeOf: [String: TopicRoute] = [:]
    private var readings: [Reading] = []

    private static let base = "homes/measured"
    private let received = Timestamp(seconds: 1_795_348_800)

    package init(profiles: DeviceProfiles, messages: [RecordedMessage]) {
        self.messages = messages.map { message in
            var message = message
            message.topic = Self.topic(message.topic)
            return message
        }
        decoder = PayloadDecoder(profiles: profiles)
        let bridged = Self.bridgedDevices(self.messages)
        bind(bridged, learned: [])
        let learned = readAll()
        let others = decoder.unlisted(home: 0).map { (topic: $0.topic, kind: DeviceKind.other, address: $0.address) }
        bind(bridged + others, learned: learned)
        _ = readAll()
        routes = self.messages.map { decoder.route($0.topic) }
        for (message, route) in zip(self.messages, routes) { routeOf[message.topic] = route }
    }

    package var count: Int { messages.count }

    /// Readings of the message; 0 where it states none or cannot be read.
    package mutating func decode(_ index: Int) -> Int {
        decode(index, times: 1, byTopic: false)
        return readings.count
    }

    private mutating func decode(_ index: Int, times: Int, byTopic: Bool) {
        let message = messages[index]
        guard let known = routes[index] else { return readings.removeAll() }
        for _ in 0..<times {
            if byTopic {
                decode(message, routeOf[message.topic] ?? known)
            } else {
                decode(message, known)
            }
        }
    }

    @inline(__always)
    private mutating func decode(_ message: RecordedMessage, _ route: TopicRoute) {
        readings.removeAll(keepingCapacity: true)
        _ = decoder.decode(
            message.payload, route: route, retained: message.isRetained, receivedAt: received,
            into: &readings)
    }

    /// Nanoseconds a decoding: the median over batches of at least `batchMicroseconds` each. `byTopic`: the route is
    /// looked up by the topic each time, as the daemon does. `now`: nanoseconds of any steady clock.
    package mutating func cost(
        of index: Int, byTopic: Bool = false, batchMicroseconds: Int = 50, now: () -> UInt64
    ) -> Double {
        var (repeats, begun) = (0, now())
        while now() - begun < UInt64(batchMicroseconds) * 1000 {
            _ = decode(index)
            repeats += 1
        }
        repeats = max(repeats, 1)
        var batches: [Double] = []
        for _ in 0..<7 {
            begun = now()
            decode(index, times: repeats, byTopic: byTopic)
            batches.append(Double(now() - begun) / Double(repeats))
        }
        return batches.sorted()[batches.count / 2]
    }

    /// What the messages teach.
    private mutating func readAll() -> [LearnedFact] {
        var learned: [LearnedFact] = []
        for message in messages {
            guard let route = decoder.route(message.topic) else { continue }
            readings.removeAll()
            let outcome = decoder.decode(
                message.payload, route: route, retained: message.isRetained, receivedAt: received,
                into: &readings)
            if case .learned(let facts) = outcome { learned += facts }
        }
        return learned
    }

    private typealias Listed = (topic: String, kind: DeviceKind, address: String)

    private mutating func bind(_ listed: [Listed], learned: [LearnedFact]) {
        let devices = listed.prefix(Int(UInt16.max)).enumerated().map { number, device in
            Device(
                number: UInt16(number), name: String(device.topic.dropFirst(Self.base.count + 1)), kind: device.kind,
                room: "hall", placement: .none, topic: device.topic, address: device.address)
        }
        decoder.bind(
            home: 0,
            definition: HomeDefinition(
                id: "measured", resident: "measured", timeZone: .gmt, baseTopic: Self.base, devices: devices),
            learned: learned)
    }

    /// A topic of any home or none below this home's base.
    private static func topic(_ topic: String) -> String {
        let parts = topic.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return base + "/" + (parts.count == 3 && parts[0] == "homes" ? String(parts[2]) : topic)
    }

    /// The devices of zigbee2mqtt bridges and of self-monitoring: their topics name them.
    private static func bridgedDevices(_ messages: [RecordedMessage]) -> [Listed] {
        var topics: Set<String> = []
        for message in messages {
            let (from, to) = PayloadReader.trimmed(message.payload.span, 0, message.payload.count)
            let isObject = from < to && message.payload[from] == UInt8(ascii: "{")
            switch OpenTopic(message.topic, isObject: isObject, bases: []) {
            case .state: topics.insert(message.topic)
            case .availability, .attribute:
                topics.insert(
                    message.topic[..<(message.topic.lastIndex(of: "/") ?? message.topic.endIndex)].description)
            case .vitals:
                topics.insert(message.topic[..<(message.topic.lastIndex(of: "/") ?? message.topic.endIndex)] + "/#")
            case .bridgeDevices, .bridgeState, .ignored, .other: continue
            }
        }
        return topics.sorted().map { ($0, $0.hasSuffix("/#") ? .selfMonitoring : .other, "") }
    }
}
