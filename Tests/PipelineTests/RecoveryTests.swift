import CareEngine
import CareModel
import Foundation
import Simulator
import Store
import Testing

@testable import Pipeline

@Suite("Recovery equals never having stopped")
struct RecoveryTests {
    private let homes = Bench.homes(days: 5)

    /// Made once: what comes out without any death.
    private static let unbroken = Result {
        let homes = Bench.homes(days: 5)
        let bench = try Bench(homes)
        try bench.take(bench.messages, committingEvery: 500)
        try bench.finish()
        return try bench.contents()
    }

    @Test("deaths at random points, uncommitted messages taken again", arguments: [1, 2])
    func randomDeaths(seed: UInt64) throws {
        let bench = try Bench(homes)
        var random = SeededNumbers(seed)
        let messages = bench.messages
        var committed = 0
        var deaths = 0
        while committed < messages.count {
            let taken = min(messages.count, committed + .random(in: 1...400, using: &random))
            bench.take(messages[committed..<taken])
            if deaths < 12, Int.random(in: 0..<5, using: &random) == 0 {
                deaths += 1
                try bench.restart()
            } else {
                try bench.pipeline.commit()
                committed = taken
            }
        }
        try bench.finish()
        #expect(deaths > 5)
        #expect(try bench.contents() == (try Self.unbroken.get()))
    }

    @Test("deaths after each commit for a while, with late data on both sides of them")
    func deathsBetween() throws {
        let bench = try Bench(homes)
        let messages = bench.messages
        let size = messages.count / 25
        for start in stride(from: 0, to: messages.count, by: size) {
            try bench.take(messages[start..<min(messages.count, start + size)], committingEvery: 173)
            try bench.restart()
        }
        try bench.finish()
        let contents = try bench.contents()
        #expect(contents == (try Self.unbroken.get()))
        // The late data did change closed days.
        var revised = 0
        try bench.store.forEachFeature(home: nil, from: nil, to: nil) { if $0.revision > 0 { revised += 1 } }
        #expect(revised > 0)
    }

    @Test("a state of another version is rebuilt from the kept messages and reported")
    func otherVersion() throws {
        let bench = try Bench(homes)
        let messages = bench.messages
        let half = messages.count / 2
        try bench.take(messages[..<half], committingEvery: 500)
        try bench.finish()
        let rows = try bench.store.states()
        try bench.store.write { transaction in
            var old = rows[0]
            old.version += 1
            try transaction.save(old)
        }
        let recovery = try bench.restart()
        #expect(recovery.rebuilt.count == 1)
        #expect(recovery.rebuilt.first?.contains("version") == true)
        #expect(recovery.refoldedMessages > 0)
        try bench.take(messages[half...], committingEvery: 500)
        try bench.finish()

        let unbroken = try Bench(homes)
        try unbroken.take(messages[..<half], committingEvery: 500)
        try unbroken.finish()
        try unbroken.take(messages[half...], committingEvery: 500)
        try unbroken.finish()
        #expect(try bench.contents() == (try unbroken.contents()))
        #expect(try bench.restart().rebuilt.isEmpty)
    }

    @Test("a state that cannot be read is rebuilt, too")
    func damagedState() throws {
        let bench = try Bench(homes)
        try bench.take(bench.messages, committingEvery: 500)
        try bench.finish()
        let contents = try bench.contents()
        let rows = try bench.store.states()
        try bench.store.write { transaction in
            for row in rows {
                var damaged = row
                damaged.bytes = Array(row.bytes.prefix(row.bytes.count / 2))
                try transaction.save(damaged)
            }
        }
        #expect(try bench.restart().rebuilt.count == rows.count)
        try bench.finish()
        #expect(try bench.contents() == contents)
    }

    @Test("how messages are batched into commits changes nothing", arguments: [1, 7, 1000])
    func batches(size: Int) throws {
        let short = Bench.homes(days: size == 1 ? 2 : 4)
        let (one, other) = (try Bench(short), try Bench(short))
        try one.take(one.messages, committingEvery: size)
        try other.take(other.messages, committingEvery: 97)
        try one.finish()
        try other.finish()
        #expect(try one.contents() == (try other.contents()))
    }

    @Test("late data makes revision + 1, once for each change of the value")
    func revisions() throws {
        let bench = try Bench(homes)
        try bench.take(bench.messages, committingEvery: 300)
        try bench.finish()
        var seen: [String: Set<Int>] = [:]
        for letter in try bench.store.outgoing(kinds: [.feature], after: 0, limit: .max) {
            let split = try #require(letter.key.range(of: "/r", options: .backwards))
            let revision = try #require(Int(letter.key[split.upperBound...]))
            let isNew = seen[String(letter.key[..<split.lowerBound]), default: []].insert(revision).inserted
            #expect(isNew, "\(letter.key) came twice")
        }
        for (feature, revisions) in seen { #expect(revisions == Set(0..<revisions.count), "\(feature)") }
        #expect(seen.values.contains { $0.count > 1 })
    }

    @Test("the marker to oneself keeps its place in the tail by which redeliveries are known")
    func marker() throws {
        let bench = try Bench(Bench.homes(days: 1))
        let message = IncomingMessage(
            topic: "vardag/gateway/x/marker", payload: [1], packetID: 77, receivedAt: Timestamp(seconds: 1))
        bench.pipeline.keepMarker(message, digest: message.digest)
        #expect(bench.pipeline.pendingDeliveries.map(\.packetID) == [77])
        try bench.pipeline.commit()
        let tail = try bench.store.lastMessages(10)
        #expect(tail.map(\.packetID) == [77] && tail.map(\.digest) == [message.digest])
    }
}
