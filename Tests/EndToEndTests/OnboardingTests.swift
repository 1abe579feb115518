import CareModel
import Foundation
import Simulator
import Store
import Testing
import Web

extension EndToEnd {
    @Suite("A new sensor gets its place")
    struct OnboardingTests {
        private static let bridge = "homes/home001/zigbee2mqtt/bridge/devices"
        private static let porch = "homes/home001/zigbee2mqtt/porch"

        private func announcement(_ at: Timestamp) -> String {
            let exposes =
                #"[{"type":"binary","name":"occupancy","property":"occupancy","value_on":true,"value_off":false}]"#
            let device =
                #"{"ieee_address":"0x00aa","type":"EndDevice","friendly_name":"porch","definition":"#
                + #"{"model":"P1","vendor":"Acme","exposes":\#(exposes)}}"#
            return Ward.line(at: at, topic: Self.bridge, payload: "[\(device)]")
        }

        private func report(_ ward: Ward) throws -> DeviceReport {
            let shown = try ward.vardag("devices", "--config", ward.config.path, "--home", "home001", "--json")
            try #require(shown.status == 0, "\(shown.complaint)")
            return try JSONDecoder().decode(DeviceReport.self, from: Data(shown.output.utf8))
        }

        @Test("it is shown, placed by a command, and heard from then on without a restart")
        func placed() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let at = try #require(ward.homes[0].messages.last?.at)
            let seen = Ward.line(at: at, topic: Self.porch, payload: #"{"occupancy":true,"battery":90}"#)
            let gateway = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(ward.mergedLines + [announcement(at), seen], "all.jsonl"))
            try ward.waitUntilStored(seen)
            let before = try report(ward)
            let porch = try #require(before.unlisted.first)
            #expect(porch.address == "0x00aa" && porch.model == "Acme P1" && porch.lastHeard != nil)
            #expect(porch.quantities == ["battery", "occupancy"])

            let assigned = try ward.vardag(
                "devices", "assign", "--config", ward.config.path, "--home", "home001", "--address", "0x00AA",
                "--device", "porch", "--kind", "motion", "--room", "hallway")
            #expect(assigned.status == 0, "\(assigned.complaint)")
            try Deadline.wait(for: "the changed file to be taken up") {
                try report(ward).devices.contains { $0.device == "porch" }
            }
            let again = Ward.line(
                at: at.adding(seconds: 5), topic: Self.porch, payload: #"{"occupancy":false,"battery":89}"#)
            try ward.feed(try ward.writeLog([again], "again.jsonl"))
            try ward.waitUntilStored(again)
            let after = try report(ward)
            #expect(after.unlisted.isEmpty)
            #expect(after.devices.first { $0.device == "porch" }?.state == "alive")
            #expect(after.devices.count == before.devices.count + 1)
            #expect(try gateway.terminate() == 0)

            // The same without a gateway, from what was written.
            let written = try report(ward)
            #expect(written.devices.map(\.device) == after.devices.map(\.device))
            #expect(written.devices.first { $0.device == "porch" }?.batteryPercent == 89)
        }

        @Test("what cannot be placed is refused and changes no file")
        func refused() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let file = ward.homesFolder.appendingPathComponent("home001.yaml")
            let before = try Program.text(file)
            let name = try #require(ward.homes[0].definition.devices.first?.name)
            func assign(_ home: String, _ device: String) throws -> Int32 {
                try ward.vardag(
                    "devices", "assign", "--config", ward.config.path, "--home", home, "--address", "x1", "--device",
                    device, "--kind", "motion"
                ).status
            }
            #expect(try assign("nowhere", "porch") == 65)
            #expect(try assign("home001", name) == 65)
            #expect(try Program.text(file) == before)
        }
    }
}
