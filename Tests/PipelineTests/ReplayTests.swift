import CareModel
import Foundation
import Simulator
import Store
import Testing

@testable import Pipeline

@Suite("Replays of parts")
struct ReplayTests {
    private let homes = Bench.homes(days: 3)

    private func write(_ lines: some Sequence<String>, _ bench: Bench, _ name: String) throws -> String {
        let file = bench.folder.appending(path: name)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
        return file.path
    }

    private func replay(_ bench: Bench, _ logs: [String]) throws -> Replay.Result {
        try bench.restart()
        var replay = try Replay(store: bench.store, pipeline: bench.pipeline, logs: logs)
        return try replay.run(until: nil) { _, _, _ in }.0
    }

    @Test("a longer log after its beginning takes only what is new; the same log again takes nothing")
    func overlap() throws {
        let bench = try Bench([homes[0]])
        let lines = homes[0].messages.map(\.line)
        let half = lines.count / 2
        let begun = try replay(bench, [try write(lines[..<half], bench, "a.jsonl")])
        #expect(begun.taken == half && begun.known == 0)
        let all = try write(lines, bench, "all.jsonl")
        let rest = try replay(bench, [all])
        #expect(rest.taken == lines.count - half && rest.known == half)
        let contents = try bench.contents()
        let again = try replay(bench, [all])
        #expect(again.taken == 0 && again.known == lines.count)
        #expect(try bench.contents() == contents)
    }

    @Test("the same message twice in a log is two; a log with it three times adds one")
    func occurrences() throws {
        let bench = try Bench([homes[0]])
        let line = SimulatedMessage(
            at: Timestamp(seconds: 1_767_600_000), topic: "homes/home001/zigbee2mqtt/sos-button",
            payload: #"{"action":"emergency"}"#, retained: false
        ).line
        let two = try write([line, line], bench, "two.jsonl")
        #expect(try replay(bench, [two]).taken == 2)
        let third = try replay(bench, [try write([line, line, line], bench, "three.jsonl")])
        #expect(third.taken == 1 && third.known == 2)
        #expect(try replay(bench, [two]).taken == 0)
    }

    @Test("logs are merged by time, then by argument, then by line")
    func merge() throws {
        let bench = try Bench([homes[0]])
        func line(_ second: Int64, _ name: String) -> String {
            SimulatedMessage(at: Timestamp(seconds: second), topic: name, payload: "x", retained: false).line
        }
        let a = try write([line(1, "a1"), line(3, "a3"), line(3, "a3b")], bench, "a.jsonl")
        let b = try write([line(0, "b0"), line(3, "b3"), "not a message", line(4, "b4")], bench, "b.jsonl")
        var merge = try LogMerge(paths: [a, b])
        var order: [String] = []
        while let message = try merge.next() { order.append(message.topic) }
        #expect(order == ["b0", "a1", "a3", "a3b", "b3", "b4"])
        #expect(merge.badLineCount == 1 && merge.badLines.first?.line == 3 && merge.badLines.first?.path == b)
    }

    @Test("an export is the log that was replayed")
    func export() throws {
        let bench = try Bench([homes[1]])
        let log = try write(homes[1].messages.map(\.line), bench, "log.jsonl")
        _ = try replay(bench, [log])
        var exported: [String] = []
        _ = try MessageExport(store: bench.store).forEachLine(home: nil) { exported.append($0) }
        let original = try homes[1].messages.map { try LogLine.read(Array($0.line.utf8)[...]) }
        let read = try exported.map { try LogLine.read(Array($0.utf8)[...]) }
        #expect(read.map(\.topic) == original.map(\.topic))
        #expect(read.map(\.payload) == original.map(\.payload))
        #expect(read.map(\.receivedAt) == original.map(\.receivedAt))
        #expect(read.map(\.isRetained) == original.map(\.isRetained))
    }
}
