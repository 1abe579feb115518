import CareModel
import DeviceProfiles
import Foundation
import Simulator
import Store
import Testing

@testable import Pipeline

@Suite("A flood: sampled, told, and to nobody else's harm")
struct FloodTests {
    private static let start = Timestamp(seconds: 1_767_600_000)
    private let homes = Bench.homes(days: 1)

    private func message(_ topic: String, _ payload: String, at milliseconds: Int64) -> IncomingMessage {
        IncomingMessage(
            topic: topic, payload: Array(payload.utf8), receivedAt: Self.start.adding(milliseconds: milliseconds))
    }

    /// The readings of kept messages, by home's number.
    private func kept(_ bench: Bench) throws -> [Int64: [Reading]] {
        var kept: [Int64: [Reading]] = [:]
        try bench.store.forEachMessage(after: 0, home: nil, limit: nil) { message in
            try Reading.unpack(message.readings, base: message.receivedAt, into: &kept[message.home, default: []])
        }
        return kept
    }

    private func sampledRows(_ bench: Bench) throws -> Int {
        try bench.store.quarantine().filter { $0.reason == CarePipeline.floodReason }.map(\.count).reduce(0, +)
    }

    /// A hundred seconds of a thousand messages each, with a door of the same home, and another home.
    private func flood() -> [IncomingMessage] {
        let devices = homes.map(\.definition.devices)
        let noisy = devices[0].first { $0.kind == .motion }?.topic ?? ""
        let door = devices[0].first { $0.kind == .door }?.topic ?? ""
        let sos = devices[0].first { $0.kind == .button }?.topic ?? ""
        let other = devices[1].first { $0.kind == .motion }?.topic ?? ""
        var messages: [IncomingMessage] = []
        for i in Int64(0)..<100_000 {
            messages.append(message(noisy, #"{"occupancy":false,"illuminance":\#(i % 7)}"#, at: i))
            if i % 10_000 == 5_000 {
                messages.append(message(door, #"{"contact":\#(i % 20_000 < 10_000)}"#, at: i))
                messages.append(message(sos, #"{"action":"emergency"}"#, at: i))
                messages.append(message(other, #"{"occupancy":true}"#, at: i))
            }
        }
        return messages + [message(door, #"{"contact":true}"#, at: 100_000)]
    }

    @Test(
        "100,000 messages: repeats are counted, everything else is taken, the counts add up, and a replay is the same")
    func oneHomeFloods() throws {
        let bench = try Bench(homes)
        let messages = flood()
        try bench.take(messages, committingEvery: 1000)
        let figures = bench.pipeline.figures
        // Two windows until it is known; then one message a second, and one for each change.
        #expect(figures.messages == messages.count && figures.quarantined == 0)
        #expect(figures.sampled > 85_000 && figures.sampled < 90_000)
        #expect(try sampledRows(bench) == figures.sampled)
        let readings = try kept(bench)
        let doors = readings.values.joined().filter { $0.quantity == .contactOpen }
        #expect(doors.map(\.value) == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0])
        #expect(readings.values.joined().filter { $0.quantity == .sos }.count == 10)
        let motions = readings.values.joined().filter { $0.quantity == .motion && $0.value == 1 }
        #expect(motions.count == 10)
        var news = bench.pipeline.takeFloodNews()
        let device = homes[0].definition.devices.first { $0.kind == .motion }?.name
        #expect(news == [.began(home: homes[0].definition.id, device: device)])
        bench.pipeline.advance(to: Self.start.adding(minutes: 3))
        try bench.pipeline.commit()
        news = bench.pipeline.takeFloodNews()
        #expect(news == [.over(home: homes[0].definition.id, sampled: figures.sampled)])

        try bench.finish()
        let again = try Bench(homes)
        try again.take(messages, committingEvery: 800)
        // A death here: what was decided stands in the log, and is refolded as it was.
        let recovery = try again.restart()
        #expect(recovery.refoldedMessages > 0 && recovery.rebuilt.isEmpty)
        again.pipeline.advance(to: Self.start.adding(minutes: 3))
        try again.finish()
        #expect(
            try again.contents().filter { !$0.hasPrefix("quarantine") }
                == bench.contents().filter { !$0.hasPrefix("quarantine") })
        #expect(try sampledRows(again) == figures.sampled)
    }

    @Test("a short burst, a queue in the broker and what it retains are no flood")
    func noFlood() throws {
        let bench = try Bench(homes)
        let topic = homes[0].definition.devices[0].topic
        bench.take((0..<3000).map { message(topic, #"{"occupancy":\#($0 % 2 == 0)}"#, at: 0) })
        for kind in 0..<2 {
            bench.take(
                (Int64(0)..<3000).map { i in
                    var message = message(topic, #"{"occupancy":true}"#, at: 60_000 + i * 10)
                    if kind == 0 { message.isRetained = true } else { message.isBacklog = true }
                    return message
                })
        }
        #expect(bench.pipeline.figures.sampled == 0 && bench.pipeline.figures.messages == 9000)
    }

    @Test("what changes in a flood is taken, at most twenty times a second, and the last state is right")
    func changes() throws {
        let bench = try Bench([homes[0]])
        let door = homes[0].definition.devices.first { $0.kind == .door }?.topic ?? ""
        bench.take((Int64(0)..<30_000).map { message(door, #"{"contact":\#($0 % 2 == 0)}"#, at: $0) })
        bench.take([message(door, #"{"contact":false}"#, at: 31_000)])
        try bench.pipeline.commit()
        let doors = try kept(bench).values.joined().filter { $0.quantity == .contactOpen }
        let late = doors.filter {
            $0.time >= Self.start.adding(seconds: 11) && $0.time < Self.start.adding(seconds: 29)
        }
        #expect(late.count >= 18 * 20 && late.count <= 18 * 23)
        #expect(doors.last?.value == 1)
    }

    @Test("topics that are invented: neither the table nor the database grows with them")
    func inventedTopics() throws {
        let bench = try Bench([homes[0]])
        let base = homes[0].definition.baseTopic
        for second in Int64(0)..<40 {
            bench.take((Int64(0)..<250).map { message("\(base)/x\(second)/y\($0)", "1", at: second * 1000 + $0 * 4) })
            try bench.pipeline.commit()
        }
        let names = try bench.store.topics()
        #expect(names.count < 2_600 && names.values.contains(base + "/#"))
        #expect(bench.pipeline.figures.sampled + bench.pipeline.figures.quarantined == 10_000)
        #expect(try sampledRows(bench) == bench.pipeline.figures.sampled)
    }

    @Test("topics without end within one batch")
    func topicTable() throws {
        let bench = try Bench([homes[0]])
        let base = homes[0].definition.baseTopic
        let topic = homes[0].definition.devices[0].topic
        bench.take([message(topic, #"{"occupancy":true}"#, at: 0)])
        try bench.pipeline.commit()
        bench.pipeline.topicsKept = 0
        for i in 0..<CarePipeline.topicLimit { _ = bench.pipeline.topicIndex("\(base)/x/\(i)") }
        #expect(bench.pipeline.topics.count <= CarePipeline.topicLimit)
        bench.take([message(topic, #"{"occupancy":false}"#, at: 1), message("\(base)/z", "1", at: 1)])
        try bench.pipeline.commit()
        #expect(bench.pipeline.topics.count < 10)
        #expect(try kept(bench).values.joined().filter { $0.quantity == .motion }.count == 2)
    }

    @Test("a topic, levels and a payload beyond all measure are quarantined, the topic shortened")
    func measure() throws {
        let bench = try Bench([homes[0]])
        let base = homes[0].definition.baseTopic
        let topic = homes[0].definition.devices[0].topic
        let long = base + "/" + String(repeating: "x", count: 60_000)
        let deep = base + String(repeating: "/y", count: 5000)
        var large = message(topic, "", at: 2)
        large.payload = Array(repeating: UInt8(ascii: " "), count: PayloadDecoder.payloadLimitBytes + 1)
        bench.take([message(long, "1", at: 0), message(deep, "1", at: 1), large])
        try bench.pipeline.commit()
        let rows = try bench.store.quarantine()
        #expect(rows.count == 3 && rows.allSatisfy { $0.topic.utf8.count < 140 && $0.sample.count <= 65_536 })
        #expect(rows.map(\.reason).sorted().map { $0.prefix(11) } == ["larger than", "topic of mo", "topic of mo"])
        #expect(try bench.store.topics().values.allSatisfy { $0.utf8.count < 140 })
        #expect(bench.pipeline.figures.quarantined == 3)
    }
}
