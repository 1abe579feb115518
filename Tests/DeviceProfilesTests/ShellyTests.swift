import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Shelly") struct ShellyTests {
    private var definition: HomeDefinition {
        var definition = home("a", [("bell", .button), ("door", .door), ("ht", .climate), ("wall", .motion)])
        definition.devices[0].topic = "homes/a/shellies/shellybutton1-0A0A01"
        definition.devices[1].address = "0A:0A:0A:0A:0A:02"
        definition.devices[2].topic = "homes/a/attic/ht"
        definition.devices[3].topic = "homes/a/shellyi4g3-0a0a03"
        return definition
    }

    private func facts(_ outcome: DecodeOutcome) -> [LearnedFact] {
        guard case .learned(let facts) = outcome else { return [] }
        return facts
    }

    private static func press(_ count: Int) -> String { #"{"event":"S","event_cnt":\#(count)}"# }

    @Test func aRepeatedPressIsOneAlsoOverARestart() throws {
        let topic = "homes/a/shellies/shellybutton1-0A0A01/input_event/0"
        var bench = Bench(definition)
        try bench.send(topic, Self.press(6))
        #expect(bench.stated == ["button_event=0"])
        let kept = facts(try bench.send(topic, Self.press(7)))
        #expect(bench.stated == ["button_event=0"])
        try bench.send(topic, Self.press(7))
        #expect(bench.stated == ["heartbeat=1"])
        var restarted = Bench(definition, learned: kept)
        try restarted.send(topic, Self.press(7))
        #expect(restarted.stated == ["heartbeat=1"])
        try restarted.send(topic, Self.press(8))
        #expect(restarted.stated == ["button_event=0"])
    }

    @Test func aRetainedPressIsState() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/shellies/shellybutton1-0A0A01/input_event/0", Self.press(3), retained: true)
        #expect(bench.readings.allSatisfy { $0.flags.contains(.retained) })
    }

    @Test func whatSleepsIsNotOffline() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/shellies/shellybutton1-0A0A01/online", "false")
        #expect(bench.stated == ["availability=2"])
        try bench.send("homes/a/shellyi4g3-0a0a03/online", "false")
        #expect(bench.stated == ["availability=1"])
        // A prefix of one's own tells nothing before the device has spoken.
        try bench.send("homes/a/attic/ht/online", "false")
        #expect(!bench.stated.contains { $0.hasPrefix("availability") })
        let full = """
            {"src":"shellything-0a0a0a","method":"NotifyFullStatus","params":{"ts":1795348800.5,\
            "sys":{"wakeup_period":7200},"temperature:0":{"tC":18.5}}}
            """
        let kept = facts(try bench.send("homes/a/attic/ht/events/rpc", full))
        #expect(bench.stated == ["report_interval=7200", "temperature=18.5"])
        #expect(bench.readings.allSatisfy { $0.flags.contains(.sourceTime) })
        try bench.send("homes/a/attic/ht/online", "false")
        #expect(bench.stated == ["availability=2"])
        var restarted = Bench(definition, learned: kept)
        try restarted.send("homes/a/attic/ht/online", "false")
        #expect(restarted.stated == ["availability=2"])
        try restarted.send("homes/a/attic/ht/events/rpc", full.replacing("NotifyFullStatus", with: "NotifyStatus"))
        #expect(restarted.stated == ["report_interval=7200", "temperature=18.5"])
    }

    private static let configuration = """
        {"id":3,"src":"shellyblugwg3-0a0a04","dst":"me","result":{"components":[\
        {"key":"bthomedevice:200","config":{"id":200,"addr":"0a:0a:0a:0a:0a:02"}},\
        {"key":"bthomesensor:201","config":{"id":201,"addr":"0a:0a:0a:0a:0a:02","obj_id":45,"idx":0}},\
        {"key":"bthomesensor:202","config":{"id":202,"addr":"0a:0a:0a:0a:0a:02","obj_id":58,"idx":1}}]}}
        """

    @Test func aBluetoothSensorMeansWhatItsConfigurationSays() throws {
        let status = """
            {"src":"shellyblugwg3-0a0a04","method":"NotifyStatus","params":{"ts":1795348800.5,\
            "bthomesensor:201":{"id":201,"value":true,"last_updated_ts":1795348790}}}
            """
        var bench = Bench(definition)
        try bench.send("homes/a/shellyblugwg3-0a0a04/events/rpc", status)
        #expect(bench.readings.isEmpty)
        let kept = facts(try bench.send("homes/a/me/rpc", Self.configuration))
        #expect(kept.count == 1)
        for learned in [[], kept] {
            var bench = learned.isEmpty ? bench : Bench(definition, learned: learned)
            try bench.send("homes/a/shellyblugwg3-0a0a04/events/rpc", status)
            #expect(bench.stated == ["contact_open=1"])
            #expect(bench.readings.first?.time == Timestamp(seconds: 1_795_348_790))
        }
    }

    @Test func aPressToldByTwoComponentsIsOneAndTwoPressesAreTwo() throws {
        func event(_ components: [String], at second: Int) -> String {
            let events = components.map {
                #"{"component":"\#($0)","event":"single_push","ts":\#(1_795_348_700 + second)}"#
            }
            return #"{"src":"shellyblugwg3-0a0a04","method":"NotifyEvent","params":{"events":["#
                + events.joined(separator: ",") + "]}}"
        }
        let topic = "homes/a/shellyblugwg3-0a0a04/events/rpc"
        var definition = definition
        definition.devices[0].address = "0A:0A:0A:0A:0A:02"
        definition.devices[1].address = "other"
        var bench = Bench(definition)
        try bench.send("homes/a/me/rpc", Self.configuration)
        try bench.send(topic, event(["bthomedevice:200", "bthomesensor:202"], at: 1))
        #expect(bench.stated == ["button_event=0"])
        #expect(bench.readings.first?.channel == 2)
        try bench.send(topic, event(["bthomesensor:202"], at: 1))
        #expect(!bench.stated.contains("button_event=0"))
        try bench.send(topic, event(["bthomesensor:202"], at: 2))
        #expect(bench.stated == ["button_event=0"])
    }

    @Test func aBroadcastHeardTwiceIsOnePress() throws {
        var definition = definition
        definition.devices[0].address = "0A:0A:0A:0A:0A:05"
        var bench = Bench(definition)
        let heard = #"{"srcBle":{"mac":"0a:0a:0a:0a:0a:05","rssi":-60},"payload":"4400PACKET3a01"}"#
        try bench.send("homes/a/shellyplus1-0a/events/ble", heard.replacing("PACKET", with: "10"))
        #expect(bench.stated == ["rssi=-60", "button_event=0"])
        try bench.send("homes/a/shellyplus1-0b/events/ble", heard.replacing("PACKET", with: "10"))
        #expect(bench.stated == ["rssi=-60"])
        try bench.send("homes/a/shellyplus1-0a/events/ble", heard.replacing("PACKET", with: "11"))
        #expect(bench.stated == ["rssi=-60", "button_event=0"])
    }

    @Test func anInputMeansWhatTheKindSays() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/shellyi4g3-0a0a03/status/input:1", #"{"id":1,"state":true}"#)
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/shellyi4g3-0a0a03/status/input:1", #"{"id":1,"state":null}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test(arguments: [
        "shellies/x/sensor/smoke", "shellies/x/sensor/flood", "shellies/x/input_event/0", "shellies/x/status",
        "shellies/announce", "shellies/x/announce", "shellies//", "shellies/x", "shellies/x/info",
        "shellies/x/light/0/status",
        "shellies/x/ext_temperatures", "shelly-x/events/rpc", "shelly-x/status/smoke:0", "shelly-x/status/sys",
        "shelly-x/online", "me/rpc", "shelly-x/events/ble", "/events/rpc", "//rpc",
    ])
    func hostilePayloadsInventNothing(_ topic: String) {
        expectNothingInvented(on: topic)
    }

    @Test func othersTopicsAreNotClaimed() {
        let shelly = Shelly()
        let others = [
            "zigbee2mqtt/hall", "esp/status", "frigate/events", "frigate/online", "node/status/online",
            "x/status/temperature",
            "v1/devices/me/rpc/request/1", "rpc", "x/status/foo:1", "shellies",
        ]
        for topic in others { #expect(!shelly.owns(MessageTopic(topic)), "\(topic)") }
    }

    @Test(arguments: [
        ("40", 0), ("4001", 0), ("400164", 1), ("4101ff", 0), ("20", nil), ("zz", nil), ("4", nil), ("40fe0164", 0),
        ("4053020102 0164", nil), ("40530201020164", 1),
    ])
    func broadcasts(_ text: String, _ count: Int?) {
        #expect(BTHome.broadcast(hexadecimal: text)?.measurements.count == count)
    }

    @Test func broadcastNumbersAreSignedAndScaled() {
        let found = BTHome.broadcast(hexadecimal: "4045f9ff030319")?.measurements ?? []
        #expect(found.map(\.name) == ["temperature", "humidity"])
        #expect(found.map(\.value) == [-0.7, 64.03])
    }
}
