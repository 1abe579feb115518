import CareModel
import DeviceProfiles
import Testing

@Suite struct BridgeTests {
    private let definition = home("a", [("hall", .motion), ("kitchen", .motion)])
    private let bridge = "homes/a/zigbee2mqtt/bridge/devices"

    private func list(_ devices: String...) -> String { "[" + devices.joined(separator: ",") + "]" }

    private func device(_ bench: inout Bench, _ name: String) -> UInt16? {
        bench.decoder.route("homes/a/zigbee2mqtt/" + name)?.device
    }

    @Test func aRenameOnTheBridgeIsFollowedByAddress() throws {
        var bench = Bench(definition)
        guard case .learned(let first) = try bench.send(bridge, list(announced("0x1", "hall"))) else {
            Issue.record("nothing learned")
            return
        }
        #expect(first.map(\.device?.name) == ["hall"])
        guard case .learned(let renamed) = try bench.send(bridge, list(announced("0x1", "up/hall 2"))) else {
            Issue.record("the rename was not learned")
            return
        }
        #expect(renamed.map(\.device?.topic) == ["homes/a/zigbee2mqtt/up/hall 2"])
        #expect(renamed.map(\.device?.name) == ["hall"])
        #expect(device(&bench, "up/hall 2") == 0)
        try bench.send("homes/a/zigbee2mqtt/up/hall 2", #"{"occupancy":true}"#)
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/zigbee2mqtt/up/hall 2/availability", "offline")
        #expect(bench.stated == ["availability=1"])
    }

    @Test func whatWasLearnedHoldsAfterARestart() throws {
        let exposes = #"[{"type":"numeric","name":"temperature","property":"temperature","unit":"°F","access":1}]"#
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "hall"), announced("0x2", "kitchen")))
        guard
            case .learned(let changed) = try bench.send(
                bridge, list(announced("0x1", "moved", exposes: exposes), announced("0x2", "kitchen")))
        else {
            Issue.record("nothing learned")
            return
        }
        #expect(changed.count == 1)
        let kept = try changed.map { try LearnedFact(bytes: $0.bytes) }
        #expect(kept == changed)
        var again = Bench(definition, learned: kept)
        #expect(device(&again, "moved") == 0)
        try again.send("homes/a/zigbee2mqtt/moved", #"{"temperature":68}"#)
        #expect(again.readings.first.map { abs($0.value - 20) < 1e-9 } == true)
        #expect(
            try again.send(bridge, list(announced("0x1", "moved", exposes: exposes))) == .readings,
            "an announcement without news is none")
    }

    @Test func swappedNamesKeepTheirDevices() throws {
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "hall"), announced("0x2", "kitchen")))
        try bench.send(bridge, list(announced("0x1", "tmp"), announced("0x2", "kitchen")))
        try bench.send(bridge, list(announced("0x1", "tmp"), announced("0x2", "hall")))
        try bench.send(bridge, list(announced("0x1", "kitchen"), announced("0x2", "hall")))
        #expect(device(&bench, "kitchen") == 0)
        #expect(device(&bench, "hall") == 1)
    }

    @Test func aReplacementTakesThePlaceByName() throws {
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "hall")))
        try bench.send(bridge, list(announced("0x1", "hall old")))
        guard
            case .learned(let changed) = try bench.send(
                bridge, list(announced("0x1", "hall old"), announced("0x9", "hall")))
        else {
            Issue.record("nothing learned")
            return
        }
        #expect(changed.map(\.device?.name) == ["hall old", "hall"])
        #expect(device(&bench, "hall") == 0)
        #expect(device(&bench, "hall old") == nil)
    }

    @Test func aDeviceThatLeavesIsSaidToBeGone() throws {
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "hall"), announced("0x2", "kitchen")))
        guard case .learned(let changed) = try bench.send(bridge, list(announced("0x2", "kitchen"))) else {
            Issue.record("nothing learned")
            return
        }
        #expect(changed.map(\.address) == ["0x1"])
        #expect(changed.map(\.device?.isGone) == [true])
    }

    @Test func anEditedHomeFileWinsOverWhatWasLearned() throws {
        var bench = Bench(definition)
        guard
            case .learned(let kept) = try bench.send(
                bridge, list(announced("0x1", "hall"), announced("0x2", "kitchen")))
        else {
            Issue.record("nothing learned")
            return
        }
        var edited = definition
        edited.devices[0].topic = "homes/a/zigbee2mqtt/kitchen"
        edited.devices[1].topic = "homes/a/zigbee2mqtt/hall"
        bench.decoder.bind(home: 0, definition: edited, learned: kept)
        #expect(device(&bench, "kitchen") == 0)
        #expect(device(&bench, "hall") == 1)
    }

    @Test func unlistedDevicesAreReportedAndGiveNoReadings() throws {
        var bench = Bench(definition)
        guard case .learned(let changed) = try bench.send(bridge, list(announced("0x7", "lamp"))) else {
            Issue.record("nothing learned")
            return
        }
        #expect(changed.map(\.device?.name) == ["lamp"])
        #expect(try bench.send("homes/a/zigbee2mqtt/lamp", #"{"state":"ON"}"#) == .readings)
        #expect(bench.readings.isEmpty)
        #expect(bench.decoder.route("homes/a/zigbee2mqtt/lamp")?.device == nil)
    }

    @Test func theDefinitionRefinesTheRules() throws {
        let exposes = """
            [{"type":"numeric","name":"pressure","property":"pressure","unit":"kPa","access":1},
             {"type":"numeric","name":"gas","property":"gas","unit":"m³","access":1},
             {"type":"binary","name":"vibration","property":"vibration","value_on":"ON","value_off":"OFF","access":3},
             {"type":"binary","name":"presence","property":"presence","value_on":"people","value_off":"nobody","access":1},
             {"type":"numeric","name":"device_temperature","property":"device_temperature","unit":"°C","access":1},
             {"type":"lock","features":[{"type":"binary","name":"state","property":"state","value_on":"LOCK",
              "value_off":"UNLOCK","access":7}]},
             {"type":"numeric","name":"battery","property":"battery","unit":"%","access":1}]
            """
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "hall", exposes: exposes)))
        try bench.send(
            "homes/a/zigbee2mqtt/hall",
            #"{"pressure":98.8,"gas":1,"vibration":"ON","presence":"people","temperature":31,"state":"LOCK"}"#)
        #expect(bench.stated == ["pressure=988", "motion=1"])
        try bench.send("homes/a/zigbee2mqtt/hall", #"{"voltage":3000}"#)
        #expect(bench.stated == ["battery_voltage=3"])
    }

    @Test func aDamagedAnnouncementIsQuarantinedAndChangesNothing() throws {
        var bench = Bench(definition)
        try bench.send(bridge, list(announced("0x1", "moved")))
        for payload in ["{}", "[{", "\"x\""] {
            guard case .quarantine = try bench.send(bridge, payload) else {
                Issue.record("not quarantined: \(payload)")
                continue
            }
        }
        #expect(try bench.send(bridge, "") == .readings)
    }

    @Test func damagedBytesOfALearnedDeviceAreAnError() throws {
        var bench = Bench(definition)
        guard case .learned(let changed) = try bench.send(bridge, list(announced("0x1", "hall"))) else {
            Issue.record("nothing learned")
            return
        }
        let bytes = try #require(changed.first).bytes
        for length in 0..<bytes.count {
            #expect(throws: ByteCodingError.self) { try LearnedDevice(bytes: Array(bytes[..<length])) }
        }
    }
}
