import CareModel
import Testing

@testable import DeviceProfiles

@Suite struct EnOceanTests {
    private func bench() -> Bench {
        var definition = home("a", [("hall door", .door)])
        definition.devices[0].topic = "homes/a/enoceanmqtt/hall/door"
        return Bench(definition)
    }

    @Test func theDevicesTimeCountsWhereItIsCloseToReceipt() throws {
        var bench = bench()
        let topic = "homes/a/enoceanmqtt/hall/door"
        try bench.send(topic, #"{"CO":0,"_DATE_":"2026-11-22T11:59:30.250000"}"#)
        #expect(bench.readings[0].flags.contains(.sourceTime) && bench.readings[0].time < noon)
        try bench.send(topic, #"{"CO":0,"_DATE_":"2026-11-22T13:00:00.250000"}"#)
        #expect(bench.readings[0].flags.contains(.sourceTimeRejected) && bench.readings[0].time == noon)
    }

    @Test func oneFieldATopic() throws {
        var bench = bench()
        try bench.send("homes/a/enoceanmqtt/hall/door/CO", "0")
        #expect(bench.stated == ["contact_open=1"] && bench.readings[0].device == 0)
        try bench.send("homes/a/enoceanmqtt/hall/door/PIRS", "1")
        #expect(bench.stated == ["heartbeat=1"], "the profile is not known")
        try bench.send("homes/a/enoceanmqtt/hall/door/req", #"{"CO":0}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test(arguments: [
        "{", "[]", "\u{0}", #"{"WAS":"17x","SMO":[16],"PIRS":{},"EB":true}"#,
        #"{"WAS":1e308,"SMO":-16,"R1":99,"EB":1.5}"#,
        #"{"WAS":null,"_RAW_DATA_":"::::","CO":"nan"}"#, #"{"_RAW_DATA_":7,"OV":{},"CMD":4,"IO":1e99}"#,
    ])
    func brokenTelegrams(_ payload: String) throws {
        var bench = bench()
        try bench.send("homes/a/enoceanmqtt/hall/door", payload)
        #expect(bench.readings.allSatisfy { !($0.quantity.isSafety && $0.value != 0) && $0.quantity != .buttonEvent })
    }
}
