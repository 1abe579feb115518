import Foundation
import Store
import Testing

extension EndToEnd {
    @Suite("The gateway is killed")
    struct KillTests {
        private static let isLong = ProcessInfo.processInfo.environment["VARDAG_TEST_LONG"] == "1"
        private static let kills = isLong ? 100 : 20

        @Test("kill -9 at random points under load: nothing lost, nothing twice, the same features and alerts")
        func killed() throws {
            let ward = try Ward(Residents.varied(3, days: Self.isLong ? 40 : 15))
            let end = try ward.endMark("drained")
            let lines = ward.mergedLines + [end]
            let log = try ward.writeLog(lines, "all.jsonl")
            var random = SeededNumbers(7)
            var gateway = try ward.startSubscribed()
            let feeder = try ward.startFeeding(log)
            for round in 0..<Self.kills {
                // Mostly somewhere on the way, now and then while it is still starting.
                if !round.isMultiple(of: 5) {
                    let goal = Int64(lines.count * (round + 1) / (Self.kills + 2))
                    let before = try ward.storedThrough()
                    try Deadline.wait(for: "progress in life \(round)", everyMilliseconds: 5) {
                        try ward.storedThrough() > max(before, goal)
                    }
                }
                usleep(.random(in: 0...(round.isMultiple(of: 5) ? 150_000 : 15_000), using: &random))
                #expect(gateway.isRunning, "life \(round) ended by itself")
                gateway.kill()
                gateway = try RunningGateway(ward)
            }
            try Program.finish(feeder, "the feeder", seconds: 120)
            #expect(feeder.terminationStatus == 0)
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            try expectExactlyOnce(ward, log)
        }

        private func expectExactlyOnce(_ ward: Ward, _ log: URL) throws {
            let fed = try Ward.messages(in: [log])
            let stored = try Ward.messages(in: [try ward.exportMessages()])
            let (lost, twice) = Ward.difference(fed: fed, stored: stored)
            #expect(lost.isEmpty, "\(lost.count) lost, \(lost.prefix(3))")
            #expect(twice.isEmpty, "\(twice.count) twice, \(twice.prefix(3))")
            #expect(try ward.quarantine().allSatisfy { !$0.reason.contains("unread") })
            let replayed = try ward.replay([log], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
        }
    }
}
