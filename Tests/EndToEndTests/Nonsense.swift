import CareModel
import Foundation

/// Messages that mean nothing, or not what they seem to.
enum Nonsense {
    /// Lines for a home at one moment, all different.
    static func lines(home: String, at time: Timestamp) -> [String] {
        let bridge = "homes/\(home)/zigbee2mqtt"
        let devices = ["bed", "bathroom-motion", "front-door", "sos-button", "smoke-alarm", "kitchen-leak", "climate"]
        var random = SeededNumbers(5)
        var lines: [String] = []
        for device in devices {
            let topic = "\(bridge)/\(device)"
            for payload in texts { lines.append(Ward.line(at: time, topic: topic, payload: payload)) }
            for length in [1, 16, 300] {
                let noise = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                lines.append(binary(at: time, topic: topic, noise))
            }
        }
        for payload in vitals {
            lines.append(Ward.line(at: time, topic: "homes/\(home)/vitals/scale", payload: payload))
        }
        for (topic, payload) in strays(home: home) { lines.append(Ward.line(at: time, topic: topic, payload: payload)) }
        let large = "{\"text\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
        lines.append(Ward.line(at: time, topic: "\(bridge)/climate", payload: large))
        lines.append(Ward.line(at: time, topic: "homes/\(home)/no/such/device", payload: large))
        return lines
    }

    private static var texts: [String] {
        [
            "", " ", "null", "{}", "[]", "[[]]", "\"", "{", "{\"", "{\"a\":}", "nan", "{\"occupancy\":null}",
            "{\"contact\":null,\"water_leak\":null,\"smoke\":null,\"action\":null,\"occupancy\":null}",
            "{\"action\":\"\"}", "{\"battery\":1e400}", "{\"battery\":-99999999999999999999999999999999}",
            "{\"temperature\":1e308,\"humidity\":-1e308}", "{\"smoke\":\"perhaps\"}", "{\"occupancy\":[true]}",
            "{\"contact\":{\"contact\":false}}", "{\"last_seen\":\"9999-99-99T99:99:99Z\"}",
            "{\"last_seen\":99999999999999999999}", "{\"last_seen\":-1,\"linkquality\":1}",
            String(repeating: "[", count: 20_000), String(repeating: "{\"a\":", count: 5_000),
            "{\"\\ud800\":\"\\udfff\"}", "\u{0}\u{1}\u{2}", "{\"a\":\"\u{FFFF}\"}",
        ]
    }

    private static var vitals: [String] {
        [
            "{\"weight\":1e308}", "{\"weight\":-5}", "{\"weight\":\"heavy\"}", "{\"systolic\":99999}",
            "{\"heart_rate\":null}",
            "70", "{\"weight\":[70]}", "{\"body_temperature\":1e-320}",
        ]
    }

    private static func strays(home: String) -> [(String, String)] {
        [
            ("homes/\(home)/zigbee2mqtt/never-seen", "{\"smoke\":true,\"action\":\"emergency\"}"),
            ("homes/\(home)/zigbee2mqtt/bed/set", "{\"state\":\"ON\"}"),
            ("homes/\(home)/zigbee2mqtt/bridge/devices", "[{\"friendly_name\":5}]"),
            ("homes/\(home)/zigbee2mqtt/bridge/devices", "not a list"),
            ("homes/\(home)/zigbee2mqtt/bridge/event", "{\"type\":\"device_leave\"}"),
            ("homes/\(home)/zigbee2mqtt/bridge/logging", "{\"level\":\"error\",\"message\":\"smoke: true\"}"),
            ("homes/\(home)/zigbee2mqtt/bed/availability", "perhaps"),
            ("homes/\(home)", "{\"smoke\":true}"),
            ("homes/\(home)/zigbee2mqtt", "{\"smoke\":true}"),
        ]
    }

    private static func binary(at time: Timestamp, topic: String, _ payload: [UInt8]) -> String {
        "{\"tst\":\"\(time)\",\"topic\":\"\(topic)\",\"qos\":1,\"retain\":0,"
            + "\"payload_base64\":\"\(Data(payload).base64EncodedString())\"}"
    }
}
