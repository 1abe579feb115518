import CareModel
import Foundation
import Settings
import Testing

@testable import DeviceProfiles

@Suite struct PropertyCoverageTests {
    private func coverage(_ text: String) throws -> PropertyCoverage {
        var coverage = PropertyCoverage(profiles: shippedProfiles())
        try coverage.read(Array(text.utf8))
        return coverage
    }

    private func definition(_ exposes: String) -> String { #"{"vendor":"V","model":"M","exposes":[\#(exposes)]}"# }

    @Test(arguments: [
        (#"{"type":"binary","name":"contact","property":"contact"}"#, PropertyCoverage.Fate.read(.contactOpen)),
        (#"{"type":"numeric","name":"power","property":"power_l2","unit":"W","endpoint":"l2"}"#, .read(.power)),
        (#"{"type":"enum","name":"action","property":"action"}"#, .understood),
        (
            #"{"type":"numeric","name":"occupancy_timeout","property":"occupancy_timeout","access":7}"#,
            .unread(reason: PropertyCoverage.setting)
        ),
        (
            #"{"type":"text","name":"ip_address","property":"ip_address"}"#,
            .unread(reason: PropertyCoverage.noCare)
        ),
        (
            #"{"type":"numeric","name":"contact","property":"contact"}"#,
            .unread(reason: PropertyCoverage.otherForm)
        ),
        (
            #"{"type":"numeric","name":"outdoor_air_temperature","property":"outdoor_air_temperature"}"#,
            .unread(reason: "heating, cooling and hot water of the house")
        ),
        (#"{"type":"binary","name":"fall_in_bathroom","property":"fall_in_bathroom"}"#, .unexplained),
    ])
    func eachPropertyHasOneFate(_ expose: String, _ fate: PropertyCoverage.Fate) throws {
        let coverage = try coverage(definition(expose) + "\n" + definition(expose) + "\n")
        #expect(coverage.definitions == 2)
        #expect(coverage.all.map(\.fate) == [fate])
        #expect(coverage.all.first?.count == 2)
        #expect(coverage.unexplained.isEmpty == (fate != .unexplained))
    }

    @Test func whatIsUnexplainedStandsLastWithADevice() throws {
        let coverage = try coverage(
            definition(
                #"{"type":"binary","name":"help_call","property":"help_call"},"#
                    + #"{"type":"binary","name":"occupancy","property":"occupancy"}"#))
        #expect(coverage.text.hasSuffix("    1 help_call (V M)\n"))
        #expect(coverage.text.contains("read as occupancy: 1\n"))
    }

    @Test func theListOfABridgeIsReadToo() throws {
        let exposes = #"[{"type":"binary","name":"smoke","property":"smoke"}]"#
        let coverage = try coverage(
            "[\(announced("0x1", "a", exposes: exposes)),{\"type\":\"Coordinator\",\"definition\":null}]")
        #expect(coverage.definitions == 1)
        #expect(coverage.all.map(\.fate) == [.read(.smoke)])
    }

    @Test func aBadFileIsToldWithItsLine() {
        for text in ["{}\n", definition("") + "\n{", "[", "nonsense"] {
            #expect(throws: RecordedMessage.Unreadable.self, "\(text)") { try coverage(text) }
        }
    }

    @Test func aNameWithARuleNeedsNoReason() {
        let text = """
            convention: zigbee2mqtt
            properties: {contact: {quantity: contact_open}}
            unread: {it is read: [contact]}
            """
        let (_, diagnostics) = DeviceProfiles.read(texts: [("x.yaml", text)])
        #expect(diagnostics.contains { $0.message.contains("`contact` has a rule") && $0.line == 3 })
    }

    /// Every eighth definition that zigbee2mqtt ships, for time; beside the repository, where there is one.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: PropertyCoverageTests.exposes.path),
            "no file of definitions beside the repository"))
    func nothingOfAllDefinitionsIsUnexplained() throws {
        var coverage = PropertyCoverage(profiles: shippedProfiles())
        let lines = try Data(contentsOf: Self.exposes).split(separator: UInt8(ascii: "\n"))
        for number in stride(from: 0, to: lines.count, by: 8) { try coverage.read(Array(lines[number])) }
        #expect(coverage.unexplained.map { "\($0.name) (\($0.example))" } == [])
        #expect(coverage.definitions > 100)
    }

    private static let exposes = repositoryFile("../shared/corpus/z2m_exposes.jsonl")
}
