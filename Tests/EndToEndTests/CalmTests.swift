import BrokerFixture
import CareModel
import Foundation
import FoundationNetworking
import Simulator
import Testing

extension EndToEnd {
    @Suite("Nothing happened: no alert")
    struct CalmTests {
        /// The families of all alerts that a nurse saw.
        private func families(_ alerts: String) throws -> Set<String> {
            var families: Set<String> = []
            for line in alerts.split(separator: "\n") {
                let alert = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                if alert?["raised_at"] is String { families.insert(try #require(alert?["family"] as? String)) }
            }
            return families
        }

        private func replayed(_ home: SimulatedHome) throws -> (ward: Ward, alerts: String) {
            let ward = try Ward([home])
            return (ward, try ward.alerts(try ward.replay(ward.logs, into: "v.db")))
        }

        @Test("both nights on which the clock changes", arguments: ["2026-03-25", "2026-10-21"])
        func summerTime(start: String) throws {
            let day = try #require(LocalDay(start))
            let home = Residents.simulation.home(0, days: 8, start: day)
            let (ward, alerts) = try replayed(home)
            #expect(try families(alerts).isDisjoint(with: ["situation", "safety"]), "\(alerts)")
            let features = try ward.features(ward.folder.appendingPathComponent("v.db"))
            #expect(features.contains("\(day.advanced(by: 4)),"))
        }

        @Test("a home that goes silent as a whole is a technical matter, never inactivity")
        func silentHome() throws {
            var plan = Plan()
            plan.faults.outages = [
                .init(from: PlanTime(day: 3, minute: 8 * 60), to: PlanTime(day: 5, minute: 20 * 60), announced: false)
            ]
            let home = Residents.simulation.home(0, days: 7, start: Ward.firstDay, plan: plan)
            let (_, alerts) = try replayed(home)
            let seen = try families(alerts)
            #expect(seen.contains("technical"), "\(alerts)")
            #expect(seen.isDisjoint(with: ["situation", "safety"]), "\(alerts)")
        }

        @Test("a backlog without times of its own, drained after the gateway was away")
        func backlog() throws {
            let ward = try Ward(Residents.calm(2, days: 2), clock: "wall")
            #expect(try ward.startSubscribed().terminate() == 0)
            let end = try ward.endMark("drained")
            try ward.feed(try ward.writeLog(ward.mergedLines + [end], "all.jsonl"))
            let gateway = try RunningGateway(ward)
            try ward.waitUntilStored(end)
            try waitUntilLive(ward)
            let later = try ward.endMark("live")
            try ward.feed(try ward.writeLog([later], "live.jsonl"))
            try ward.waitUntilStored(later)
            #expect(try gateway.terminate() == 0)
            #expect(try ward.alerts().isEmpty)
        }

        @Test("a broker that forgot the gateway's session: the backlog ends all the same")
        func newSession() throws {
            let ward = try Ward(Residents.calm(1, days: 1), clock: "wall")
            #expect(try ward.startSubscribed().terminate() == 0)
            ward.broker.kill()
            try? FileManager.default.removeItem(at: ward.broker.snapshot)
            try ward.broker.start()
            let gateway = try RunningGateway(ward)
            try waitUntilLive(ward)
            #expect(try gateway.terminate() == 0)
            #expect(try ward.gatewayLog().contains("session=new"))
        }

        /// Until the gateway is ready and no longer counts what comes in as backlog.
        private func waitUntilLive(_ ward: Ward) throws {
            let base = "http://127.0.0.1:\(ward.httpPort)"
            let (ready, metrics) = (
                try #require(URL(string: base + "/readyz")), try #require(URL(string: base + "/metrics"))
            )
            try Deadline.wait(for: "the end of the backlog", everyMilliseconds: 100) {
                guard (try? Data(contentsOf: ready)) != nil, let told = try? Data(contentsOf: metrics) else {
                    return false
                }
                let lines = String(decoding: told, as: UTF8.self).split(separator: "\n")
                return lines.contains("vardag_broker_connected 1") && lines.contains("vardag_backlog_draining 0")
            }
        }
    }
}
