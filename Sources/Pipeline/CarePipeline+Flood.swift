import CareEngine
import CareModel
import DeviceProfiles
import Store

/// A flood begins or is over.
package enum FloodNews: Sendable, Equatable {
    /// `home` is nil for topics of no home. The device's name where the message that it began with is a listed one's.
    case began(home: String?, device: String?)
    /// With the number of messages that were sampled away.
    case over(home: String?, sampled: Int)
}

extension CarePipeline {
    static let floodReason = "flood: repeats were sampled away"
    private static let floodNewsLimit = 100

    /// Counts a message; true when only news of it is to be taken. What the broker kept or what waited in it comes at
    /// once without being a flood.
    @inline(__always)
    mutating func isFlood(_ message: IncomingMessage, home: Int, topic: Int) -> Bool {
        guard !message.isRetained, !message.isBacklog else { return false }
        return flood.counts(message.receivedAt, home: home, topic: &topics[topic].gauge)
    }

    /// Counts the message instead of taking it. Its row holds its place in the broker's sequence and its digest.
    @inline(never)
    mutating func sampleAway(_ message: IncomingMessage, _ digest: Int64, _ topic: Int, home: Int, at: Timestamp) {
        let device = readings.first.map(\.device)
        readings.removeAll(keepingCapacity: true)
        figures.sampled += 1
        if flood.sampled(at: message.receivedAt, home: home) {
            figures.floods += 1
            let devices = home >= 0 ? engines[home].definition.devices : []
            tell(
                .began(
                    home: floodHome(home),
                    device: device.flatMap { Int($0) < devices.count ? devices[Int($0)].name : nil }))
        }
        let place = topics[topic].hasMeaning ? topic : otherTopics(of: home)
        pending.sampled[place, default: PendingBatch.Sampled(at: at, sample: message.payload)].count(at: at)
        var thin = message
        thin.payload = []
        append(thin, digest, place, home: home, at: at, flags: .sampled)
    }

    /// What began or ended since it was last asked.
    package mutating func takeFloodNews() -> [FloodNews] {
        defer { floodNews.removeAll() }
        return floodNews
    }

    mutating func endFloods() {
        for (home, sampled) in flood.over(at: clock) { tell(.over(home: floodHome(home), sampled: sampled)) }
    }

    private func floodHome(_ home: Int) -> String? { home >= 0 ? engines[home].definition.id : nil }

    /// Nobody asks in a replay: the latest are kept.
    private mutating func tell(_ news: FloodNews) {
        floodNews.append(news)
        if floodNews.count > Self.floodNewsLimit { floodNews.removeFirst() }
    }
}
