import Foundation
import Testing

extension EndToEnd {
    @Suite("Live equals replay")
    struct ReplayTests {
        @Test("what came over the broker, its export and the original logs give the same features and alerts")
        func liveEqualsReplay() throws {
            let ward = try Ward(Residents.varied(4, days: 20))
            let gateway = try ward.startSubscribed()
            let end = try ward.endMark("live")
            let log = try ward.writeLog(ward.mergedLines + [end], "all.jsonl")
            try ward.feed(log)
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            let (features, alerts) = (try ward.features(), try ward.alerts())
            #expect(features.split(separator: "\n").count > 4 * 15)
            #expect(alerts.contains("\"sos\"") && alerts.contains("technical"))

            let exported = try ward.exportMessages()
            let (fed, stored) = (try Ward.messages(in: [log]), try Ward.messages(in: [exported]))
            #expect(fed == stored)
            let again = try ward.replay([exported], into: "exported.db")
            #expect(try ward.features(again) == features)
            #expect(try ward.alerts(again) == alerts)
            let original = try ward.replay(ward.logs, into: "original.db")
            #expect(try ward.features(original) == features)
            #expect(try ward.alerts(original) == alerts)
        }

        @Test("a log replayed twice gives the same bytes, and a second time into the same database changes nothing")
        func replayTwice() throws {
            let ward = try Ward(Residents.varied(3, days: 20))
            let first = try ward.replay(ward.logs, into: "first.db")
            let second = try ward.replay(ward.logs, into: "second.db")
            let (features, alerts) = (try ward.features(first), try ward.alerts(first))
            #expect(features.split(separator: "\n").count > 3 * 15)
            #expect(try ward.features(second) == features)
            #expect(try ward.alerts(second) == alerts)
            _ = try ward.replay(ward.logs, into: "first.db")
            #expect(try ward.features(first) == features)
            #expect(try ward.alerts(first) == alerts)
        }

        /// But for the revisions: a home that is replayed after the others gets its late data into days long closed.
        @Test("homes replayed one after the other give the values that they give together")
        func oneByOne() throws {
            let ward = try Ward(Residents.varied(3, days: 12))
            let together = try ward.replay(ward.logs, into: "together.db")
            for log in ward.logs { _ = try ward.replay([log], into: "apart.db") }
            let apart = ward.folder.appendingPathComponent("apart.db")
            #expect(withoutRevision(try ward.features(apart)) == withoutRevision(try ward.features(together)))
        }

        private func withoutRevision(_ csv: String) -> [Substring] {
            csv.split(separator: "\n").map { $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)] }
        }
    }
}
