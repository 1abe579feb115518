import CareModel
import Foundation
import Simulator
import Store
import Testing

@testable import vardag

extension EndToEnd {
    @Suite("Webhooks")
    struct WebhookTests {
        private func sos(_ ward: Ward) throws {
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let press = Ward.line(
                at: now, topic: "homes/home001/zigbee2mqtt/sos-button", payload: #"{"action":"emergency","battery":77}"#
            )
            try ward.feed(try ward.writeLog([press], "sos.jsonl"))
        }

        @Test("killed after sending and before keeping the place, it sends the same again; a dead one delays no other")
        func killed() throws {
            let ward = try Ward(Residents.calm(1, days: 1), clock: "wall")
            let watcher = try Watcher(silentFirst: 1)
            let key = ward.config.deletingLastPathComponent().appending(path: "hook.key")
            try Data(String(repeating: "k", count: 32).utf8).write(to: key)
            try ward.addSettings(
                """
                webhooks:
                  - {name: ward, url: "http://127.0.0.1:\(watcher.port)/ward", secret_file: \(key.path), timeout: 1 min}
                  - {name: dead, url: "http://127.0.0.1:9/", secret_file: \(key.path)}

                """)
            let listener = try Listener(ward, topic: "vardag/alerts/#")
            var gateway = try ward.startSubscribed()
            try sos(ward)
            try Deadline.wait(for: "the alert over MQTT") { try !listener.messages().isEmpty }
            try Deadline.wait(for: "the event") { try !watcher.posted("/ward").isEmpty }
            gateway.kill()
            gateway = try RunningGateway(ward)
            try Deadline.wait(for: "the event once more") { try watcher.posted("/ward").count > 1 }
            let ids = try watcher.posted("/ward")
            #expect(ids[0] == ids[1])
            let store = try CareStore(readingOnly: ward.database.path)
            let settings = try Configured.required(ward.config.path).settings
            // Others, of the gateway itself, may have come meanwhile.
            try Deadline.wait(for: "nothing waiting for it") {
                try DestinationReport.all(settings, store)[1].waiting == 0
            }
            try Deadline.wait(for: "the dead one's failure") { try store.delivery("webhook:dead")?.failure != nil }
            let reports = try DestinationReport.all(settings, store)
            #expect(reports.map(\.name) == ["mqtt", "ward", "dead"])
            #expect(reports[1].failingSince == nil && reports[1].deadLetters == 0)
            #expect((reports[2].waiting ?? 0) > 0 && reports[2].failingSince != nil)
            #expect(try gateway.terminate() == 0)
        }
    }
}
