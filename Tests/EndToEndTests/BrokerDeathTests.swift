import BrokerFixture
import Foundation
import Glibc
import Testing

extension EndToEnd {
    @Suite("The broker is killed")
    struct BrokerDeathTests {
        /// What the feeder has open at a time: the fate of so many lines after the last confirmed one is unknown.
        private static let openLines = 500
        private static let kills = 3

        @Test("what was committed stays, nothing counts twice, and what the broker lost is counted")
        func killed() throws {
            let ward = try Ward(Residents.varied(3, days: 15))
            let end = try ward.endMark("drained")
            let lines = ward.mergedLines
            let log = try ward.writeLog(lines, "all.jsonl")
            let gateway = try ward.startSubscribed()
            try ward.broker.writeSnapshot()
            var fed = try Ward.messages(in: [log])
            var committed: [[String: Int]] = []
            var line = 0
            for round in 1...Self.kills {
                // Each life of the broker has a part of its own to take in, after what the last one did not confirm.
                let part = try ward.writeLog(Array(lines[..<(lines.count * round / Self.kills)]), "part-\(round).jsonl")
                let output = ward.folder.appendingPathComponent("feed-\(round).out")
                let goal = try ward.storedThrough() + Int64(lines.count / Self.kills / 4)
                let feeder = try ward.startFeeding(part, fromLine: line + 1, output: output)
                try Deadline.wait(for: "progress before kill \(round)") { try ward.storedThrough() > goal }
                ward.broker.kill()
                committed.append(try Ward.messages(in: [try ward.exportMessages()]))
                try Program.finish(feeder, "the feeder without a broker", seconds: 60)
                let said = try Program.text(output).split(separator: "\n").last?.split(separator: " ").last
                line = try #require(said.flatMap { Int($0) })
                let unsure = try ward.writeLog(
                    Array(lines[line..<min(line + Self.openLines, lines.count)]), "unsure.jsonl")
                fed.merge(try Ward.messages(in: [unsure])) { $0 + $1 }
                try ward.broker.start()
            }
            let rest = try ward.writeLog(Array(lines[line...]) + [end], "rest.jsonl")
            try ward.feed(rest)
            fed.merge(try Ward.messages(in: [try ward.writeLog([end], "end.jsonl")])) { $0 + $1 }
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)

            let exported = try ward.exportMessages()
            let stored = try Ward.messages(in: [exported])
            for (round, before) in committed.enumerated() {
                let (lost, _) = Ward.difference(fed: before, stored: stored)
                #expect(lost.isEmpty, "\(lost.count) committed before kill \(round + 1) are gone")
            }
            let (_, twice) = Ward.difference(fed: fed, stored: stored)
            #expect(twice.isEmpty, "\(twice.count) twice, \(twice.prefix(3))")
            let (lost, _) = Ward.difference(fed: try Ward.messages(in: [log]), stored: stored)
            // The broker forgets the end of its queue; a hole elsewhere would be a message taken for a redelivery.
            #expect(try Ward.runsLost(of: lines, stored: stored) <= Self.kills)
            print("The broker lost \(lost.count) of \(lines.count) messages in \(Self.kills) kills under load.")
            let replayed = try ward.replay([exported], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
        }
    }
}
