import CareModel
import Foundation
import Testing

@testable import Settings

@Suite struct HomeFileWriterTests {
    private let scratch: Scratch
    private let diagnostics = Diagnostics()

    init() throws { scratch = try Scratch() }

    private func write(_ list: String, id: String = "anna") throws -> String? {
        let writer = HomeFileWriter(id: id, timeZone: "Europe/Stockholm", into: diagnostics)
        return try #require(writer).yaml(devicesFile: try scratch.write("l.csv", list), into: diagnostics)
    }

    private var problems: [String] { diagnostics.sorted.map { scratch.relative($0.description) } }

    @Test(arguments: ["anna", "30a32", "on", "12e3", "null", "0"])
    func whatIsWrittenLoadsBack(id: String) throws {
        let list = """
            \u{FEFF}device,kind,room,placement,topic\r
            on,motion,12:30,,\r
            "12:30",door,#x,outer_door,\r
            #x,door,"a ""quoted"" room",fridge,homes/\(id)/x\r
            "it's",motion,åäö,,\r
            a: b,bed,"x, y",bed,\r
            "- {z}",power, kök ,kettle, homes/\(id)/p \r
            ~,presence,null,,\r
            0x1F,chair,1e3,chair,\r
            ,,,,\r
            \r
            back\\slash,climate,,,\r
            🛏,button,"tab\u{B7}",tv,\r
            vitals,self_monitoring,,,\r
            """
        let yaml = try #require(try write(list, id: id))
        #expect(problems == [])
        let home = try #require(HomeFile.read(text: yaml, path: "h.yaml", into: diagnostics))
        #expect(problems == [])
        #expect(home.id == id)
        #expect(
            home.devices.map(\.name) == [
                "on", "12:30", "#x", "it's", "a: b", "- {z}", "~", "0x1F", "back\\slash", "🛏", "vitals",
            ])
        #expect(
            home.devices.map(\.room) == [
                "12:30", "#x", "a \"quoted\" room", "åäö", "x, y", "kök", "null", "1e3", "", "tab\u{B7}", "",
            ])
        #expect(home.devices[2].topic == "homes/\(id)/x")
        #expect(home.devices[5].topic == "homes/\(id)/p")
        #expect(home.devices[10].topic == "homes/\(id)/vitals/#")
        #expect(
            HomeFile.read(text: HomeFileWriter.yaml(for: home), path: "i.yaml", into: diagnostics)?.devices
                == home.devices)
        #expect(problems == [])
    }

    @Test func unknownWordsStayInTheFile() throws {
        let yaml = try #require(try write("device,kind,room,placement\na,radar,x,cabinet\nb,other,y,other\n"))
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.hasPrefix("l.csv:2:") && $0.contains(": warning: ") })
        #expect(yaml.contains("{device: a, kind: radar, room: x, placement: cabinet}"))
        let again = Diagnostics()
        let home = HomeFile.read(text: yaml, path: "h.yaml", into: again)
        #expect(home?.devices.map(\.kind) == [.other, .other])
        #expect(again.all.map(\.severity) == [.warning, .warning])
    }

    @Test func theListsErrorsNameLineAndField() throws {
        let yaml = try write(
            """
            device,kind,room,placement,topic
            a,motion,x,,
            a,motion,x,,
            b,motion
            ,motion,x,,
            "c
            d",motion,x,,
            e,motion,x,,homes/bertil/e
            f,motion,"x
            """)
        #expect(yaml == nil)
        #expect(problems == ["l.csv:9:10: error: the quote is never closed; end the field with `\"`"])
        let second = Diagnostics()
        let list = try scratch.write(
            "m.csv",
            """
            device,kind,room,placement,topic
            a,motion,x,,
            a,motion,x,,
            b,motion
            ,motion,x,,
            "c
            d",motion,x,,
            e,motion,x,,homes/bertil/e
            """)
        #expect(HomeFileWriter(id: "a", timeZone: "UTC", into: second)?.yaml(devicesFile: list, into: second) == nil)
        let expected = [
            "m.csv:3:1: error: the device `a` is given twice, first on line 2; give each device its own name",
            "m.csv:4:1: error: the line has 2 fields; the header has 5 (device,kind,room,placement,topic)",
            "m.csv:5:1: error: `device` must be a name, read ``",
            "m.csv:6:1: error: `device` must be one line of at most 200 letters, read `c\nd`",
            "m.csv:8:13: error: `topic` must be inside the home's base topic `homes/a/`, read `homes/bertil/e`",
        ]
        #expect(second.sorted.map { scratch.relative($0.description) } == expected)
    }

    @Test(arguments: [
        ("", "l.csv:1:1: error: the list is empty; its first line must be `device,kind,room,placement`"),
        (
            "device;kind;room;placement\n",
            "l.csv:1:1: error: the header has no commas; separate the fields with `,`: `device,kind,room,placement`"
        ),
        ("device,kind,rom,room,placement\n", "l.csv:1:13: error: unknown column `rom`; did you mean `room`?"),
        (
            "device,kind,room\n",
            "l.csv:1:1: error: the column `placement` is missing; the first line must be `device,kind,room,placement`"
        ),
        (
            "a,motion,hall,\n\"x\"y,door,hall,\n",
            "l.csv:2:4: error: text follows a closing quote; write a quote inside a field as `\"\"`"
        ),
        ("device,kind,room,placement,room\n", "l.csv:1:28: error: the column `room` is given twice; keep one"),
    ])
    func aBadListIsRefused(list: String, problem: String) throws {
        #expect(try write(list) == nil)
        #expect(problems == [problem])
    }

    @Test func aListThatIsNotUTF8IsRefused() throws {
        let path = scratch.path + "/latin1.csv"
        try Data("device,kind,room,placement\na,motion,k".utf8 + [0xF6] + "k,\n".utf8).write(to: URL(filePath: path))
        let writer = try #require(HomeFileWriter(id: "a", timeZone: "UTC", into: diagnostics))
        #expect(writer.yaml(devicesFile: path, into: diagnostics) == nil)
        #expect(
            problems == ["latin1.csv:2:1: error: the line is not UTF-8 text; save the file in the encoding UTF-8"])
    }

    @Test func wrongOptionsAreAllReported() {
        let writer = HomeFileWriter(
            id: "a b", timeZone: "Stockholm", baseTopic: "x/#", resident: "", into: diagnostics)
        #expect(writer == nil)
        #expect(diagnostics.sorted.map(\.path) == ["--id", "--time-zone", "--base-topic", "--resident"])
    }

    @Test(arguments: ["UTC", "Etc/UTC", "Etc/GMT+1", "Asia/Calcutta", "Europe/Kyiv", "America/Argentina/Ushuaia"])
    func aTimeZoneKeepsItsName(zone: String) throws {
        let list = try scratch.write("l.csv", "device,kind,room,placement\na,motion,hall,\n")
        let writer = HomeFileWriter(id: "a", timeZone: zone, into: diagnostics)
        let yaml = try #require(writer?.yaml(devicesFile: list, into: diagnostics))
        let home = HomeFile.read(text: yaml, path: "h.yaml", into: diagnostics)
        #expect(problems == [])
        #expect(home?.timeZone == TimeZone(identifier: zone))
    }

    @Test func optionsAreWritten() throws {
        let list = try scratch.write("l.csv", "device,kind,room,placement\na,motion,hall,\n")
        let writer = HomeFileWriter(
            id: "a", timeZone: "Europe/Oslo", baseTopic: "ward/7", resident: "r", into: diagnostics)
        let yaml = try #require(writer?.yaml(devicesFile: list, into: diagnostics))
        let home = try #require(HomeFile.read(text: yaml, path: "h.yaml", into: diagnostics))
        #expect(problems == [])
        #expect(home.resident == "r")
        #expect(home.timeZone.identifier == "Europe/Oslo")
        #expect(home.baseTopic == "ward/7")
        #expect(home.devices.map(\.topic) == ["ward/7/zigbee2mqtt/a"])
    }
}
