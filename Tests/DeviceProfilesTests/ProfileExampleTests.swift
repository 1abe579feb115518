import Settings
import Testing

@testable import DeviceProfiles

@Suite struct ProfileExampleTests {
    @Test func everyExampleBesideTheRulesHolds() throws {
        let profiles = shippedProfiles()
        for profile in profiles.all {
            #expect(!profile.examples.isEmpty)
            for example in profile.examples {
                var core = DecodeCommandCore(profiles: profiles)
                let line = JSONText.text(.object(["topic": .text(example.topic), "payload": .text(example.payload)]))
                let out = try core.decode(line: Array(line.utf8), number: 1).map {
                    try JSONValue(Array($0.utf8).span)
                }
                #expect(out.allSatisfy { $0["quarantined"] == nil }, "\(example.place): \(out)")
                var stated: [String: String] = [:]
                for reading in out where reading["quantity"] != nil {
                    let channel = reading["channel"]?.text.map { ":" + $0 } ?? ""
                    let value = reading["value"].map { $0.text ?? JSONText.text($0) } ?? ""
                    stated[(reading["quantity"]?.text ?? "") + channel] = value
                }
                #expect(Set(stated.keys) == Set(example.expected.map(\.quantity)), "\(example.place): \(stated)")
                for expected in example.expected {
                    let found = stated[expected.quantity] ?? ""
                    if let a = Double(found), let b = Double(expected.value) {
                        #expect(abs(a - b) < 0.001, "\(example.place): \(expected.quantity) is \(found)")
                    } else {
                        #expect(found == expected.value, "\(example.place): \(expected.quantity)")
                    }
                }
            }
        }
    }

    @Test func mistakesInAProfileAreToldWithTheirPlace() {
        let text = """
            convention: zigbee2mqtt
            properties:
              contact: {quantity: contact_opne}
              voltage: {quantity: voltage, unit: kg}
              battery: {quantity: battery, bounds: [100, 0]}
              state: {qantity: switch}
            """
        let (_, diagnostics) = DeviceProfiles.read(texts: [("Devices/x.yaml", text)])
        let shown = diagnostics.map(\.description)
        #expect(Set(diagnostics.map(\.line)) == [3, 4, 5, 6], "\(shown)")
        #expect(shown.allSatisfy { $0.hasPrefix("Devices/x.yaml:") })
        #expect(shown.contains { $0.contains(":3:") && $0.contains("did you mean `contact_open`?") })
        #expect(shown.contains { $0.contains(":4:") && $0.contains("does not measure voltage") })
    }

    @Test func aMissingConventionIsAnError() {
        let text = "convention: zigbee2mqtt\nproperties: {}\n"
        let (_, diagnostics) = DeviceProfiles.read(texts: [("x.yaml", text)])
        #expect(diagnostics.contains { $0.message.contains("self_monitoring") })
        #expect(DeviceProfiles.load(folder: "/nonexistent").diagnostics.count == 1)
    }
}
