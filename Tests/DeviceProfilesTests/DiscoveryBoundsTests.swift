import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Discovery: hostile and broken announcements") struct DiscoveryBoundsTests {
    private func bench() -> Bench {
        var definition = home("a", [("porch", .motion)])
        definition.devices[0].topic = "homes/a/acme/1"
        return Bench(definition)
    }

    @Test(arguments: [
        "{", "[1]", "[]", "\u{0}", "{\"stat_t\":5}", #"{"stat_t":"acme/1/x","dev_cla":["smoke"]}"#,
        #"{"stat_t":"acme/1/x","dev":7,"avty":{"t":9},"expire_after":-1e300,"dev_cla":"motion","val_tpl":{}}"#,
        ##"{"stat_t":"#","dev_cla":"smoke"}"##, #"{"stat_t":"+/+","dev_cla":"smoke"}"#, #"{"~":"~","stat_t":"~"}"#,
        String(repeating: "[", count: 5000), #"{"cmps":{"a":{"p":"sensor"},"b":[],"c":{"p":4}}}"#,
    ])
    func brokenAnnouncements(_ payload: String) throws {
        for topic in ["binary_sensor/x", "sensor/n/x", "device/x", "event/x", "device_automation/x", "climate/x"] {
            var bench = bench()
            try bench.send("homes/a/homeassistant/\(topic)/config", payload)
            #expect(bench.readings.isEmpty)
            for state in ["ON", "{}", "[[[", "", "\u{1}", #"{"event_type":{}}"#] {
                try bench.send("homes/a/acme/1/x", state)
                #expect(bench.readings.allSatisfy { !$0.quantity.isSafety })
            }
            try bench.send("homes/a/other/device", "ON")
            #expect(bench.readings.isEmpty)
        }
    }

    @Test func bytesThatAreNoText() throws {
        var bench = bench()
        try bench.send(
            "homes/a/homeassistant/binary_sensor/x/config", #"{"stat_t":"acme/1/x","dev_cla":"smoke","pl_on":"\ud800"}"#
        )
        let found = bench.decoder.route("homes/a/acme/1/x")
        let route = try #require(found)
        var readings: [Reading] = []
        _ = bench.decoder.decode([0xff, 0xfe, 0x00], route: route, retained: false, receivedAt: noon, into: &readings)
        #expect(readings.allSatisfy { !$0.quantity.isSafety })
    }

    @Test func topicsWithEmptyLevelsAreNobodys() throws {
        for topic in [
            "homeassistant//x/config", "homeassistant/sensor//config", "/sensor/x/state", "a//b/state", "/status",
        ] {
            #expect(DiscoveryTopic(MessageTopic(topic)) == nil && NodeTopic(MessageTopic(topic)) == nil, "\(topic)")
        }
    }

    @Test(arguments: [
        ("homeassistant/sensor/x/config", "sensor"), ("homeassistant/binary_sensor/n/x/config", "binary_sensor"),
        ("homeassistant/device/x/config", "device"), ("my/prefix/sensor/n/x/config", "sensor"),
        ("homeassistant/sensor/config", nil), ("homeassistant/thing/x/config", nil), ("sensor/x/config", nil),
        ("homeassistant/sensor/x/state", nil), ("homeassistant/sensor/a/b/c/config", nil),
    ])
    func discoveryTopics(_ topic: String, _ component: String?) {
        #expect(DiscoveryTopic(MessageTopic(topic))?.component == component)
    }

    @Test func moreEntitiesThanAHomeHasAreNotRemembered() {
        var book = DiscoveryBook()
        func announcement(_ i: Int, _ topic: String) -> DiscoveryBook.Announcement {
            let entity = DiscoveredEntity(
                device: "d\(i)", key: "switch", quantity: .switch, statedUnit: "", unit: "", form: .value, topic: topic,
                templateText: "", template: ValueTemplate(""), name: "", expireAfterSeconds: 0)
            return DiscoveryBook.Announcement(entities: [entity])
        }
        for i in 0..<DiscoveryBook.entityLimit {
            let isLearned = book.learn(announcement(i, "t/\(i)"), from: "c/\(i)")
            #expect(isLearned)
        }
        let isTooMuch = !book.learn(announcement(-1, "t/new"), from: "c/new")
        #expect(isTooMuch)
        #expect(!book.owns(MessageTopic("t/new")) && book.owns(MessageTopic("t/1999")))
        book.forget("c/7")
        #expect(!book.owns(MessageTopic("t/7")))
        let isReplaced = book.learn(announcement(-1, "t/+/new"), from: "c/new")
        #expect(isReplaced)
        #expect(book.owns(MessageTopic("t/x/new")) && !book.owns(MessageTopic("t/new")))
    }

    @Test func theDevicesOfAZigbeeBridgeAreNotLearnedTwice() throws {
        var bench = bench()
        let config =
            #"{"stat_t":"z/hall","dev_cla":"motion","dev":{"ids":["zigbee2mqtt_0x01"]},"o":{"name":"Zigbee2MQTT"}}"#
        guard case .readings = try bench.send("homes/a/homeassistant/binary_sensor/0x01/occupancy/config", config)
        else {
            Issue.record("kept")
            return
        }
    }

    @Test func whatOneHomeInventsKeepsNoRuleOfAnotherOut() throws {
        var table = PropertyTable(profile: try #require(shippedProfiles().others.first))
        var rule = PropertyRule(reads: .truth, quantity: .motion)
        for i in 0..<PropertyTable.statedLimit + 10 {
            rule.words = ["word \(i)": 1]
            let found = table.rule(rule, unit: "")
            #expect(found >= 0 && table.rules.count <= PropertyTable.statedLimit)
        }
    }
}
