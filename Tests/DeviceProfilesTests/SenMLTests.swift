import CareModel
import DeviceProfiles
import Testing

@Suite("SenML") struct SenMLTests {
    private var definition: HomeDefinition {
        var definition = home("a", [("bed", .bed), ("hall", .motion)])
        definition.devices[0].address = "urn:dev:mac:0024befffe000001"
        definition.devices[1].topic = "homes/a/senml/hall"
        return definition
    }

    private func record(_ text: String) -> String { "[{\"bn\":\"urn:dev:mac:0024befffe000001:\"," + text + "]" }

    @Test func timesAreAddedToTheBaseAndSmallOnesAreRelativeToNow() throws {
        var bench = Bench(definition)
        let base = noon.milliseconds / 1000 - 60
        try bench.send(
            "homes/a/senml/gateway",
            record(#""bt":\#(base),"n":"heart","u":"beat/min","v":70},{"n":"heart","u":"beat/min","t":-30,"v":71}"#))
        #expect(bench.readings.map(\.time) == [noon.adding(minutes: -1), noon.adding(milliseconds: -90_000)])
        try bench.send(
            "homes/a/senml/gateway",
            record(#""bu":"beat/min","n":"heart","t":-10,"v":70},{"n":"heart","v":71},{"n":"heart","bt":-5,"v":72}"#))
        #expect(
            bench.readings.map(\.time)
                == [noon.adding(milliseconds: -10_000), noon, noon.adding(milliseconds: -5000)])
        #expect(bench.readings[1].flags.contains(.sourceTime) == false)
    }

    @Test func eachRecordIsOfTheDeviceThatItsNameTells() throws {
        var bench = Bench(definition)
        try bench.send(
            "homes/a/senml/hall",
            #"[{"n":"urn:dev:mac:0024befffe000001:occupied","vb":true},{"n":"urn:dev:mac:0024befffe000002:occupied","vb":true}]"#
        )
        #expect(bench.stated == ["bed_occupancy=1"])
        try bench.send("homes/a/senml/hall", #"[{"n":"motion","vb":true}]"#)
        #expect(bench.stated == ["motion=1"])
        #expect(bench.readings[0].device == 1)
    }

    @Test func baseValueAndBaseUnitHoldForLaterRecords() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/senml/x", record(#""bv":20,"bu":"Cel","n":"temp","v":1.5},{"n":"air_temp","v":0.5}"#))
        #expect(bench.stated == ["temperature=21.5", "temperature=20.5"])
    }

    @Test(arguments: [
        #"[{"bver":11,"n":"temperature","u":"Cel","v":20}]"#, #"[{"n":"temperature","v":20,"scale_":2}]"#, "[1,2]", "7",
        "[]", "{",
    ])
    func whatMustNotBeReadIsQuarantined(_ payload: String) throws {
        var bench = Bench(definition)
        guard case .quarantine = try bench.send("homes/a/senml/hall", payload) else {
            Issue.record("read \(bench.stated)")
            return
        }
    }

    @Test(arguments: [
        #"[{"n":"temperature","u":"m/s","v":3}]"#, #"[{"n":"picture","vd":"aGkgCg"}]"#,
        #"[{"n":"target_temp","u":"Cel","v":23}]"#, #"[{"n":"temperature","u":"Cel","v":"hot"}]"#,
    ])
    func whatIsNoMeasurementOfTheRoomIsALifeSign(_ payload: String) throws {
        var bench = Bench(definition)
        try bench.send("homes/a/senml/hall", payload)
        #expect(bench.stated == ["heartbeat=1"])
    }
}
