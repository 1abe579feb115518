import CareModel
import DeviceProfiles
import Testing

@Suite struct PayloadDecoderTests {
    private let everyKind = home(
        "a",
        [
            ("pir", .motion), ("radar", .presence), ("mat", .bed), ("armchair", .chair), ("door", .door),
            ("kettle", .power), ("vitals", .selfMonitoring),
        ])

    @Test(arguments: [
        ("pir", "motion=1"), ("radar", "presence=1"), ("mat", "bed_occupancy=1"), ("armchair", "chair_occupancy=1"),
        ("door", "occupancy=1"),
    ])
    func occupancyMeansWhatTheDeviceIs(name: String, expected: String) throws {
        var bench = Bench(everyKind)
        #expect(try bench.send("homes/a/zigbee2mqtt/\(name)", #"{"occupancy":true}"#) == .readings)
        #expect(bench.stated == [expected])
        #expect(bench.readings.first?.time == noon)
    }

    @Test(arguments: [
        ("water_leak_alarm_1", DeviceKind.leak, "water_leak"), ("water_sensor", .leak, "water_leak"),
        ("gas_alarm_1", .smoke, "gas"), ("smoke_alarm_1", .smoke, "smoke"),
        ("carbon_monoxide_alarm_1", .smoke, "carbon_monoxide"),
    ])
    func aZoneAlarmCountsOnWhatIsListedToGiveIt(key: String, kind: DeviceKind, quantity: String) throws {
        let listed = DeviceKind.allCases.filter { $0 != .selfMonitoring }
        var bench = Bench(home("a", listed.map { ($0.rawValue, $0) }))
        for other in listed {
            try bench.send("homes/a/zigbee2mqtt/\(other.rawValue)", #"{"\#(key)":true,"tamper":false}"#)
            #expect(bench.stated == (other == kind ? ["\(quantity)=1", "tamper=0"] : ["tamper=0"]), "\(other)")
            try bench.send("homes/a/zigbee2mqtt/\(other.rawValue)/\(key)", "true")
            #expect(bench.stated == (other == kind ? ["\(quantity)=1"] : ["heartbeat=1"]), "\(other)")
        }
        try bench.send("homes/a/zigbee2mqtt/\(kind.rawValue)", #"{"\#(key)":3,"\#(key.dropLast())2":true}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/zigbee2mqtt/\(kind.rawValue)", #"{"\#(key)":false}"#)
        #expect(bench.stated == ["\(quantity)=0"])
    }

    @Test func aContactIsTrueWhenClosed() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/zigbee2mqtt/door", #"{"contact":true}"#)
        #expect(bench.stated == ["contact_open=0"])
        try bench.send("homes/a/zigbee2mqtt/door", #"{"contact":false}"#)
        #expect(bench.stated == ["contact_open=1"])
    }

    @Test func selfMonitoringIsReadBelowItsFilter() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/vitals/cuff", #"{"systolic":138,"diastolic":84,"heart_rate":0}"#)
        #expect(bench.stated == ["bp_systolic=138", "bp_diastolic=84"])
        #expect(bench.readings.allSatisfy { $0.device == 6 })
    }

    @Test func aLifeSignIsKeptWhenNothingElseIsStated() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/zigbee2mqtt/pir", #"{"sensitivity":"high","occupancy":null}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/zigbee2mqtt/pir", #"{"sensitivity":"high"}"#, retained: true)
        #expect(bench.stated.isEmpty)
        try bench.send("homes/a/zigbee2mqtt/pir", "")
        #expect(bench.stated.isEmpty)
    }

    @Test func whatIsNotReadableIsQuarantinedAndLeavesNothing() throws {
        var bench = Bench(everyKind)
        for payload in [#"{"occupancy":true,"battery":"#, "[1]", "ON", #"{"occupancy":true} x"#] {
            guard case .quarantine(let reason) = try bench.send("homes/a/zigbee2mqtt/pir", payload) else {
                Issue.record("not quarantined: \(payload)")
                continue
            }
            #expect(reason.contains("at byte"))
            #expect(bench.readings.isEmpty)
        }
    }

