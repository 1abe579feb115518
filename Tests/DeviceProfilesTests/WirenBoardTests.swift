import CareModel
import Testing

@testable import DeviceProfiles

@Suite struct WirenBoardTests {
    private var definition: HomeDefinition {
        var definition = home("a", [("bath", .climate), ("boiler", .climate), ("lamp", .other)])
        definition.devices[0].address = "wb-msw_1"
        definition.devices[1].topic = "homes/a/devices/wb-w1/controls/28-0001"
        definition.devices[2].topic = "homes/a/devices/wb-mr6"
        return definition
    }

    private let meta = #"{"type":"value","units":"deg C","readonly":true}"#

    @Test func theTypeTellsWhatANameDoesNot() throws {
        var bench = Bench(definition)
        let topic = "homes/a//devices/wb-w1/controls/28-0001"
        try bench.send(topic, "21")
        #expect(bench.stated == ["heartbeat=1"])
        guard case .learned(let facts) = try bench.send(topic + "/meta", meta, retained: true) else {
            Issue.record("nothing learned")
            return
        }
        try bench.send(topic, "21")
        #expect(bench.stated == ["temperature=21"] && bench.readings.first?.device == 1)
        #expect(try bench.send(topic + "/meta", meta, retained: true) == .readings, "nothing new")
        var again = Bench(definition, learned: facts)
        try again.send(topic, "21")
        #expect(again.stated == ["temperature=21"])
        guard case .learned = try again.send(topic + "/meta", "") else {
            Issue.record("the announcement was not taken back")
            return
        }
        try again.send(topic, "21")
        #expect(again.stated == ["heartbeat=1"])
    }

    @Test func factsMayComeOneByOne() throws {
        var bench = Bench(definition)
        let topic = "homes/a//devices/wb-w1/controls/28-0001"
        try bench.send(topic + "/meta/units", "deg C")
        try bench.send(topic + "/meta/type", "value")
        try bench.send(topic, "-3.5")
        #expect(bench.stated == ["temperature=-3.5"])
    }

    @Test func aValueThatCouldNotBeReadIsNoSignOfLife() throws {
        var bench = Bench(definition)
        let topic = "homes/a//devices/wb-msw_1/controls/Temperature"
        try bench.send(topic + "/meta/error", "rp")
        #expect(bench.readings.isEmpty)
        try bench.send(topic, "21")
        #expect(bench.readings.isEmpty)
        try bench.send(topic + "/meta/error", "p")
        try bench.send(topic, "21")
        #expect(bench.stated == ["temperature=21"])
        try bench.send("homes/a//devices/wb-msw_1/meta/error", "r")
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a//devices/wb-msw_1/meta/error", "")
        #expect(bench.stated == ["availability=0"])
    }

    @Test func whatIsWiredToAnInputIsNotSaid() throws {
        var bench = Bench(definition)
        let relay = "homes/a//devices/wb-mr6/controls/K1"
        let input = "homes/a//devices/wb-mr6/controls/Input 1"
        try bench.send(relay + "/meta", #"{"type":"switch"}"#)
        try bench.send(input + "/meta", #"{"type":"switch","readonly":true}"#)
        try bench.send(relay, "1")
        #expect(bench.stated == ["switch=1"] && bench.readings.first?.channel == 1)
        try bench.send(input, "1")
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send(relay + "/on", "0")
        #expect(bench.readings.isEmpty, "a command is no reading")
    }

    @Test func aControlThatIsSetIsNoReading() throws {
        var bench = Bench(definition)
        let topic = "homes/a//devices/wb-msw_1/controls/Temperature"
        try bench.send(topic + "/meta", #"{"type":"range","max":40}"#)
        try bench.send(topic, "25")
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func manyControlsAreBounded() throws {
        var convention = WirenBoard()
        var report = MessageReport(
            table: PropertyTable(profile: Profile(convention: "wiren_board")),
            context: ReadingContext(device: 0, flags: 0, bits: FlagBits(), receivedAt: noon))
        for i in 0..<9000 {
            try convention.read(
                DeviceMessage(
                    topic: MessageTopic("/devices/d/controls/\(i)/meta/type"), base: "", payload: Array("value".utf8),
                    isRetained: true, receivedAt: noon), into: &report)
        }
        #expect(Mirror(reflecting: convention).children.allSatisfy { ($0.value as? [String: Any])?.count ?? 0 <= 4000 })
    }

    @Test(arguments: [
        ("/devices/d/controls/c", true), ("devices/d/controls/c", true), ("/devices/d/meta", true),
        ("devices/d/meta", false), ("devices/d/meta/error", true), ("devices/d/up", false),
        ("/devices/d/controls", false),
        ("/devices", false), ("", false), ("/", false), ("//", false),
    ])
    func topics(_ topic: String, _ isOwned: Bool) {
        #expect(WirenBoard().owns(MessageTopic(topic)) == isOwned)
    }
}
