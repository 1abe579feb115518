import Foundation
import Settings
import Testing

@testable import DeviceProfiles

@Suite struct ProfileExampleTests {
    @Test func everyExampleBesideTheRulesHolds() throws {
        let profiles = shippedProfiles()
        for profile in profiles.all { #expect(!profile.examples.isEmpty, "\(profile.convention)") }
        #expect(profiles.exampleFaults().map(\.description) == [])
    }

    @Test(arguments: [
        (#"{"t":21}"#, "{temperature: 21}", true), (#"{"t":21}"#, "{temperature: 22}", false),
        (#"{"t":21}"#, "{}", false), (#"{"t":21}"#, "{temperature: 21, humidity: 1}", false), ("{", "{}", false),
        (#"{"t":21}"#, "{\"temperature:1\": 21}", false), (#"{"t":"none"}"#, "{}", true),
    ])
    func anExampleThatDoesNotHoldIsToldWithItsPlace(_ payload: String, _ readings: String, _ holds: Bool) {
        let text = """
            convention: acme
            topics: [{topic: "acme/{device}"}]
            properties: {t: {quantity: temperature, unit: °C}}
            examples:
              - {topic: acme/1, payload: '\(payload)', readings: \(readings)}
            """
        let faults = DeviceProfiles.read(texts: [("acme.yaml", text)]).profiles.exampleFaults()
        #expect(faults.map { "\($0.path):\($0.line)" } == (holds ? [] : ["acme.yaml:5"]), "\(faults)")
    }

    @Test func theManualsProfileHolds() throws {
        let manual = try String(contentsOf: repositoryFile("docs/adding-a-device.md"), encoding: .utf8)
        let block = try #require(manual.split(separator: "```").first { $0.contains("convention: acme") })
        let text = String(block.drop { $0 != "\n" })
        let (profiles, diagnostics) = DeviceProfiles.read(texts: [("manual", text)])
        #expect(diagnostics.allSatisfy { $0.message.contains("no profile of the convention") }, "\(diagnostics)")
        #expect(profiles.others.first?.examples.isEmpty == false)
        #expect(profiles.exampleFaults() == [])
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
