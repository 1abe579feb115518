import CareModel
import Testing

@testable import DeviceProfiles

/// Every convention's examples, damaged: no crash, and no alarm that the example does not raise.
@Suite struct HostileInputTests {
    private static let careEvents: Set<String> = [
        "sos", "fall_detected", "smoke", "gas", "carbon_monoxide", "water_leak",
    ]

    private static let noise: [[UInt8]] = [
        [], [0], [0xff, 0xfe, 0x00], Array("{".utf8), Array("[".utf8), Array("\"".utf8), Array("{}".utf8),
        Array("[]".utf8), Array("null".utf8), Array("-".utf8), Array("1e999".utf8), Array("NaN".utf8),
        Array(String(repeating: "[", count: 200).utf8), Array(String(repeating: #"{"data":"#, count: 60).utf8),
        Array(("[" + String(repeating: "0,", count: 200) + "0]").utf8), Array(repeating: 0xc3, count: 300),
    ]

    private static let values: [JSONValue] = [
        .null, .list([]), .list([.truth(true)]), .object([:]), .object(["state": .list([.null])]), .number(1e300),
        .number(-1), .text(""), .text("\u{0}"), .text(String(repeating: "x", count: 400)),
    ]

    /// Feeds one payload and gives the alarms that came of it.
    private func alarms(_ core: inout DecodeCommandCore, _ topic: String, _ payload: [UInt8]) -> Set<String> {
        let line = JSONText.text(
            .object(["topic": .text(topic), "payload_base64": .text(Self.base64(payload))]))
        var found: Set<String> = []
        for text in core.decode(line: Array(line.utf8), number: 1) {
            guard let out = try? JSONValue(Array(text.utf8).span) else {
                Issue.record("not JSON: \(text)")
                continue
            }
            guard let quantity = out["quantity"]?.text, out["value"] != .truth(false) else { continue }
            if Self.careEvents.contains(quantity) { found.insert(quantity) }
        }
        return found
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var out = ""
        for i in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { i + $0 < bytes.count ? Int(bytes[i + $0]) : 0 }
            let bits = three[0] << 16 | three[1] << 8 | three[2]
            for k in 0..<4 { out.append(i + k > bytes.count ? "=" : letters[bits >> (18 - 6 * k) & 63]) }
        }
        return out
    }

    @Test func damagedExamplesRaiseNoAlarm() throws {
        let profiles = shippedProfiles()
        var core = DecodeCommandCore(profiles: profiles)
        for profile in profiles.all {
            for example in profile.examples {
                let allowed = Set(example.expected.map(\.quantity)).intersection(Self.careEvents)
                let payload = Array(example.payload.utf8)
                for count in stride(from: 0, to: payload.count, by: 7) {
                    let found = alarms(&core, example.topic, Array(payload[..<count]))
                    #expect(found.isSubset(of: allowed), "\(example.topic), \(count) bytes: \(found)")
                }
                for noise in Self.noise {
                    // A notification that only happens is published with no more than `null`.
                    let possible = noise == Array("null".utf8) ? allowed : []
                    #expect(alarms(&core, example.topic, noise).isSubset(of: possible), "\(example.topic)")
                }
                guard let value = try? JSONValue(payload.span) else { continue }
                // Without the mark of a simulation an alarm is one.
                for member in value.members where member.key != "simulated" {
                    for wrong in Self.values {
                        let members = JSONValue.Members(
                            value.members.map { ($0.key, $0.key == member.key ? wrong : $0.value) })
                        let found = alarms(&core, example.topic, Array(JSONText.text(.object(members)).utf8))
                        #expect(found.isSubset(of: allowed), "\(example.topic), \(member.key): \(found)")
                    }
                }
            }
        }
    }

    @Test func oddTopicsAreSomebodysOrNobodys() {
        let profiles = shippedProfiles()
        var core = DecodeCommandCore(profiles: profiles)
        let topics = Set(profiles.all.flatMap(\.examples).map(\.topic)).sorted()
        for topic in topics {
            let levels = topic.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            for i in levels.indices {
                for word in ["", " ", "\u{0}", "#", String(repeating: "y", count: 300)] {
                    var odd = levels
                    odd[i] = word
                    #expect(alarms(&core, odd.joined(separator: "/"), Array(#"{"x":1}"#.utf8)).isEmpty)
                }
                let short = levels[..<i].joined(separator: "/")
                #expect(alarms(&core, short, Array("1".utf8)).isEmpty, "\(short)")
            }
            #expect(alarms(&core, topic + "/", Array("1".utf8)).isEmpty)
            let own = alarms(&core, topic, Array("true".utf8))
            #expect(alarms(&core, "/" + topic, Array("true".utf8)).isSubset(of: own))
        }
    }
}
