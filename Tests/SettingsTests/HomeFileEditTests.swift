import CareModel
import Testing

@testable import Settings

@Suite struct HomeFileEditTests {
    private let device = HomeFileEdit.NewDevice(
        name: "bath", kind: "motion", room: "bathroom", topic: "", address: "AA:01")

    private func edit(_ text: String, _ device: HomeFileEdit.NewDevice? = nil) -> (text: String?, problems: String) {
        let diagnostics = Diagnostics()
        let edited = HomeFileEdit.adding(device ?? self.device, to: text, path: "a.yaml", into: diagnostics)
        return (edited, diagnostics.text)
    }

    @Test(arguments: [
        // A line each, with what follows.
        ("devices:\n  - {device: door, kind: door}\n  # the end\npersons: 2\n", 4),
        ("devices:\n- {device: door, kind: door}\n", 4),
        // Over several lines, last without an end of line.
        ("devices:\n  - device: door\n    kind: door\n    room: hall", 6),
    ])
    func theLineGoesBehindTheLastDevice(devices: String, line: Int) throws {
        let text = "home: a\n" + "time_zone: Europe/Stockholm\n" + devices
        let edited = try #require(edit(text).text)
        let diagnostics = Diagnostics()
        let home = try #require(HomeFile.read(text: edited, path: "a.yaml", into: diagnostics))
        #expect(home.devices.map(\.name) == ["door", "bath"])
        #expect(home.devices[1].address == "AA:01" && home.devices[1].room == "bathroom")
        let kept = edited.split(separator: "\n").filter { !$0.contains("bath") }
        #expect(kept == text.split(separator: "\n"))
    }

    @Test func whatCannotBeEditedIsLeftAloneAndSaidHow() {
        let flow = edit("home: a\ntime_zone: UTC\ndevices: [{device: door, kind: door}]\n")
        #expect(flow.text == nil)
        #expect(flow.problems.contains("a.yaml:3"))
        let twice = edit(
            "home: a\ntime_zone: UTC\ndevices:\n  - {device: door, kind: door}\n",
            .init(name: "door", kind: "motion"))
        #expect(twice.text == nil)
        #expect(twice.problems.contains("given twice"))
        #expect(edit("home: [").text == nil)
    }

    @Test func namesThatYAMLWouldTakeForSomethingElseAreQuoted() throws {
        let text = "home: a\ntime_zone: UTC\ndevices:\n  - {device: door, kind: door}\n"
        let odd = HomeFileEdit.NewDevice(name: "on: 1, {x}", kind: "motion", room: "null", address: "12:30")
        let edited = try #require(edit(text, odd).text)
        let home = try #require(HomeFile.read(text: edited, path: "a.yaml", into: Diagnostics()))
        #expect(home.devices[1].name == "on: 1, {x}" && home.devices[1].room == "null")
        #expect(home.devices[1].address == "12:30")
    }
}
