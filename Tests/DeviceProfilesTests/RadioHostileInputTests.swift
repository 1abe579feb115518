import CareModel
import DeviceProfiles
import Testing

@Suite("Hostile input on topics of radio conventions") struct RadioHostileInputTests {
    private static let topics = [
        "application/1/device/70b3d57ed0051234/event/up", "application/1/device/x/event/status", "v3/a/devices/d/up",
        "v3/a/devices/d/join", "zwave/x/113/0/Smoke_Alarm/Sensor_status", "zwave/x/y/notification/endpoint_0/a/b/c",
        "zwave/x/nodeinfo", "zwave/x/status", "zwave/_CLIENTS/ZWAVE_GATEWAY-x/status",
        "zwave/x/sensor_binary/endpoint_0",
        "homie/5/d/$description", "homie/d/$state", "homie/d/n/p/$format", "homie/d/n/smoke", "senml", "a/senml/b",
        "spBv1.0/g/DBIRTH/e/d", "spBv1.0/g/NDEATH/e", "spBv1.0/g/DDATA/e/d", "spBv1.0/g/NBIRTH/e/d",
        "spBv1.0//NDATA/", "zwave//113/0/Motion", "homie//$state", "application//device//event/up",
        "v3//devices//up", "homie/5/$description", "spBv1.0",
    ]

    private static let payloads: [[UInt8]] = [
        [], [0xff, 0xfe, 0x00], Array("{".utf8), Array("[[[]]]".utf8), Array("null".utf8), Array("\"".utf8),
        Array("\"\"".utf8), Array("nan".utf8), Array("1e999".utf8), Array("{\"object\":7,\"uplink_message\":[]}".utf8),
        Array(String(repeating: "[", count: 5000).utf8),
        Array((String(repeating: "{\"data\":", count: 30) + "1" + String(repeating: "}", count: 30)).utf8),
        Array("{\"object\":{\"history\":[\(String(repeating: "{},", count: 3000)){}]}}".utf8),
        Array("{\"object\":{\"events\":[[[[[[[[{\"alarm_type\":\"fall\",\"alarm_status\":{}}]]]]]]]]}}".utf8),
        Array("{\"value\":{\"value\":{}},\"time\":\"x\",\"status\":{},\"nodeId\":1e300,\"id\":-1,\"values\":7}".utf8),
        Array("{\"nodes\":{\"a\":{\"properties\":[1]},\"b\":7}}".utf8),
        Array("[{\"bt\":1e300,\"t\":-1e308,\"n\":\"smoke\",\"v\":3},{\"bn\":7,\"n\":{}}]".utf8),
        [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x12, 0x02, 0x0a],
        [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    ]

    @Test(arguments: topics) func nothingIsInventedAndNothingBreaks(_ topic: String) {
        var bench = Bench(home("a", [("hall", .motion)]))
        for payload in Self.payloads {
            guard let route = bench.decoder.route("homes/a/" + topic) else { continue }
            _ = bench.decoder.decode(payload, route: route, retained: false, receivedAt: noon, into: &bench.readings)
        }
        let care: Set<Quantity> = [.sos, .fallDetected, .smoke, .gas, .carbonMonoxide, .waterLeak]
        #expect(bench.readings.allSatisfy { !care.contains($0.quantity) || $0.value == 0 })
    }

    @Test(arguments: topics) func whatIsDecodedWithoutAHomeIsTheSame(_ topic: String) throws {
        var core = DecodeCommandCore(profiles: shippedProfiles())
        for (i, payload) in Self.payloads.enumerated() {
            let bytes = payload.map { String($0, radix: 16) }.joined(separator: " ")
            let out = core.decode(line: line(topic, payload), number: i)
            for word in ["sos", "fall_detected", "smoke", "gas", "carbon_monoxide", "water_leak"] {
                #expect(!out.contains { $0.contains("\"quantity\":\"\(word)\",\"value\":true") }, "\(bytes)")
            }
        }
    }

    private func line(_ topic: String, _ payload: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: payload.count, by: 3) {
            let group = payload[start..<min(start + 3, payload.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for i in 0..<4 {
                text.append(i <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * i) & 63)] : UInt8(ascii: "="))
            }
        }
        return Array(#"{"topic":"\#(topic)","payload_base64":""#.utf8) + text + Array("\"}".utf8)
    }

    @Test(arguments: [
        "weather/v3/x", "house/device/1/event/up", "room/sensor/state", "tele/plug/SENSOR", "shellies/x/relay/0",
        "homeassistant/sensor/x/config", "room/$state/x/y/z", "my/status", "a/b/c/d/e/f/set", "STATE/a/b",
        "x/48/0/Motion",
    ])
    func othersTopicsAreLeftAlone(_ topic: String) {
        var bench = Bench(home("a", [("hall", .motion)]))
        let route = bench.decoder.route("homes/a/" + topic)
        _ = bench.decoder.decode(
            Array("{\"motion\":true}".utf8), route: route!, retained: false, receivedAt: noon, into: &bench.readings)
        #expect(bench.readings.isEmpty)
    }
}
