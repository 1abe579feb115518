import CareModel
import Foundation
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("What is entered from a command reaches the running gateway")
    struct EntryTests {
        @Test("a test pages nobody, outlives kill -9, and a replay of the export has it, too")
        func test() throws {
            let ward = try Ward(Residents.calm(1, days: 2))
            let last = try #require(ward.homes[0].messages.last?.at)
            let fed = try ward.endMark("fed")
            let gateway = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(ward.mergedLines + [fed], "all.jsonl"))
            try ward.waitUntilStored(fed)
            let entered = try ward.vardag(
                "home", "begin", "--config", ward.config.path, "--home", "home001", "--kind", "test", "--from",
                "\(last)",
                "--by", "Kim")
            #expect(entered.status == 0, "\(entered.complaint)")
            try Deadline.wait(for: "the entry to be taken") {
                (try? CareStore(readingOnly: ward.database.path).entries().isEmpty) ?? false
            }
            gateway.kill()
            let again = try RunningGateway(ward)
            let press = Ward.line(
                at: last.adding(seconds: 5), topic: "homes/home001/zigbee2mqtt/sos-button",
                payload: #"{"action":"emergency","battery":77}"#)
            let end = try ward.endMark("end")
            try ward.feed(try ward.writeLog([press, end], "end.jsonl"))
            try ward.waitUntilStored(end)
            #expect(try again.terminate() == 0)
            let alerts = try ward.alerts()
            let line = try #require(alerts.split(separator: "\n").last { $0.contains("\"rule\":\"sos\"") })
            #expect(line.contains("\"state\":\"suppressed\"") && line.contains("\"suppressed_by\":\"test\""), "\(line)")
            let replayed = try ward.replay([try ward.exportMessages()], into: "replayed.db")
            #expect(try ward.alerts(replayed) == alerts)
        }

        @Test("what cannot be entered is refused with the status that tells why")
        func refusals() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            func enter(_ arguments: String...) throws -> Int32 {
                try Program.run(["home"] + arguments + ["--config", ward.config.path], in: ward.folder).status
            }
            #expect(try enter("discharge", "--home", "home001") == 1)
            _ = try ward.replay([ward.logs[0]], into: "vardag.db")
            #expect(try enter("discharge", "--home", "home001") == 0)
            #expect(try enter("discharge", "--home", "nowhere") == 65)
            #expect(try enter("replaced", "--home", "home001", "--device", "attic") == 65)
            #expect(try enter("begin", "--home", "home001", "--kind", "holiday") == 64)
            #expect(try enter("test", "--home", "home001", "--minutes", "1441") == 64)
            let report = try ward.vardag("report", "situations", "--database", ward.database.path, "--json")
            #expect(report.status == 0 && report.output.contains("\"rule\":\"no_activity_yet\""))
        }
    }
}
