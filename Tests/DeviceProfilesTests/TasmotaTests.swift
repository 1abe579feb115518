import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Tasmota") struct TasmotaTests {
    private static let announcement = """
        {"t":"den","ft":"%topic%/x/%prefix%/","tp":["c","s","t"],"onln":"here","ofln":"gone","state":["AUS","AN"],\
        "dslp":1,"hn":"den-1","rl":[1,0,0],"ver":1}
        """

    private var definition: HomeDefinition {
        var definition = home("a", [("hall", .motion), ("front", .door), ("den", .climate), ("bed", .bed)])
        definition.devices[0].topic = "homes/a/tele/hall"
        definition.devices[1].address = "0x00158D0000000001"
        definition.devices[2].address = "00:11:AA:BB:CC:DD"
        definition.devices[3].topic = "homes/a/tele/bedside"
        return definition
    }

    private func facts(_ outcome: DecodeOutcome) -> [LearnedFact] {
        guard case .learned(let facts) = outcome else { return [] }
        return facts
    }

    @Test func whatAnInputMeansIsDecidedByTheKind() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/tele/hall/SENSOR", #"{"Switch1":"ON"}"#)
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/stat/hall/RESULT", #"{"Switch1":{"Action":"OFF"}}"#)
        #expect(bench.stated == ["motion=0"])
        try bench.send("homes/a/stat/bedside/SWITCH1", #"{"STATE":"ON"}"#)
        #expect(bench.stated == ["bed_occupancy=1"])
        try bench.send("homes/a/stat/hall/RESULT", #"{"Switch1":{"Action":"TOGGLE"}}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/tele/hall/SENSOR", #"{"Switch1":"ON"}"#, retained: true)
        #expect(bench.readings.allSatisfy { $0.flags.contains(.retained) } && !bench.readings.isEmpty)
    }

    @Test func anAnnouncementTellsTopicsWordsAndSleep() throws {
        var bench = Bench(definition)
        let kept = facts(try bench.send("homes/a/tasmota/discovery/0011AABBCCDD/config", Self.announcement))
        #expect(kept.count == 1)
        #expect(facts(try bench.send("homes/a/tasmota/discovery/0011AABBCCDD/config", Self.announcement)).isEmpty)
        for learned in [[], kept] {
            var bench = learned.isEmpty ? bench : Bench(definition, learned: learned)
            try bench.send("homes/a/den/x/t/SENSOR", #"{"SHT3X-0x44":{"Temperature":68},"TempUnit":"F"}"#)
            #expect(bench.stated == ["temperature=20"])
            try bench.send("homes/a/den/x/s/POWER", "AN")
            #expect(bench.stated == ["switch=1"])
            try bench.send("homes/a/den/x/t/LWT", "gone")
            #expect(bench.stated == ["availability=2"])
            try bench.send("homes/a/den/x/t/LWT", "here")
            #expect(bench.stated == ["availability=0"])
            try bench.send("homes/a/den/x/c/POWER", "AN")
            #expect(bench.readings.isEmpty)
        }
    }

    @Test func aDeletedAnnouncementTakesItsTopicsBack() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/tasmota/discovery/0011AABBCCDD/config", Self.announcement)
        try bench.send("homes/a/tasmota/discovery/0011AABBCCDD/config", "", retained: true)
        guard case .quarantine = try bench.send("homes/a/den/x/t/SENSOR", "{}") else {
            Issue.record("still known")
            return
        }
    }

    @Test(arguments: [true, false]) func theSensorsAnnouncementListsEntities(isConfigurationFirst: Bool) throws {
        let sensors = #"{"sn":{"Time":"2026-01-01T00:00:00","BME280":{"Temperature":60,"DewPoint":1},"TempUnit":"F"}}"#
        var lines = [("config", Self.announcement), ("sensors", sensors)]
        if !isConfigurationFirst { lines.reverse() }
        var core = DecodeCommandCore(profiles: shippedProfiles())
        var said: [String] = []
        for (number, line) in lines.enumerated() {
            let message: JSONValue = .object([
                "topic": .text("tasmota/discovery/0011AABBCCDD/" + line.0), "payload": .text(line.1),
            ])
            said += core.decode(line: Array(JSONText.text(message).utf8), number: number + 1)
        }
        let temperature = said.filter { $0.contains("\"quantity\":\"temperature\"") }
        #expect(temperature.count == 1, "\(said)")
        #expect(temperature.first?.contains("\"state_topic\":\"den/x/t/SENSOR\"") == true)
        #expect(temperature.first?.contains("\"unit\":\"F\"") == true)
        #expect(said.contains { $0.contains("\"quantity\":\"switch\"") && $0.contains("den/x/s/POWER") })
    }

    @Test func aZigbeeDeviceFollowsItsHardwareAddress() throws {
        var bench = Bench(definition)
        let closed = #"{"ZbReceived":{"0x7A01":{"Device":"0x7A01","Contact":0}}}"#
        try bench.send("homes/a/tele/zb/SENSOR", closed)
        #expect(bench.readings.isEmpty)
        var kept: [LearnedFact] = []
        let joined = #"{"ZbState":{"Status":30,"IEEEAddr":"0x00158D0000000001","ShortAddr":"0x7A01"}}"#
        kept += facts(try bench.send("homes/a/tele/zb/RESULT", joined))
        let other = #"{"ZbState":{"Status":30,"IEEEAddr":"0x00158D0000000002","ShortAddr":"0x7A02"}}"#
        kept += facts(try bench.send("homes/a/tele/zb/RESULT", other))
        #expect(Set(kept.map(\.address)).count == 2)
        try bench.send("homes/a/tele/zb/SENSOR", closed)
        #expect(bench.stated == ["contact_open=0"])
        var restarted = Bench(definition, learned: kept)
        try restarted.send("homes/a/tele/zb/SENSOR", closed)
        #expect(restarted.stated == ["contact_open=0"])
        try restarted.send("homes/a/tele/zb/SENSOR", #"{"ZbReceived":{"0x7A02":{"Contact":1}}}"#)
        #expect(restarted.readings.isEmpty)
    }

    @Test func aLocalTimeCountsOnlyAroundReceipt() throws {
        var bench = Bench(definition)
        let payload = #"{"Time":"TIME","Switch1":"ON"}"#
        func flags(_ time: String) throws -> ReadingFlags {
            try bench.send("homes/a/tele/hall/SENSOR", payload.replacing("TIME", with: time))
            return bench.readings.first?.flags ?? []
        }
        #expect(try flags("2026-11-22T11:59:00").contains(.sourceTime))
        #expect(try flags("2026-11-22T12:59:00").contains(.sourceTimeRejected))
        #expect(try flags("2026-11-22T13:00:00+01:00").contains(.sourceTime))
        #expect(try flags("1970-01-01T00:00:09").contains(.sourceTimeRejected))
    }

    @Test func aRadioCodeIsAnInputOfItsOwn() throws {
        var definition = definition
        definition.devices[0].address = "0x7028D5"
        var bench = Bench(definition)
        try bench.send("homes/a/tele/rf/RESULT", #"{"RfReceived":{"Data":"0x7028D5","Bits":24,"Protocol":1}}"#)
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/tele/rf/RESULT", #"{"RfReceived":{"Data":"0x111111","Bits":24,"Protocol":1}}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test(arguments: [
        "tele/x/SENSOR", "stat/x/STATUS8", "stat/x/RESULT", "tele/x/STATE", "tele/x/LWT", "stat/x/POWER1",
        "tele/x/ENERGY",
        "tasmota/discovery/00/config", "tasmota/discovery/00/sensors", "tele/tasmota_ble/x", "tele//SENSOR", "tele/x/",
        "/tele/x/SENSOR", "cmnd/x/POWER", "stat/x/BUTTON1",
    ])
    func hostilePayloadsInventNothing(_ topic: String) throws {
        expectNothingInvented(on: topic)
    }

    @Test func inventedNamesNeverPushOutWhatOthersMean() throws {
        var bench = Bench(definition)
        for number in 0..<3000 {
            let payload = """
                {"Junk\(number)x":{"Temperature":20,"Key\(number)x":1},"Key\(number)y":2,"TempUnit":"\(number % 2 == 0 ? "C" : "C\(number)")"}
                """
            try bench.send("homes/a/tele/junk\(number)/SENSOR", payload)
        }
        try bench.send("homes/a/tele/hall/SENSOR", #"{"BH1750":{"Illuminance":5},"BMP280":{"Pressure":1000}}"#)
        #expect(bench.stated == ["illuminance=5", "pressure=1000"])
    }

    @Test func othersTopicsAreNotClaimed() {
        let tasmota = Tasmota()
        let others = [
            "zigbee2mqtt/hall", "home/tele/x", "stat/x/targetTemp", "tele/SENSOR", "tele/x/sensor", "tele",
            "zwave/stat/1/0/value", "tasmota/discovery/x", "homeassistant/sensor/stat/config",
        ]
        for topic in others { #expect(!tasmota.owns(MessageTopic(topic)), "\(topic)") }
    }
}

/// Sends what no device sends; it must neither crash nor become a care event.
func expectNothingInvented(on topic: String) {
    let deep = String(repeating: #"{"ZbReceived":"#, count: 40) + "1" + String(repeating: "}", count: 40)
    let wide = #"{"ENERGY":{"Power":["# + (0..<5000).map(String.init).joined(separator: ",") + "]}}"
    let payloads: [[UInt8]] =
        [
            "", " ", "{", "}", "[", "[]", "{}", "null", "maybe", "7", "\"\"", "[1,2,{}]", deep, wide, "{\"a\":",
            #"{"t":1,"ft":[],"tp":{},"state":7,"rl":"x","sn":[{"a":1}]}"#,
            #"{"t":"a","ft":"%prefix%","tp":["","",""]}"#,
            #"{"ZbReceived":{"0x1":{"Fire":"yes please","Water":7,"Endpoint":1e300,"ZoneStatusChange":-4,"x!":1}}}"#,
            #"{"ENERGY":{"Power":[null,{},"x"]},"IBEACON":{"MAC":{}},"RfReceived":{"Data":1},"LwReceived":[1]}"#,
            #"{"params":{"ts":"x","smoke:0":{"alarm":"maybe"},"flood:0":[true],":":{},"switch:":{"output":null}}}"#,
            #"{"src":{},"method":"NotifyEvent","params":{"events":[{},{"component":"bthomesensor:"},7]}}"#,
            #"{"src":"s","result":{"components":[{"key":"bthomesensor:1","config":{"addr":"x","obj_id":1e99}}]}}"#,
            #"{"srcBle":{"mac":"m"},"payload":"40290"}"#, #"{"srcBle":{"mac":"m"},"payload":"4029"}"#,
            #"{"event":"S","event_cnt":"x"}"#, #"{"id":"s","mac":5}"#,
        ].map { Array($0.utf8) } + [[0xff, 0xfe, 0x00], Array(#"{"Switch1":""#.utf8) + [0xff, 0x22, 0x7d]]
    var core = DecodeCommandCore(profiles: shippedProfiles())
    for payload in payloads {
        let text = payload.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let line = JSONText.text(.object(["topic": .text(topic), "payload_base64": .text(base64(payload))]))
        for said in core.decode(line: Array(line.utf8), number: 1) {
            for event in ["sos", "smoke", "gas", "carbon_monoxide", "water_leak", "fall_detected"] {
                #expect(!said.contains("\"quantity\":\"\(event)\",\"value\":true"), "\(topic) \(text)")
            }
        }
    }
}

private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for at in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[at..<min(at + 3, bytes.count)]
        let number = (0..<3).reduce(0) { $0 << 8 | (at + $1 < bytes.count ? Int(bytes[at + $1]) : 0) }
        for place in 0..<4 {
            text.append(place <= group.count ? letters[number >> (18 - 6 * place) & 63] : "=")
        }
    }
    return text
}
