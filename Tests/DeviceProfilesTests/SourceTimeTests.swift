import CareModel
import DeviceProfiles
import Testing

/// `noon` is 2026-11-22T12:00:00Z.
@Suite struct SourceTimeTests {
    @Test(arguments: [
        ("\"2026-11-22T12:59:30+01:00\"", -30), ("1795348770000", -30), ("1795348770", -30),
        ("\"1795348770\"", -30), ("\"2026-11-22T12:04:00Z\"", 240), ("\"2026-10-24T12:00:00Z\"", -29 * 86_400),
        ("\"2026-11-22 12:00:10\"", 10),
    ])
    func aCredibleTimeIsUsed(stated: String, secondsAfterNoon: Int64) throws {
        var bench = Bench(home("a", [("pir", .motion)]))
        try bench.send("homes/a/zigbee2mqtt/pir", #"{"last_seen":\#(stated),"occupancy":true}"#)
        let reading = try #require(bench.readings.first)
        #expect(reading.time == noon.adding(seconds: secondsAfterNoon))
        #expect(reading.flags == .sourceTime)
    }

    @Test(arguments: [
        "\"1970-01-01T00:00:12Z\"", "12", "\"2026-11-22T12:06:00Z\"", "\"2026-10-20T12:00:00Z\"",
        "\"2026-11-22T13:00:00\"", "\"yesterday\"", "-5",
    ])
    func anIncredibleTimeIsRefusedAndSaid(stated: String) throws {
        var bench = Bench(home("a", [("pir", .motion)]))
        try bench.send("homes/a/zigbee2mqtt/pir", #"{"occupancy":true,"last_seen":\#(stated)}"#)
        let reading = try #require(bench.readings.first)
        #expect(reading.time == noon)
        #expect(reading.flags == .sourceTimeRejected)
    }

    @Test func noTimeIsNoRefusal() throws {
        var bench = Bench(home("a", [("pir", .motion)]))
        for stated in ["null", "\"\"", "\"unknown\""] {
            try bench.send("homes/a/zigbee2mqtt/pir", #"{"occupancy":true,"last_seen":\#(stated)}"#)
            #expect(bench.readings.first?.flags == [])
        }
    }

    @Test func historyIsMarked() throws {
        var bench = Bench(home("a", [("vitals", .selfMonitoring)]))
        try bench.send("homes/a/vitals/x", #"{"weight":70,"historical":true,"ts":1795262400}"#)
        #expect(bench.readings.first?.flags == [.historical, .sourceTime])
        #expect(bench.readings.first?.time == noon.adding(hours: -24))
    }
}