    @Test func commandsGroupsAndUnlistedDevicesAreNoReadings() throws {
        var bench = Bench(everyKind)
        for topic in [
            "zigbee2mqtt/kettle/set", "zigbee2mqtt/kettle/get", "zigbee2mqtt/kettle/set/state", "zigbee2mqtt/all lamps",
            "zigbee2mqtt/stranger", "zigbee2mqtt/stranger/availability", "zigbee2mqtt/bridge/info",
            "zigbee2mqtt/bridge/request/permit_join",
        ] {
            #expect(try bench.send("homes/a/" + topic, #"{"state":"ON","smoke":true}"#) == .readings)
            #expect(bench.readings.isEmpty, "\(topic)")
        }
    }

    @Test func aTopicOfNoHomeHasNoRouteAndAnUnknownOneOfAHomeIsQuarantined() throws {
        var bench = Bench(everyKind)
        #expect(bench.decoder.route("homes/b/zigbee2mqtt/pir") == nil)
        #expect(bench.decoder.route("zigbee2mqtt/pir") == nil)
        guard case .quarantine = try bench.send("homes/a/something/else", "{}") else {
            Issue.record("an unknown topic must be told")
            return
        }
    }

    @Test func noHomeTakesAnothersTopic() throws {
        var intruder = home("b", [("x", .motion)])
        intruder.devices[0].topic = "homes/a/zigbee2mqtt/pir"
        var bench = Bench(everyKind, intruder)
        #expect(bench.decoder.route("homes/a/zigbee2mqtt/pir")?.home == 0)
        let list = "[" + announced("0x1", "pir") + "]"
        try bench.send("homes/b/zigbee2mqtt/bridge/devices", list)
        #expect(bench.decoder.route("homes/a/zigbee2mqtt/pir")?.home == 0)
    }

    @Test func availabilityIsReadInBothForms() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/zigbee2mqtt/pir/availability", #"{"state":"offline"}"#)
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a/zigbee2mqtt/pir/availability", "online")
        #expect(bench.stated == ["availability=0"])
        #expect(try bench.send("homes/a/zigbee2mqtt/bridge/state", #"{"state":"online"}"#) == .bridge(online: true))
        #expect(try bench.send("homes/a/zigbee2mqtt/bridge/state", "offline") == .bridge(online: false))
        guard case .quarantine = try bench.send("homes/a/zigbee2mqtt/bridge/state", "perhaps") else {
            Issue.record("not quarantined")
            return
        }
    }

    @Test func oneEmergencyIsOneEvent() throws {
        var bench = Bench(everyKind)
        var events: [Double] = []
        for payload in [#"{"action":null}"#, #"{"action":"emergency"}"#, #"{"action":""}"#] {
            try bench.send("homes/a/zigbee2mqtt/kettle", payload)
            events += bench.readings.filter { $0.quantity == .sos }.map(\.value)
        }
        #expect(events == [1])
        try bench.send("homes/a/zigbee2mqtt/kettle", #"{"sos":false}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func anActionRepeatedOnItsOwnTopicCountsOnceButNoCallForHelpIsLost() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/zigbee2mqtt/kettle/action", "single")
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/zigbee2mqtt/kettle/action", "emergency")
        #expect(bench.stated == ["sos=1"])
    }

    @Test func plainValuesOnAttributeTopicsAreRead() throws {
        var bench = Bench(everyKind)
        for (topic, payload, expected) in [
            ("voltage", "3000", "voltage=3"), ("contact", "false", "contact_open=1"), ("state", "ON", "switch=1"),
            ("temperature", "\"21,5\"", "temperature=21.5"),
        ] {
            try bench.send("homes/a/zigbee2mqtt/door/" + topic, payload)
            #expect(bench.stated == [expected])
        }
    }

    @Test func implausibleValuesAreKeptAndFlagged() throws {
        var bench = Bench(everyKind)
        try bench.send("homes/a/zigbee2mqtt/pir", #"{"temperature":327.67,"humidity":40,"battery":200}"#)
        #expect(bench.stated == ["temperature=327.67", "humidity=40", "battery=100"])
        #expect(bench.readings.map { $0.flags.contains(.implausible) } == [true, false, false])
    }

    @Test func aRetainedMessageStaysMarked() throws {
        var bench = Bench(everyKind)
        try bench.send(
            "homes/a/zigbee2mqtt/pir", #"{"occupancy":true,"last_seen":"2026-11-22T11:59:00Z"}"#, retained: true)
        #expect(bench.readings.allSatisfy { $0.flags == [.retained, .sourceTime] })
    }
}
