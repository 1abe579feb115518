import CareModel
import Foundation
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("A new version of the program")
    struct UpgradeTests {
        private static let note = "retained_read_by"
        private static let bridge = "homes/home001/zigbee2mqtt"
        private static let announcement = "homes/home001/homeassistant/binary_sensor/porch/config"

        @Test("is sent once more what the broker retains; nobody is told anything by it")
        func retainedAnew() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let messages = ward.homes[0].messages
            let (begin, last) = (try #require(messages.first?.at), try #require(messages.last?.at))
            let kept = [
                (Self.announcement, #"{"name":"porch","device_class":"motion","state_topic":"porch/state"}"#),
                ("\(Self.bridge)/sos-button", #"{"action":"emergency"}"#),
                ("\(Self.bridge)/smoke-alarm", #"{"smoke":true}"#),
            ].map { Ward.line(at: begin, topic: $0.0, payload: $0.1, retained: true) }
            try ward.feed(try ward.writeLog(kept, "kept.jsonl"))
            let first = try ward.startSubscribed()
            try waitForAnnouncement(1, ward)
            try end(first, ward, try withStaleOffline(messages), at: last)
            #expect(try retained(ward, "bathroom-motion/availability") == 0)
            let alerts = try ward.alerts()
            let version = try #require(try note(ward))

            try CareStore(path: ward.database.path).write { try $0.setCheckpoint(Self.note, "0.0.0") }
            let upgraded = try RunningGateway(ward)
            try waitForAnnouncement(2, ward)
            try end(upgraded, ward, [], at: last.adding(minutes: 20))
            #expect(try retained(ward, "bathroom-motion/availability") == 1)
            #expect(try retained(ward, "sos-button") == 2 && retained(ward, "smoke-alarm") == 2)
            #expect(try ward.alerts() == alerts)
            #expect(try note(ward) == version)

            let before = try ward.storedThrough()
            let again = try RunningGateway(ward)
            // Its own marker, which comes after whatever the subscription brings.
            try Deadline.wait(for: "the gateway's own marker") { try ward.storedThrough() > before }
            try end(again, ward, [], at: last.adding(minutes: 21))
            #expect(try retained(ward, Self.announcement) == 2)
        }

        /// The messages, and before the last of a sensor its bridge's "offline", which it never takes back.
        private func withStaleOffline(_ messages: [SimulatedMessage]) throws -> [String] {
            let place = try #require(messages.lastIndex { $0.topic == "\(Self.bridge)/bathroom-motion" })
            var lines = messages.map(\.line)
            lines.insert(
                Ward.line(
                    at: messages[place].at, topic: "\(Self.bridge)/bathroom-motion/availability",
                    payload: #"{"state":"offline"}"#, retained: true),
                at: place)
            return lines
        }

        /// Ends the gateway after all of `lines` and a last one are stored.
        private func end(_ gateway: RunningGateway, _ ward: Ward, _ lines: [String], at: Timestamp) throws {
            let end = Ward.line(at: at, topic: "homes/home001/end", payload: #"{"mark":\#(at.milliseconds)}"#)
            try ward.feed(try ward.writeLog(lines + [end], "\(at.milliseconds).jsonl"))
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
        }

        private func waitForAnnouncement(_ count: Int, _ ward: Ward) throws {
            try Deadline.wait(for: "the retained announcement") {
                try ward.storedThrough() > 0 && retained(ward, Self.announcement) == count
            }
        }

        /// How often a topic's retained message came as such.
        private func retained(_ ward: Ward, _ topic: String) throws -> Int {
            try Program.text(try ward.exportMessages()).split(separator: "\n")
                .count { $0.contains("\"retain\":1") && $0.contains(topic + "\"") }
        }

        private func note(_ ward: Ward) throws -> String? {
            try CareStore(readingOnly: ward.database.path).checkpoint(Self.note)
        }
    }
}
