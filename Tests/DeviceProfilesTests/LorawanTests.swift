import CareModel
import DeviceProfiles
import Testing

@Suite("LoRaWAN behind ChirpStack and The Things Stack") struct LorawanTests {
    private let up = "homes/a/application/5f1c/device/70b3d57ed0051234/event/up"

    private var definition: HomeDefinition {
        var definition = home("a", [("bed", .bed), ("hall", .motion)])
        definition.devices[0].address = "70-B3-D5-7E-D0-05-12-34"
        definition.devices[1].topic = "homes/a/v3/care@ttn/devices/hall-1"
        return definition
    }

    @Test func theDevEUITellsTheDeviceAndTheServerTheTime() throws {
        var bench = Bench(definition)
        try bench.send(
            up,
            """
            {"time":"2026-11-22T11:58:00.500123456+00:00","deviceInfo":{"devEui":"70b3d57ed0051234"},
            "object":{"occupancy":"occupied","time":"2020-01-01T00:00:00Z"}}
            """)
        #expect(bench.stated == ["bed_occupancy=1"])
        #expect(bench.readings[0].device == 0)
        #expect(bench.readings[0].time == noon.adding(minutes: -2).adding(milliseconds: 500))
        #expect(bench.readings[0].flags.contains(.sourceTime))
    }

    @Test func aListedTopicOfTheThingsStackStandsForItsDevice() throws {
        var bench = Bench(definition)
        try bench.send(
            "homes/a/v3/care@ttn/devices/hall-1/up",
            #"{"end_device_ids":{"dev_eui":"70B3D57ED0057777"},"uplink_message":{"decoded_payload":{"pir":"trigger"}}}"#
        )
        #expect(bench.stated == ["motion=1"])
        #expect(bench.readings[0].device == 1)
    }

    @Test func backfillHasItsOwnTimesAndIsHistory() throws {
        var bench = Bench(definition)
        let stamp = noon.adding(hours: -5).milliseconds / 1000
        try bench.send(
            up,
            """
            {"time":"2026-11-22T12:00:00Z","object":{"battery":90,"history":[
            {"timestamp":\(stamp),"leakage_status":"leak"},{"timestamp":\(stamp + 600),"leakage_status":"normal"},
            {"temperature":20}]}}
            """)
        #expect(bench.stated == ["battery=90", "water_leak=1", "water_leak=0", "temperature=20"])
        #expect(bench.readings.map { $0.flags.contains(.historical) } == [false, true, true, true])
        #expect(bench.readings[1].time == noon.adding(hours: -5))
        #expect(bench.readings[2].time == noon.adding(hours: -5).adding(minutes: 10))
        #expect(bench.readings[3].flags.contains(.sourceTimeRejected))
    }

    @Test(arguments: [
        ("event/log", #"{"level":"ERROR","code":"UPLINK_CODEC","object":{"smoke":true}}"#),
        ("event/txack", #"{"object":{"smoke":true}}"#),
        ("command/down", #"{"object":{"smoke":true},"data":"AA=="}"#),
    ])
    func whatTheServerSaysByItselfIsNoReading(_ end: String, _ payload: String) throws {
        var bench = Bench(definition)
        try bench.send("homes/a/application/5f1c/device/70b3d57ed0051234/" + end, payload)
        #expect(bench.readings.isEmpty)
    }

    @Test func anUplinkWithoutACodecIsALifeSign() throws {
        var bench = Bench(definition)
        try bench.send(up, #"{"data":"AXVkA2cYAQ==","fPort":85}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/application/5f1c/device/70b3d57ed0051234/event/join", #"{"devAddr":"01020304"}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test(arguments: [
        ("3.6", ["battery_voltage=3.6"]), ("88", ["battery=88"]), ("4.2", ["battery_voltage=4.2"]),
        ("0", ["battery=0"]),
        // Percent or volts: unknown.
        ("3", ["heartbeat=1"]), ("255", ["heartbeat=1"]), ("\"77\"", ["battery=77"]),
    ])
    func volts(_ battery: String, _ stated: [String]) throws {
        var bench = Bench(definition)
        try bench.send(up, #"{"object":{"battery":\#(battery)}}"#)
        #expect(bench.stated == stated)
    }

    @Test(arguments: [
        #"{"target_temperature":30,"temperature_alarm":"threshold alarm","mcu_temperature":41,"temperature_max":25}"#,
        #"{"plan_config":[{"temperature":78}],"wifi":[{"rssi":-61}],"fall_detection_settings":{"fall":true}}"#,
        #"{"smoke_sensitivity":1,"last_fall":true,"sos_mode":1,"alarm":true,"event":"alarm"}"#,
        #"{"alarm_type":"fall","alarm_status":"alarm_ignored"}"#, #"{"button":false,"press":null,"button_event":{}}"#,
    ])
    func settingsAndStrangersAreNoReadings(_ object: String) throws {
        var bench = Bench(definition)
        try bench.send(up, #"{"object":\#(object)}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }
}
