import CareEngine
import CareModel
import Foundation
import Simulator
import Store
import Testing

@testable import Pipeline

@Suite("What staff enter is journalled like a message")
struct EntryTests {
    private static let entries: [HomeEntry] = [
        .begins(Circumstance(kind: .hospital, from: Timestamp(seconds: 1), until: nil, by: "Kim")),
        .begins(Circumstance(kind: .visit, from: Timestamp(seconds: 1), until: Timestamp(seconds: 9), by: "Kim")),
        .ends(.test), .cancels(Circumstance(kind: .away, from: Timestamp(seconds: 1), until: nil, by: "Kim")),
        .admitted(resident: "b"), .discharged, .replaced(device: "bed \"1\""),
    ]

    @Test("an event reads back as it was written", arguments: entries)
    func roundTrip(entry: HomeEntry) {
        let event = GatewayEvent.enter(entry, home: "home001", by: "Kim")
        #expect(GatewayEvent(payload: event.payload) == event)
    }

    @Test(
        "what is no entry is none", arguments: [#"{"event":"enter","home":"a"}"#, #"{"event":"enter","entry":"ends"}"#])
    func nonsense(text: String) { #expect(GatewayEvent(payload: Array(text.utf8)) == nil) }

    private func leave(_ bench: Bench, _ entry: HomeEntry, home: String = "home001") throws {
        let event = GatewayEvent.enter(entry, home: home, by: "Kim")
        try CareStore.leave(
            entry: String(decoding: event.payload, as: UTF8.self), at: Timestamp(seconds: 5),
            database: bench.folder.appending(path: "care.db").path)
    }

    @Test("an entry leaves the inbox with the commit that keeps it, and is taken once")
    func inbox() throws {
        let bench = try Bench(Bench.homes(days: 2))
        let messages = bench.messages
        let half = messages.count / 2
        try bench.take(messages[..<half], committingEvery: 500)
        try leave(bench, .discharged)
        try leave(bench, .discharged, home: "nowhere")
        let rows = try bench.store.entries()
        #expect(rows.count == 2)
        #expect(bench.pipeline.takeEntries(rows, at: bench.pipeline.clock).map(\.body) == [rows[1].body])
        #expect(bench.pipeline.takeEntries(rows, at: bench.pipeline.clock).isEmpty)
        #expect(bench.pipeline.status(of: "home001")?.resident == nil)
        #expect(try bench.store.entries().count == 2)
        // Dies before the commit: the entry is still there.
        try bench.restart()
        #expect(bench.pipeline.status(of: "home001")?.resident == "home001")
        _ = bench.pipeline.takeEntries(try bench.store.entries(), at: bench.pipeline.clock)
        try bench.pipeline.commit()
        #expect(try bench.store.entries().isEmpty)
        // Dies after it: the log has it.
        try bench.restart()
        #expect(bench.pipeline.status(of: "home001")?.resident == nil)
        #expect(bench.pipeline.status(of: "home002")?.resident == "home002")
        #expect(bench.pipeline.status(of: "nowhere") == nil)
        try bench.take(messages[half...], committingEvery: 500)
        try bench.finish()
        var days: Set<LocalDay> = []
        try bench.store.forEachFeature(home: "home001", from: nil, to: nil) { days.insert($0.date) }
        #expect(days.isEmpty)
    }

    @Test("a changed file is journalled at the start that finds it, once, and a rebuild meets it at the same place")
    func changedFile() throws {
        let bench = try Bench(Bench.homes(days: 2))
        try bench.take(bench.messages, committingEvery: 500)
        try bench.finish()
        var homes = bench.homes.map(\.definition)
        homes[0].resident = "another"
        try bench.restart(homes)
        #expect(bench.pipeline.status(of: "home001")?.resident == "another")
        try bench.finish()
        try bench.restart(homes)
        try bench.finish()
        var events = 0
        try bench.store.forEachMessage(after: 0, home: nil, limit: nil) {
            if $0.flags.contains(.gateway) { events += 1 }
        }
        #expect(events == 1)
        let residentSince = bench.pipeline.engines[0].state.residentSince
        #expect(residentSince > .distantPast)
        let rows = try bench.store.states()
        try bench.store.write { transaction in
            var old = rows[0]
            old.version += 1
            try transaction.save(old)
        }
        #expect(try bench.restart(homes).rebuilt.count == 1)
        #expect(bench.pipeline.engines[0].state.residentSince == residentSince)
        #expect(bench.pipeline.engines[0].state.resident == "another")
    }
}
