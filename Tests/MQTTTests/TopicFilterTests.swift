import Testing

@testable import MQTT

struct TopicFilterTests {
    @Test("well formed", arguments: ["homes/anna/#", "#", "+", "+/x/+", "a//b", "/", "$SYS/broker/#"])
    func wellFormed(text: String) { #expect(TopicFilter(text)?.text == text) }

    @Test("malformed", arguments: ["", "a/#/b", "a#", "a/+b", "#/", "a\0b"])
    func malformed(text: String) { #expect(TopicFilter(text) == nil) }

    @Test(
        "matches",
        arguments: [
            ("homes/anna/#", "homes/anna/z/door", true), ("homes/anna/#", "homes/anna", true),
            ("homes/anna/#", "homes/annabel/x", false), ("+/b", "a/b", true), ("+/b", "a/c/b", false),
            ("a/+", "a/", true), ("#", "$SYS/uptime", false), ("$SYS/#", "$SYS/uptime", true), ("a/b", "a/#", false),
        ])
    func matches(filter: String, topic: String, expected: Bool) throws {
        #expect(try #require(TopicFilter(filter)).matches(topic) == expected)
    }

    @Test func coveredFiltersGo() throws {
        let texts = ["homes/a/#", "homes/a/b", "x/+", "homes/a/#", "x/y", "x/#"]
        let filters = try texts.map { try #require(TopicFilter($0)) }
        #expect(TopicFilter.withoutOverlap(filters).map(\.text) == ["homes/a/#", "x/#"])
    }
}
