import Foundation
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("A message crashes the gateway")
    struct TrapTests {
        private let trapped = ["VARDAG_TEST_TRAP_ON": "a-payload-that-traps"]

        @Test("after two crashes it is kept unread and reported, and everything else is taken")
        func trap() throws {
            let ward = try Ward(Residents.calm(2, days: 3))
            let end = try ward.endMark("drained")
            let calm = ward.mergedLines
            let middle = calm.count / 2
            let at = ward.homes.flatMap(\.messages).map(\.at).sorted()[middle - 1]
            let bad = Ward.line(
                at: at, topic: "homes/home001/zigbee2mqtt/bed", payload: #"{"note":"a-payload-that-traps"}"#)
            let log = try ward.writeLog(Array(calm[..<middle]) + [bad] + Array(calm[middle...]) + [end], "all.jsonl")

            var gateway = try ward.startSubscribed(environment: trapped)
            try ward.feed(log)
            #expect(try gateway.diedOfFault())
            gateway = try RunningGateway(ward, environment: trapped)
            #expect(try gateway.diedOfFault())
            gateway = try RunningGateway(ward, environment: trapped)
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)

            let unread = try ward.quarantine().filter { $0.reason.contains("unread") }
            #expect(unread.map(\.count) == [1])
            #expect(unread.first.map { String(decoding: $0.sample, as: UTF8.self) }?.contains("traps") == true)
            #expect(try ward.gatewayLog().contains("kept unread"))
            let stored = try Ward.messages(in: [try ward.exportMessages()])
            #expect(stored == (try Ward.messages(in: [log])))
            let replayed = try ward.replay([try ward.writeLog(calm, "calm.jsonl")], into: "calm.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
        }

        @Test("it is also kept unread when it is the first message after a start")
        func trapFirst() throws {
            let ward = try Ward(Residents.calm(1, days: 2))
            let lines = ward.mergedLines
            let first = try #require(ward.homes[0].messages.first?.at)
            let bad = Ward.line(
                at: first, topic: "homes/home001/zigbee2mqtt/bed", payload: #"{"note":"a-payload-that-traps"}"#)
            let end = try ward.endMark("drained")
            let log = try ward.writeLog([bad] + lines + [end], "all.jsonl")
            var lives = 0
            var gateway = try ward.startSubscribed(environment: trapped)
            try ward.feed(log)
            while lives < 2, try gateway.diedOfFault() {
                lives += 1
                gateway = try RunningGateway(ward, environment: trapped)
            }
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
            #expect(try Ward.messages(in: [try ward.exportMessages()]) == (try Ward.messages(in: [log])))
            #expect(try ward.quarantine().contains { $0.reason.contains("unread") })
        }
    }
}
