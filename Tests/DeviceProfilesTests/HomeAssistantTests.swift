import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Home Assistant discovery") struct HomeAssistantTests {
    /// Devices listed by topic (`acme/1`), by address (`AA:01`), and a bed by its node.
    private var definition: HomeDefinition {
        var definition = home("a", [("porch", .motion), ("gas stove", .other), ("bed", .bed)])
        definition.devices[0].topic = "homes/a/acme/1"
        definition.devices[1].address = "AA:01"
        definition.devices[2].topic = "homes/a/bed-radar"
        return definition
    }

    private func bench(learned: [LearnedFact] = []) -> Bench { Bench(definition, learned: learned) }

    private static let base = "homes/a/homeassistant/"

    @discardableResult
    private func announce(_ bench: inout Bench, _ topic: String, _ payload: String) throws -> DecodeOutcome {
        try bench.send(Self.base + topic + "/config", payload, retained: true)
    }

    @Test func aTopicThatOnlyDiscoveryExplainsIsRead() throws {
        var bench = bench()
        let outcome = try announce(
            &bench, "sensor/n1/t",
            #"{"~":"acme/1","stat_t":"~/state","dev_cla":"temperature","unit_of_meas":"°F","val_tpl":"{{value_json.t}}"}"#
        )
        guard case .learned = outcome else {
            Issue.record("\(outcome)")
            return
        }
        try bench.send("homes/a/acme/1/state", #"{"t":68,"smoke":true}"#)
        #expect(bench.stated == ["temperature=20"])
        try bench.send("homes/a/acme/1/state", #"{"x":1}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func whatExpiresIsReportedAtLeastThatOften() throws {
        var bench = bench()
        let config = #"{"stat_t":"acme/1/state","dev_cla":"temperature","val_tpl":"{{value_json.t}}","exp_aft":900}"#
        try announce(&bench, "sensor/n1/t", config)
        try announce(&bench, "sensor/n1/u", config.replacing("900", with: "3600").replacing("temp", with: "humid"))
        try bench.send("homes/a/acme/1/state", #"{"t":20}"#)
        #expect(bench.stated.contains("report_interval=900"), "the shortest of the device")
        #expect(bench.stated.contains("temperature=20"))
        // A promise is no sign of life: the message is.
        try bench.send("homes/a/acme/1/state", #"{"x":1}"#)
        #expect(bench.stated == ["report_interval=900", "heartbeat=1"])
        try announce(&bench, "sensor/n1/t", config.replacing("900", with: "0"))
        try announce(&bench, "sensor/n1/u", "")
        try bench.send("homes/a/acme/1/state", #"{"t":20}"#)
        #expect(bench.stated == ["temperature=20"])
    }

    @Test func theAnnouncementSaysWhichWordMeansYes() throws {
        var bench = bench()
        let config = #"""
            {"state_topic":"homes/a/acme/1/door","device_class":"door","payload_on":false,"payload_off":true,
            "value_template":"{{ value_json['contact'] }}"}
            """#
        try announce(&bench, "binary_sensor/door", config)
        try bench.send("homes/a/acme/1/door", #"{"contact":false}"#)
        #expect(bench.stated == ["contact_open=1"])
        try bench.send("homes/a/acme/1/door", #"{"contact":true}"#)
        #expect(bench.stated == ["contact_open=0"])
        try bench.send("homes/a/acme/1/door", #"{"contact":"maybe"}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func aDeviceAnnouncesAllItsComponentsAtOnce() throws {
        var bench = bench()
        let config = #"""
            {"dev":{"ids":["x7"],"cns":[["mac","aa:01"]],"name":"Stove"},"o":{"name":"acme"},"stat_t":"hub/stove",
            "avty":[{"t":"hub/stove/there","val_tpl":"{{ value_json.state }}"},{"t":"hub/there"}],"avty_mode":"all",
            "cmps":{"g":{"p":"binary_sensor","dev_cla":"gas","val_tpl":"{{ 'ON' if value_json.gas == 2 else 'OFF' }}"},
            "p1":{"p":"sensor","dev_cla":"power","unit_of_meas":"kW","val_tpl":"{{ value_json.p[0] | float(0) }}"},
            "p2":{"p":"sensor","dev_cla":"power","unit_of_meas":"kW","val_tpl":"{{ value_json.p[1] }}"},
            "old":{"p":"sensor"}}}
            """#
        try announce(&bench, "device/stove", config)
        try bench.send("homes/a/hub/stove", #"{"gas":2,"p":[0.5,1.5]}"#)
        #expect(bench.stated == ["gas=1", "power=500", "power=1500"])
        #expect(bench.readings.map(\.channel) == [0, 1, 2] && bench.readings.allSatisfy { $0.device == 1 })
        try bench.send("homes/a/hub/stove", #"{"p":[2]}"#)
        #expect(bench.stated == ["power=2000"], "an absent member is neither 0 nor OFF")
        try bench.send("homes/a/hub/stove/there", #"{"state":"online"}"#)
        #expect(bench.stated == ["availability=0"])
        try bench.send("homes/a/hub/there", "offline")
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a/hub/stove/there", #"{"state":"online"}"#)
        #expect(bench.stated == ["availability=1"], "all of the list count")
        try announce(&bench, "device/stove", "")
        try bench.send("homes/a/hub/stove", #"{"gas":2,"p":[2]}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test func announcementsAreKeptAndReadAgain() throws {
        var bench = bench()
        var kept: [LearnedFact] = []
        let config = #"{"stat_t":"acme/1/m","dev_cla":"motion","pl_on":"1","pl_off":"0"}"#
        if case .learned(let facts) = try announce(&bench, "binary_sensor/n/m", config) { kept = facts }
        #expect(kept.count == 1)
        guard case .readings = try announce(&bench, "binary_sensor/n/m", config) else {
            Issue.record("the same announcement is kept twice")
            return
        }
        var restarted = self.bench(learned: kept)
        try restarted.send("homes/a/acme/1/m", "1")
        #expect(restarted.stated == ["motion=1"])
        guard case .learned(let gone) = try announce(&restarted, "binary_sensor/n/m", "") else {
            Issue.record("a deletion is kept")
            return
        }
        var later = self.bench(learned: kept + gone)
        try later.send("homes/a/acme/1/m", "1")
        #expect(!later.stated.contains("motion=1"))
    }

    @Test func theOrderOfAnnouncementsDoesNotMatter() throws {
        let configs = ["b", "a", "c"].map { name in
            (
                "sensor/n/\(name)",
                #"{"stat_t":"acme/1/x","dev_cla":"power","unit_of_meas":"W","val_tpl":"{{value_json.\#(name)}}","dev":{"ids":"n"}}"#
            )
        }
        var seen: Set<[UInt8]> = []
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            var bench = bench()
            for i in order { try announce(&bench, configs[i].0, configs[i].1) }
            try bench.send("homes/a/acme/1/x", #"{"a":1,"b":2,"c":3}"#)
            #expect(bench.stated == ["power=1", "power=2", "power=3"])
            seen.insert(bench.readings.map(\.channel))
        }
        #expect(seen == [[1, 2, 3]])
    }

    @Test func onATopicOfSeveralOnlyTheOneThatIsMeantSpeaks() throws {
        var bench = bench()
        for (device, key) in [("aa01", "s"), ("bb02", "t")] {
            let config =
                #"{"stat_t":"hub/all","dev_cla":"smoke","val_tpl":"{{value_json.\#(key)}}","dev":{"ids":"\#(device)"}}"#
            try announce(&bench, "binary_sensor/\(device)/smoke", config)
        }
        try bench.send("homes/a/hub/all", #"{"t":"ON"}"#)
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/hub/all", #"{"s":"OFF"}"#)
        #expect(bench.stated == ["smoke=0"])
    }

    @Test func onePressIsOneEvent() throws {
        var bench = bench()
        try announce(
            &bench, "event/b/press",
            #"{"stat_t":"acme/1/b","dev":{"ids":"b"},"evt_typ":["single","double"],"dev_cla":"button"}"#)
        try announce(
            &bench, "device_automation/b/single",
            #"{"atype":"trigger","t":"acme/1/b","type":"button_short_press","stype":"button_1","dev":{"ids":"b"}}"#)
        try bench.send("homes/a/acme/1/b", #"{"event_type":"double"}"#)
        #expect(bench.stated == ["button_event=1"])
        try bench.send("homes/a/acme/1/b", #"{"event_type":"triple"}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try announce(
            &bench, "device_automation/c/long",
            #"{"atype":"trigger","t":"acme/1/c","pl":"L","type":"button_long_press","stype":"button_2","dev":{"ids":"b"}}"#
        )
        try bench.send("homes/a/acme/1/c", "S")
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/acme/1/c", "L", retained: true)
        #expect(bench.stated == ["button_event=3"] && bench.readings[0].flags.contains(.retained))
        #expect(bench.readings[0].channel == 2)
    }

    @Test(arguments: [
        // What is no alarm, although something in its announcement sounds like one.
        #"{"dev_cla":"moisture","name":"Soil moisture"}"#,
        #"{"dev_cla":"moisture","name":null,"dev":{"ids":"p","name":"Plant 3"}}"#,
        #"{"dev_cla":"smoke","name":"Smoke test"}"#,
        #"{"dev_cla":"problem","name":"Smoke fault"}"#,
        #"{"dev_cla":"safety","name":"Overheated"}"#,
        #"{"name":"Gas valve"}"#,
        #"{"name":"Fall detection enabled"}"#,
        #"{"name":"SOS","ent_cat":"config"}"#,
        #"{"dev_cla":"connectivity","name":"Smoke"}"#,
    ])
    func noAlarmIsInvented(_ config: String) throws {
        var bench = bench()
        let whole = #"{"stat_t":"acme/1/x","# + config.dropFirst()
        try announce(&bench, "binary_sensor/n/x", whole)
        let route = bench.decoder.route("homes/a/acme/1/x")
        #expect(route?.meaning != .convention)
    }

    @Test func whatIsUnsafeIsSaidByTheName() throws {
        var bench = bench()
        try announce(&bench, "binary_sensor/n/x", #"{"stat_t":"acme/1/x","dev_cla":"safety","name":"SOS"}"#)
        try bench.send("homes/a/acme/1/x", "OFF")
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/acme/1/x", "ON")
        #expect(bench.stated == ["sos=1"])
    }

    @Test func locksTrackersAndClimates() throws {
        var bench = bench()
        try announce(&bench, "lock/n/l", #"{"stat_t":"acme/1/l","stat_locked":"zu","stat_unlocked":"auf"}"#)
        try bench.send("homes/a/acme/1/l", "auf")
        #expect(bench.stated == ["lock_state=1"])
        try announce(&bench, "binary_sensor/n/bolt", #"{"stat_t":"acme/1/bolt","dev_cla":"lock"}"#)
        try bench.send("homes/a/acme/1/bolt", "OFF")
        #expect(bench.stated == ["lock_state=0"])
        try announce(&bench, "device_tracker/n/k", #"{"stat_t":"acme/1/k","pl_home":"here","pl_not_home":"away"}"#)
        try bench.send("homes/a/acme/1/k", "away")
        #expect(bench.stated == ["device_presence=0"])
        try bench.send("homes/a/acme/1/k", "work")
        #expect(bench.stated == ["heartbeat=1"])
        try announce(
            &bench, "climate/n/c",
            #"{"temp_unit":"F","curr_temp_t":"acme/1/c","curr_temp_tpl":"{{value_json.now}}","temp_stat_t":"acme/1/c"}"#
        )
        try bench.send("homes/a/acme/1/c", #"{"now":50,"target":70}"#)
        #expect(bench.stated == ["temperature=10"])
    }

    @Test func theBedsOwnNodeIsReadByNameUntilItIsAnnounced() throws {
        var bench = bench()
        try bench.send("homes/a/bed-radar/binary_sensor/radar_occupancy/state", "ON")
        #expect(bench.stated == ["bed_occupancy=1"])
        try bench.send("homes/a/bed-radar/sensor/radar_energy/state", "12")
        #expect(bench.stated == ["heartbeat=1"])
        try announce(
            &bench, "sensor/bed-radar/radar_energy",
            #"{"stat_t":"bed-radar/sensor/radar_energy/state","dev_cla":"energy","unit_of_meas":"Wh","dev":{"ids":"77"}}"#
        )
        try bench.send("homes/a/bed-radar/sensor/radar_energy/state", "12")
        #expect(bench.stated == ["energy=12"])
        try bench.send("homes/a/bed-radar/status", "offline")
        #expect(bench.stated == ["availability=1"])
    }

    @Test func aStreamTellsClassAndUnitBesideTheState() throws {
        var bench = bench()
        let stream = "homes/a/homeassistant/"
        try bench.send(stream + "binary_sensor/aa_01/state", "on")
        #expect(bench.readings.isEmpty)
        try bench.send(stream + "binary_sensor/aa_01/device_class", #""moisture""#, retained: true)
        try bench.send(stream + "sensor/x_temp/unit_of_measurement", #""°F""#, retained: true)
        var core = DecodeCommandCore(profiles: shippedProfiles())
        let lines = [
            ("binary_sensor/leak_1/device_class", #""moisture""#), ("binary_sensor/leak_1/state", "on"),
            ("sensor/temperature/unit_of_measurement", #""°F""#), ("sensor/temperature/state", "68"),
        ].map { JSONText.text(.object(["topic": .text("homeassistant/" + $0), "payload": .text($1)])) }
        let out = lines.enumerated().flatMap { core.decode(line: Array($1.utf8), number: $0) }
        #expect(out.contains { $0.contains(#""quantity":"water_leak","value":true"#) })
        #expect(out.contains { $0.contains(#""quantity":"temperature","value":20"#) })
    }
}
