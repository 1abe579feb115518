import CareModel
import Testing

@testable import DeviceProfiles

struct TopicCacheTests {
    @Test func whatWasFoundOutIsKnownUntilItIsForgotten() {
        var cache = TopicCache<Int>()
        cache[MessageTopic("a/b")] = 1
        cache[MessageTopic("a/c")] = 2
        #expect(cache[MessageTopic("a/b")] == 1)
        cache[MessageTopic("a/b")] = 3
        #expect(cache[MessageTopic("a/b")] == 3)
        cache.forget()
        #expect(cache[MessageTopic("a/b")] == nil)
        #expect(cache[MessageTopic("a/c")] == nil)
    }

    @Test func inventedTopicsAreBounded() {
        var cache = TopicCache<Int>()
        for i in 0..<5000 { cache[MessageTopic("a/\(i)")] = i }
        #expect((0..<5000).count { cache[MessageTopic("a/\($0)")] != nil } == 2000)
        let long = MessageTopic(String(repeating: "a", count: 300))
        cache.forget()
        cache[long] = 1
        #expect(cache[long] == nil)
    }

    /// Rules are forgotten when a device invents keys without end; what was found before is found again.
    @Test func aRuleOutlivesInventedKeys() {
        var profile = Profile(convention: "test")
        profile.properties["warmth"] = PropertyRule(reads: .number, quantity: .temperature)
        profile.properties["damp"] = PropertyRule(reads: .number, quantity: .humidity)
        let context = ReadingContext(device: 0, flags: 0, bits: FlagBits(), receivedAt: Timestamp(seconds: 0))
        var report = MessageReport(table: PropertyTable(profile: profile), context: context)
        let warmth = report.find("warmth", unit: "°F", channel: "2")
        let damp = report.find("damp")
        for i in 0..<3000 { _ = report.find("invented \(i)") }
        #expect(report.find("damp").generation > damp.generation)
        report.device("sensor")
        report.value(warmth, .number(212))
        report.value(damp, .text("40"))
        report.finish()
        #expect(report.readings.map(\.quantity) == [.temperature, .humidity])
        #expect(report.readings.map(\.value) == [100, 40])
        #expect(report.readings.map(\.channel) == [2, 0])
    }
}
