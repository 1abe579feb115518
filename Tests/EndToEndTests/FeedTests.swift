import BrokerFixture
import CareModel
import Foundation
import Glibc
import Pipeline
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("Feeding live, and history")
    struct FeedTests {
        @Test("two logs go out by time up to now; stopped and grown, they go on, and each message comes once")
        func live() throws {
            let ward = try Ward(Residents.varied(2, days: 3))
            let position = ward.folder.appendingPathComponent("position")
            let lines = ward.homes.map { $0.messages.map(\.line) }
            let later = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).adding(hours: 20)
            let future = Ward.line(at: later, topic: "homes/home001/zigbee2mqtt/sos-button", payload: "{}")
            let gateway = try ward.startSubscribed()

            // The first halves, and a message whose time has not come.
            for (index, log) in ward.logs.enumerated() {
                let half = lines[index].prefix(lines[index].count / 2) + (index == 0 ? [future] : [])
                try write(Array(half), to: log)
            }
            let halves = lines.map { $0.count / 2 }
            try feed(ward, position) { try positions(position) == halves }
            // Grown; the message of the future is not yet due.
            for (index, log) in ward.logs.enumerated() { try write(lines[index], to: log) }
            let end = try ward.endMark("drained")
            try write(lines[1] + [end, future], to: ward.logs[1])
            try feed(ward, position) { try positions(position) == [lines[0].count, lines[1].count + 1] }

            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            let all = try ward.writeLog(ward.mergedLines + [end], "all.jsonl")
            #expect(try Ward.messages(in: [try ward.exportMessages()]) == (try Ward.messages(in: [all])))
            let replayed = try ward.replay([all], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
        }

        @Test("history raises alerts of which nobody is told; what happens now is told")
        func history() throws {
            let ward = try Ward(Residents.varied(1, days: 10))
            let listener = try Listener(ward, topic: "vardag/alerts/#")
            let gateway = try ward.startSubscribed()
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let sos = Ward.line(
                at: now, topic: "homes/home001/zigbee2mqtt/sos-button", payload: #"{"action":"emergency","battery":77}"#
            )
            try ward.feed(try ward.writeLog(ward.mergedLines, "history.jsonl"))
            let mark = try ward.endMark("history")
            try ward.feed(try ward.writeLog([mark], "mark.jsonl"))
            try ward.waitUntilStored(mark)
            let raised = try ward.alerts().split(separator: "\n").count
            #expect(raised > 0)
            #expect(try letters(ward).isEmpty)

            try ward.feed(try ward.writeLog([sos], "now.jsonl"))
            try Deadline.wait(for: "the press of now") {
                try listener.messages().contains {
                    $0.topic == "vardag/alerts/home001" && $0.payload.contains("\"rule\":\"sos\"")
                }
            }
            #expect(try gateway.terminate() == 0)
        }

        private func letters(_ ward: Ward) throws -> [Outgoing] {
            try CareStore(readingOnly: ward.database.path).outgoing(kinds: [.alert], after: 0, limit: 1000)
                .filter { $0.subject != "gateway" }
        }

        private func write(_ lines: [String], to log: URL) throws {
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: log)
        }

        /// Feeds until so much is confirmed, then SIGTERM.
        private func feed(_ ward: Ward, _ position: URL, until isThere: () throws -> Bool) throws {
            let process = try Program.start(
                try Program.path(),
                [
                    "feed", "--broker", "127.0.0.1:\(ward.broker.port)", "--live", "--position", position.path,
                    "--follow", "http://127.0.0.1:\(ward.httpPort)/",
                ] + ward.logs.map(\.path),
                output: ward.folder.appendingPathComponent("feed.out"),
                complaint: ward.folder.appendingPathComponent("feed.err"))
            try Deadline.wait(for: "the messages up to now", until: isThere)
            Glibc.kill(process.processIdentifier, SIGTERM)
            try Program.finish(process, "the feeder after SIGTERM", seconds: 30)
            #expect(process.terminationStatus == 0)
            #expect(try isThere())
        }

        private func positions(_ file: URL) throws -> [Int] {
            guard FileManager.default.fileExists(atPath: file.path) else { return [] }
            return try Program.text(file).split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
        }
    }
}
