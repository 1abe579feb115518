import CareModel
import SwiftProtobuf

extension FuzzHomes {
    /// Every example alone, and neighbours together: what one teaches, the next one uses.
    func seeds() -> [[UInt8]] {
        let messages = profile.examples.map {
            FuzzMessage(topic: Self.below($0.topic), payload: Array($0.payload.utf8))
        }
        var seeds = messages.map { $0.bytes }
        for i in stride(from: 0, to: messages.count, by: 4) {
            seeds.append(FuzzMessage.join(messages[i..<min(i + FuzzMessage.limit, messages.count)]))
        }
        if convention == SparkplugB.name { seeds += Self.sparkplug() }
        return seeds
    }

    /// Its payloads are no text, so that examples cannot hold them.
    private static func sparkplug() -> [[UInt8]] {
        var metrics: [SparkplugPayload.Metric] = []
        for (alias, name) in ["Room/Temperature", "Bed/Occupied", "Vitals/HeartRate", "Call/SOS"].enumerated() {
            var metric = SparkplugPayload.Metric()
            (metric.name, metric.alias) = (name, UInt64(alias))
            if alias % 2 == 0 { metric.value.float = 68 } else { metric.value.truth = true }
            metrics.append(metric)
        }
        var birth = SparkplugPayload()
        (birth.timestamp, birth.metrics) = (UInt64(FuzzMessage.receivedAt.milliseconds), metrics)
        var data = birth
        for i in metrics.indices { data.metrics[i].name = nil }
        let payloads = [birth, data].compactMap { try? $0.serializedBytes() as [UInt8] }
        return ["N%/edge", "D%/edge/bed"].flatMap { topic in
            [
                FuzzMessage.join(
                    zip(["BIRTH", "DATA"], payloads).map {
                        FuzzMessage(topic: "spBv1.0/care/" + topic.replacing("%", with: $0), payload: $1)
                    }[...])
            ]
        }
    }

    /// Words for the fuzzer's dictionary: keys, topics' levels and values.
    func words() -> [String] {
        var words = Set(profile.properties.keys)
        for example in profile.examples {
            words.formUnion(example.topic.split(separator: "/").map(String.init))
        }
        words.formUnion(profile.yes + profile.no + ["homes/b/", "true", "null", "1e300", "\u{1e}\u{1e}"])
        return words.filter { !$0.isEmpty && $0.utf8.count < 60 }.sorted()
    }
}
