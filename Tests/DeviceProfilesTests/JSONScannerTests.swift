import CareModel
import Foundation
import Testing

@testable import DeviceProfiles

@Suite struct JSONScannerTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(Array(text.utf8).span) }

    @Test(arguments: [
        "0", "-0.5", "21.4", "1234567890.12345", "0.1", "3e2", "1.5E-3", "123456789012345678", "9007199254740993",
        "1.7976931348623157e308", "0.000001", "2.2250738585072014e-308", "999999999999999", "0.30000000000000004",
    ])
    func numbersAreExact(text: String) throws {
        #expect(try parse(text).number == Double(text))
    }

    @Test(arguments: [
        "", "{", "{}x", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "[1,]", "01", "1.", ".5", "-", "+1", "1e",
        "tru", "nul", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\u{1}\"", "{\"a\":1 \"b\":2}", "[1 2]", "'a'",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(throws: PayloadFault.self) { try parse(text) }
    }

    @Test(
        arguments: [
            [0xff], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82],
        ] as [[UInt8]])
    func whatIsNotUTF8IsRefused(bytes: [UInt8]) {
        let text = Array("{\"a\":\"".utf8) + bytes + Array("\",\"bcdefghijkl\":1}".utf8)
        #expect(throws: PayloadFault.self) { try JSONValue(text.span) }
    }

    @Test func escapesAndSurrogatesAreRead() throws {
        #expect(try parse(#""a\"\\\/\b\f\n\r\tÅ😀é""#).text == "a\"\\/\u{8}\u{c}\n\r\tÅ😀é")
        #expect(try parse(#""\ud83d""#).text == "\u{fffd}")
        #expect(try parse(#""\ud83dA""#).text == "\u{fffd}A")
    }

    @Test func depthIsBounded() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        _ = try parse(deepest)
        #expect(throws: PayloadFault.self) { try parse("[" + deepest + "]") }
    }

    @Test func sizeIsBounded() {
        let bytes = [UInt8](repeating: 0x20, count: JSONScanner.sizeLimitBytes + 1)
        #expect(throws: PayloadFault.self) { try JSONValue(bytes.span) }
    }

    @Test func theFaultNamesTheByte() {
        #expect(throws: PayloadFault(reason: "`:` was expected", offset: 5)) { try parse(#"{"a" 1}"#) }
    }

    /// Damaged copies of real-looking payloads: the same verdict as an independent parser, and never a crash; and the
    /// reader of readings, which walks objects itself, agrees too.
    @Test func agreesWithFoundationOnDamagedPayloads() {
        var table = PropertyTable(profile: shippedProfiles().zigbee2mqtt)
        for bytes in damagedPayloads(6000) {
            let text = String(decoding: bytes, as: UTF8.self)
            let value = try? JSONValue(bytes.span)
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            // Foundation takes a comma before a closing bracket; JSON does not.
            if text.firstMatch(of: /,\s*[}\]]/) == nil {
                #expect((value != nil) == (theirs != nil), "\(text)")
            }
            var readings: [Reading] = []
            var reader = PayloadReader(
                ReadingContext(device: 0, flags: 0, bits: FlagBits(), receivedAt: noon), first: 0)
            var isRead = true
            do { try reader.readObject(bytes.span, table: &table, into: &readings) } catch { isRead = false }
            var isObject = false
            if case .object = value { isObject = true }
            #expect(isRead == isObject, "\(text)")
        }
    }

    private func damagedPayloads(_ count: Int) -> [[UInt8]] {
        let seeds = [
            #"{"battery":97,"illuminance":12.5,"last_seen":"2026-11-22T06:29:58+00:00","occupancy":true}"#,
            #"{"update":{"state":"idle","n":[1,-2,3e4,null,false]},"name":"Kök \u00e5 😀","long_long_long_key":""}"#,
        ]
        var random = SplitMix(state: 7)
        let alphabet = Array("{}[]\",:\\0123456789.-+eEtrufalsn \u{1}é".utf8)
        return (0..<count).map { round in
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0...Int(random.next() % 3) {
                let at = Int(random.next() % UInt64(bytes.count))
                let byte = alphabet[Int(random.next() % UInt64(alphabet.count))]
                switch random.next() % 3 {
                case 0: bytes[at] = byte
                case 1: bytes.remove(at: at)
                default: bytes.insert(byte, at: at)
                }
            }
            return bytes
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
