import CareEngine
import CareModel
import DeviceProfiles

/// The topics that were met, each with its route. Bounded, also against topics that are invented.
extension CarePipeline {
    struct Topic {
        var name: String
        /// The store's number; 0 until it is known.
        var number: Int64 = 0
        var route: TopicRoute?
        /// Of `routeVersion`, when the route was found.
        var routeVersion: UInt32 = 0
        /// Something was understood on it: its name is worth keeping.
        var hasMeaning = false
        /// Why nothing on it is looked into; it has no route then.
        var refusal: String?
        /// The home that it is below, where nothing on it is looked into; -1 for none.
        var refusedHome = -1
        var gauge = FloodGauge()
    }

    static let topicLimit = 200_000
    /// Of a topic's name; MQTT itself allows 65,535.
    static let topicLimitBytes = 1024
    static let levelLimit = 64
    /// What is kept of a longer one.
    private static let shortTopicBytes = 128
    /// Stands for topics of a home whose names are not kept. No topic holds a `#`.
    static let others = "/#"

    mutating func topicIndex(_ name: String) -> Int {
        guard name.utf8.count <= Self.topicLimitBytes else {
            return refusedTopic(name, "topic of more than \(Self.topicLimitBytes) bytes")
        }
        if let index = topicIndexes[name] {
            if topics[index].routeVersion != routeVersion { findRoute(of: index) }
            return index
        }
        guard name.utf8.lazy.filter({ $0 == UInt8(ascii: "/") }).count < Self.levelLimit else {
            return refusedTopic(name, "topic of more than \(Self.levelLimit) levels")
        }
        return addTopic(Topic(name: name, route: decoder.route(name), routeVersion: routeVersion))
    }

    private mutating func addTopic(_ topic: Topic) -> Int {
        if topics.count >= max(Self.topicLimit, 2 * topicsKept) { forgetTopics() }
        topics.append(topic)
        topicIndexes[topic.name] = topics.count - 1
        return topics.count - 1
    }

    @inline(never)
    private mutating func findRoute(of index: Int) {
        topics[index].routeVersion = routeVersion
        if topics[index].refusal == nil { topics[index].route = decoder.route(topics[index].name) }
    }

    /// A topic that is kept by its beginning only.
    @inline(never)
    private mutating func refusedTopic(_ name: String, _ reason: String) -> Int {
        // A `#` at its end, so that it is never a topic of its own.
        let short = String(decoding: name.utf8.prefix(Self.shortTopicBytes), as: UTF8.self) + Self.others
        if let index = topicIndexes[short] { return index }
        let home = decoder.route(short)?.home ?? -1
        return addTopic(Topic(name: short, routeVersion: routeVersion, refusal: reason, refusedHome: home))
    }

    /// The topic that stands for those of a home whose names are not kept.
    mutating func otherTopics(of home: Int) -> Int {
        let name = (home >= 0 ? engines[home].definition.baseTopic : "") + Self.others
        return topicIndexes[name] ?? addTopic(Topic(name: name, routeVersion: routeVersion))
    }

    /// Unknown topics are without number: past the bound the table starts anew with those of the pending messages.
    private mutating func forgetTopics() {
        var kept: [Topic] = []
        var places: [Int: Int] = [:]
        for (i, old) in pending.topics.enumerated() {
            if places[old] == nil {
                places[old] = kept.count
                kept.append(topics[old])
            }
            pending.topics[i] = places[old] ?? 0
        }
        let sampled = pending.sampled.map { (places[$0] ?? 0, $1) }
        pending.sampled = Dictionary(sampled, uniquingKeysWith: { first, _ in first })
        topics = kept
        topicsKept = kept.count
        topicIndexes = Dictionary(kept.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
