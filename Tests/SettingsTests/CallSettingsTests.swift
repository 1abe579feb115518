import CareModel
import Foundation
import Testing

@testable import Settings

@Suite("Who is called: the settings")
struct CallSettingsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("homes")
        try scratch.makeFolder("Devices")
    }

    private func load(_ calls: String) throws -> (CallSettings?, [String]) {
        let diagnostics = Diagnostics()
        let text = "broker: {host: localhost}\nhomes: homes\ndevices: Devices/\ndatabase: v.db\ncalls:\n" + calls
        let settings = GatewaySettings.load(try scratch.write("v.yaml", text), into: diagnostics)
        return (settings?.calls, diagnostics.sorted.map(\.description))
    }

    @Test func everythingThatCanBeSaid() throws {
        let (calls, problems) = try load(
            """
              storm_limit: 5
              shift: 12 h
              test_at: "09:30"
              chains:
                - name: acute
                  priorities: [P1]
                  areas: [north]
                  steps: [{to: anna}, {to: bo, after: 2 min}]
                  rounds: 3
                - {name: week, priorities: [P3, T], steps: [{to: team}], digest: {at: "08:00", weekday: mon}}
                - {name: day, priorities: [P2], steps: [{to: team}], quiet_hours: {from: "22:00", to: "06:30"}}

            """)
        #expect(problems == [])
        #expect(
            calls
                == CallSettings(
                    chains: [
                        CallChain(
                            name: "acute", priorities: [.p1], areas: ["north"],
                            steps: [.init(recipient: "anna"), .init(recipient: "bo", afterSeconds: 120)], rounds: 3),
                        CallChain(
                            name: "week", priorities: [.p3, .technical], steps: [.init(recipient: "team")],
                            digest: .init(at: 480, weekday: .mon)),
                        CallChain(
                            name: "day", priorities: [.p2], steps: [.init(recipient: "team")],
                            quiet: .init(from: 1320, to: 390)),
                    ], stormLimit: 5, shiftHours: 12, testAtMinute: 570))
    }

    @Test(
        "mistakes are named with their line",
        arguments: [
            ("  chains: []\n", "6", "`calls.chains` is empty"),
            ("  chains: [{name: a, priorities: [P1], steps: []}]\n", "6", "`steps` is empty"),
            (
                "  chains: [{name: a, priorities: [P1], steps: [{to: b}], digest: {at: \"08:00\"}}]\n", "6",
                "an alert of P1 is told at once"
            ),
            ("  chains: [{name: a, priorities: [P9], steps: [{to: b}]}]\n", "6", "P1, P2, P3, T"),
            ("  chains: [{name: a, priorities: [P1], steps: [{to: b, after: 1 s}]}]\n", "6", "from 10 s to 24 h"),
            (
                "  chains:\n    - {name: a, priorities: [P1], steps: [{to: b}]}\n"
                    + "    - {name: a, priorities: [P2], steps: [{to: b}]}\n", "8", "already in the list"
            ),
        ])
    func mistakes(text: String, line: String, expected: String) throws {
        let (calls, problems) = try load(text)
        #expect(calls == nil)
        #expect(problems.contains { $0.contains(":\(line):") && $0.contains(expected) }, "\(problems)")
    }
}
