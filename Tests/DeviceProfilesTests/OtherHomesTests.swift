import CareModel
import Foundation
import Testing

@testable import DeviceProfiles

@Suite("What one home says is of no influence on another") struct OtherHomesTests {
    private let profiles = shippedProfiles()

    private struct Message: Hashable {
        var topic: String
        var payload: String
    }

    /// The examples of all conventions, below a home's base topic.
    private var examples: [Message] {
        profiles.all.flatMap(\.examples).map { example in
            let levels = example.topic.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            let isNamed = levels.count == 3 && levels[0] == "homes"
            return Message(topic: isNamed ? String(levels[2]) : example.topic, payload: example.payload)
        }
    }

    /// A home that lists what the examples speak of, by address and by topic.
    private func home(_ id: String, _ messages: [Message]) -> HomeDefinition {
        var core = DecodeCommandCore(profiles: profiles)
        var addresses: Set<String> = []
        for message in messages {
            let line = JSONText.text(.object(["topic": .text(message.topic), "payload": .text(message.payload)]))
            for out in core.decode(line: Array(line.utf8), number: 1) {
                if let name = (try? JSONValue(Array(out.utf8).span))?["device"]?.text { addresses.insert(name) }
            }
        }
        let topics = Set(messages.map { $0.topic.split(separator: "/").dropLast().joined(separator: "/") })
        let places = addresses.sorted().map { ("shared", $0) } + topics.sorted().map { ($0, "") }
        let devices = places.enumerated().map { i, place in
            Device(
                number: UInt16(i), name: "d\(i)", kind: .motion, room: "hall", placement: .none,
                topic: "homes/\(id)/\(place.0)", address: place.1)
        }
        return HomeDefinition(id: id, resident: id, timeZone: .gmt, baseTopic: "homes/\(id)", devices: devices)
    }

    /// The readings of home b's messages, with home a's in between where there are any.
    private func readings(of messages: [Message], between: [Message], homes: [HomeDefinition]) throws -> [[Reading]] {
        var bench = Bench(homes[0], homes[1], profiles: profiles)
        var found: [[Reading]] = []
        var others = between[...]
        for message in messages {
            for other in others.prefix(3) {
                let route = bench.decoder.route("homes/a/" + other.topic)
                #expect(route?.home == 0, "\(other.topic)")
                try bench.send("homes/a/" + other.topic, other.payload)
            }
            others = others.dropFirst(3)
            let route = bench.decoder.route("homes/b/" + message.topic)
            #expect(route?.home == 1, "\(message.topic)")
            try bench.send("homes/b/" + message.topic, message.payload)
            found.append(bench.readings)
        }
        return found
    }

    @Test("the same messages give the same with another home's in between, also where those name its topics")
    func noInfluence() throws {
        let messages = examples
        let homes = [home("a", messages), home("b", messages)]
        let alone = try readings(of: messages, between: [], homes: homes)
        #expect(alone.joined().count > 100)
        // Every topic that a payload may name is made one of home b.
        let pointing = messages.map { message in
            let payload = message.payload.replacing(/"([\w-]+\/)/) { "\"homes/b/\($0.1)" }
            return Message(topic: message.topic, payload: payload.replacing(#""~":""#, with: #""~":"homes/b/"#))
        }
        #expect(pointing != messages)
        for between in [messages, pointing, messages.reversed(), messages + pointing + messages] {
            let among = try readings(of: messages, between: between, homes: homes)
            for (i, message) in messages.enumerated() {
                #expect(among[i] == alone[i], "\(message.topic)")
            }
        }
    }

    @Test("an announcement that names another home's topics reads none of them")
    func announcedTopics() throws {
        var definition = Self.porch("a")
        definition.devices[0].address = "porch"
        for named in ["homes/b/acme/1/x", "homes/b/#", "homes/+/acme/1/x", "/homes/b/acme/1/x", "~"] {
            var bench = Bench(definition, Self.porch("b"), profiles: profiles)
            let config = #"{"~":"homes/b/acme/1/x","stat_t":"\#(named)","dev_cla":"smoke","dev":{"ids":["porch"]}}"#
            try bench.send("homes/a/homeassistant/binary_sensor/x/config", config)
            let found = bench.decoder.route("homes/b/acme/1/x")
            let route = try #require(found)
            #expect(route.home == 1)
            try bench.send("homes/b/acme/1/x", "ON")
            #expect(bench.readings.allSatisfy { !$0.quantity.isSafety }, "\(named)")
        }
    }

    private static func porch(_ id: String) -> HomeDefinition {
        HomeDefinition(
            id: id, resident: id, timeZone: .gmt, baseTopic: "homes/\(id)",
            devices: [
                Device(
                    number: 0, name: "porch", kind: .motion, room: "hall", placement: .none,
                    topic: "homes/\(id)/acme/1")
            ])
    }
}
