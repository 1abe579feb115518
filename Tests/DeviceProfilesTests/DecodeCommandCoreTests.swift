import DeviceProfiles
import Testing

@Suite struct DecodeCommandCoreTests {
    private var core = DecodeCommandCore(profiles: shippedProfiles())

    private mutating func decode(_ line: String, _ number: Int = 1) -> [String] {
        core.decode(line: Array(line.utf8), number: number)
    }

    @Test mutating func theFormIsTheFixedOne() {
        let out = decode(
            #"{"topic":"homes/a/zigbee2mqtt/up/door","payload":"{\"contact\":false,\"state_l2\":\"ON\",\"last_seen\":\"2026-01-01T01:00:00+01:00\"}","qos":1,"retain":1,"tst":"2026-01-01T00:00:30.000000Z+0000"}"#,
            7)
        let tail = #""source_time":"2026-01-01T00:00:00Z","retained":true}"#
        #expect(
            out == [
                #"{"line":7,"quantity":"contact_open","value":true,"unit":"","device":"up/door","# + tail,
                #"{"line":7,"quantity":"switch","value":true,"unit":"","device":"up/door","channel":"l2","# + tail,
            ])
    }

    @Test mutating func payloadsComeAsTextBase64OrJSON() {
        let expected = [
            #"{"line":1,"quantity":"body_weight","value":71.4,"unit":"kg","device":"scale"}"#
        ]
        #expect(decode(#"{"topic":"homes/a/vitals/scale","payload":"{\"weight\":71.4}"}"#) == expected)
        #expect(decode(#"{"topic":"homes/a/vitals/scale","payload":{"weight":71.4}}"#) == expected)
        #expect(decode(#"{"topic":"homes/a/vitals/scale","payload_base64":"eyJ3ZWlnaHQiOjcxLjR9"}"#) == expected)
        #expect(
            decode(#"{"topic":"zigbee2mqtt/x/linkquality","payload":5}"#) == [
                #"{"line":1,"quantity":"link_quality","value":5,"unit":"","device":"x"}"#
            ])
    }

    @Test mutating func anAnnouncementTeachesLaterLines() {
        let line = #"{"topic":"my/base/thermo","payload":"{\"temperature\":68}"}"#
        #expect(decode(line).joined().contains("\"value\":68,"))
        let list =
            #"[{\"ieee_address\":\"0x1\",\"friendly_name\":\"thermo\",\"definition\":{\"exposes\":[{\"type\":\"numeric\",\"name\":\"temperature\",\"property\":\"temperature\",\"unit\":\"°F\",\"access\":1}]}}]"#
        #expect(decode(#"{"topic":"my/base/bridge/devices","payload":"\#(list)"}"#).isEmpty)
        #expect(decode(line).joined().contains("\"value\":20"))
    }

    @Test(arguments: [
        "not json", "{}", #"{"topic":1}"#, #"{"topic":"zigbee2mqtt/a","payload":"{"}"#,
        #"{"topic":"zigbee2mqtt/a","payload_base64":"%%"}"#, #"{"topic":"weather","payload":"sunny"}"#,
        #"{"topic":"zigbee2mqtt/bridge/devices","payload":"{}"}"#,
    ])
    func whatCannotBeReadIsSaid(line: String) {
        var core = core
        let out = core.decode(line: Array(line.utf8), number: 3)
        #expect(out.count == 1)
        #expect(out.first?.hasPrefix("{\"line\":3,\"quarantined\":\"") == true)
    }

    @Test mutating func everyStatedValueIsEmittedButNoEventIsInvented() {
        let out = decode(
            #"{"topic":"zigbee2mqtt/pendant","payload":"{\"sos\":false,\"action\":\"\",\"battery\":250,\"smoke\":null}"}"#
        )
        #expect(out.count == 2)
        #expect(out.first?.contains("\"quantity\":\"sos\",\"value\":false") == true)
        #expect(out.last?.contains("\"quantity\":\"battery\",\"value\":250") == true)
    }
}
