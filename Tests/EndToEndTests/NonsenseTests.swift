import CareModel
import Foundation
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("Nonsense comes in")
    struct NonsenseTests {
        @Test("it neither crashes nor alerts, is kept with a reason, and what follows is taken as ever")
        func nonsense() throws {
            let ward = try Ward(Residents.calm(2, days: 4))
            let end = try ward.endMark("drained")
            let calm = ward.mergedLines
            // In the middle of the second day, when somebody is at home and awake.
            let times = ward.homes.flatMap(\.messages).map(\.at).sorted()
            let middle = calm.count / 2
            let nonsense = Nonsense.lines(home: "home001", at: times[middle - 1])
            let log = try ward.writeLog(Array(calm[..<middle]) + nonsense + Array(calm[middle...]) + [end], "all.jsonl")
            let gateway = try ward.startSubscribed()
            try ward.feed(log)
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)

            #expect(try Ward.messages(in: [try ward.exportMessages()]) == (try Ward.messages(in: [log])))
            let quarantine = try ward.quarantine()
            #expect(quarantine.reduce(0) { $0 + $1.count } > 40)
            #expect(quarantine.allSatisfy { !$0.reason.isEmpty && $0.topic.hasPrefix("homes/home001") })
            let replayed = try ward.replay([try ward.writeLog(calm, "calm.jsonl")], into: "calm.db")
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
            #expect(try ward.features(home: "home002") == (try ward.features(replayed, home: "home002")))
            #expect(try ward.features(home: "home001") == (try ward.features(replayed, home: "home001")))
        }

        @Test("what the broker kept from before the gateway's first start is no event and no alert")
        func retained() throws {
            let ward = try Ward(Residents.calm(1, days: 3))
            let day = try #require(ward.homes[0].messages.first?.at)
            let bridge = "homes/home001/zigbee2mqtt"
            let old = [
                ("sos-button", #"{"action":"emergency","battery":90}"#),
                ("smoke-alarm", #"{"smoke":true,"battery":80}"#),
                ("kitchen-leak", #"{"water_leak":true,"battery":70}"#), ("front-door", #"{"contact":false}"#),
                ("bathroom-motion", #"{"occupancy":true}"#), ("bed", #"{"occupancy":true}"#),
            ].map { Ward.line(at: day, topic: "\(bridge)/\($0.0)", payload: $0.1, retained: true) }
            try ward.feed(try ward.writeLog(old, "old.jsonl"))
            let gateway = try ward.startSubscribed()
            try Deadline.wait(for: "the retained messages") {
                try ward.storedThrough() > 0 && Ward.messages(in: [try ward.exportMessages()]).count == old.count
            }
            let end = try ward.endMark("drained")
            let calm = ward.mergedLines
            try ward.feed(try ward.writeLog(calm + [end], "all.jsonl"))
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            let replayed = try ward.replay([try ward.writeLog(calm, "calm.jsonl")], into: "calm.db")
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
            let alerts = try ward.alerts()
            #expect(!alerts.contains("\"P1\""))
            #expect(try ward.features() == (try ward.features(replayed)))
            let exported = try Program.text(try ward.exportMessages())
            #expect(exported.split(separator: "\n").count { $0.contains("\"retain\":1") } == old.count)
        }

        @Test("a home's topics never write another home's data, whatever their payloads name")
        func strangers() throws {
            let ward = try Ward(Residents.calm(2, days: 4))
            let end = try ward.endMark("drained")
            let calm = ward.mergedLines
            let times = ward.homes.flatMap(\.messages).map(\.at).sorted()
            let middle = calm.count / 2
            let theirs = ward.homes[1].messages.filter { $0.topic.hasSuffix("/bridge/devices") }
            let list = try #require(theirs.first?.payload)
            let spoofs = [
                ("homes/home001/zigbee2mqtt/bridge/devices", list),
                ("homes/home001/zigbee2mqtt/homes/home002/zigbee2mqtt/smoke-alarm", #"{"smoke":true}"#),
                ("homes/home001/zigbee2mqtt/home002", #"{"smoke":true,"action":"emergency"}"#),
                ("homes/home001/zigbee2mqtt/bed/../../home002/zigbee2mqtt/smoke-alarm", #"{"smoke":true}"#),
                ("homes/home001/zigbee2mqtt/bed", #"{"home":"home002","device":"smoke-alarm","smoke":true}"#),
                ("homes/home001/vitals/home002", #"{"home":"home002","resident":"home002","weight":12}"#),
                ("homes/home0022/zigbee2mqtt/smoke-alarm", #"{"smoke":true}"#),
                ("homes/home002extra", #"{"smoke":true}"#),
            ].map { Ward.line(at: times[middle - 1], topic: $0.0, payload: $0.1) }
            let log = try ward.writeLog(Array(calm[..<middle]) + spoofs + Array(calm[middle...]) + [end], "all.jsonl")
            let gateway = try ward.startSubscribed()
            try ward.feed(log)
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            let replayed = try ward.replay([try ward.writeLog(calm, "calm.jsonl")], into: "calm.db")
            #expect(try ward.features(home: "home002") == (try ward.features(replayed, home: "home002")))
            #expect(try ward.alerts(home: "home002") == (try ward.alerts(replayed, home: "home002")))
            let exported = try ward.vardag(
                "export", "--messages", "--home", "home002", "--database", ward.database.path)
            #expect(!exported.output.contains("home001"))
        }
    }
}
