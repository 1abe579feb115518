import CareModel
import DeviceProfiles
import Testing

@Suite("Z-Wave through zwave-js-ui") struct ZWaveJSUITests {
    private var definition: HomeDefinition {
        var definition = home("a", [("hall", .motion), ("porch", .door)])
        definition.devices[0].address = "nodeID_12"
        definition.devices[1].topic = "homes/a/zwave/Porch"
        return definition
    }
    private let info =
        #"{"id":12,"name":"PIR","loc":"Hall","values":{"x":{"commandClass":49,"endpoint":0,"property":"Air temperature","unit":"°F"}}}"#
    private let motion = "homes/a/zwave/Hall/PIR/notification/endpoint_0/Home_Security/Motion_sensor_status"

    private func learned(_ outcome: DecodeOutcome) -> [LearnedFact] {
        guard case .learned(let facts) = outcome else { return [] }
        return facts
    }

    @Test func theNodesNumberIsItsAddressOnceItIsKnown() throws {
        var bench = Bench(definition)
        try bench.send(motion, "8")
        #expect(bench.readings.isEmpty)
        let facts = learned(try bench.send("homes/a/zwave/Hall/PIR/nodeinfo", info, retained: true))
        #expect(facts.count == 1)
        try bench.send(motion, "8")
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/zwave/12/48/0/Motion", "false")
        #expect(bench.stated == ["motion=0"])
        // After a restart.
        var again = Bench(definition, learned: facts)
        try again.send(motion, "0")
        #expect(again.stated == ["motion=0"])
        // The same again teaches nothing new.
        #expect(learned(try again.send("homes/a/zwave/Hall/PIR/nodeinfo", info, retained: true)).isEmpty)
    }

    @Test func aBareValueHasTheUnitThatTheNodeInfoStates() throws {
        var bench = Bench(definition)
        let topic = "homes/a/zwave/Hall/PIR/sensor_multilevel/endpoint_0/Air_temperature"
        try bench.send("homes/a/zwave/Hall/PIR/nodeinfo", info)
        try bench.send(topic, "68")
        #expect(bench.stated == ["temperature=20"])
        try bench.send(topic, #"{"value":20,"unit":"°C","lastUpdate":1795348740000}"#)
        #expect(bench.stated == ["temperature=20"])
        #expect(bench.readings[0].time == noon.adding(minutes: -1))
    }

    @Test func anotherPrefixIsKnownFromTheGateway() throws {
        var bench = Bench(definition)
        guard
            case .bridge(online: true, learned: let facts) = try bench.send(
                "homes/a/radio/_CLIENTS/ZWAVE_GATEWAY-x/status", #"{"value":true}"#), !facts.isEmpty
        else {
            Issue.record("the prefix was not learned")
            return
        }
        try bench.send("homes/a/radio/12/48/0/Motion", #"{"time":1795348800000,"value":true}"#)
        #expect(bench.stated == ["motion=1"])
        var again = Bench(definition, learned: facts)
        try again.send("homes/a/radio/12/113/0/Home_Security/Motion_sensor_status", "0")
        #expect(again.stated == ["motion=0"])
        guard
            case .bridge(online: false, learned: _) = try again.send(
                "homes/a/radio/_CLIENTS/ZWAVE_GATEWAY-x/status", #"{"value":false}"#)
        else {
            Issue.record("the gateway went unnoticed")
            return
        }
    }

    @Test(arguments: [
        ("Asleep", ["availability=0"]), ("Alive", ["availability=0"]), ("Dead", ["availability=1"]), ("Unknown", []),
    ])
    func aSleepingNodeIsThere(_ status: String, _ stated: [String]) throws {
        var bench = Bench(definition)
        let payload = #"{"time":1795348800000,"value":false,"status":"\#(status)","nodeId":4}"#
        try bench.send("homes/a/zwave/Porch/status", payload)
        #expect(bench.stated == stated)
    }

    @Test func lastActiveIsALifeSign() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/zwave/Porch/lastActive", #"{"time":1795348800000,"value":1795348800000}"#)
        #expect(bench.stated == ["heartbeat=1"])
        try bench.send("homes/a/zwave/Porch/lastActive", #"{"value":1795348800000}"#, retained: true)
        #expect(bench.readings.isEmpty)
    }

    @Test(arguments: [
        "Emergency_Alarm/Contact_medical_service": "sos", "Home_Health/Fall_detected": "fall_detected",
    ])
    func anEventWithoutAValueIsTrueWhenItComes(_ property: String, _ quantity: String) throws {
        var bench = Bench(definition)
        let topic = "homes/a/zwave/Porch/notification/endpoint_0/" + property
        for payload in ["null", #"{"time":1795348800000,"value":null}"#, #"{"time":1,"value":{"duration":{}}}"#] {
            try bench.send(topic, payload)
            #expect(bench.stated == [quantity + "=1"], "\(payload)")
        }
        try bench.send(topic, "null", retained: true)
        #expect(bench.readings.allSatisfy { $0.flags.contains(.retained) })
        // A state without a value is unknown.
        try bench.send("homes/a/zwave/Porch/notification/endpoint_0/Smoke_Alarm/Sensor_status", "null")
        #expect(bench.stated == ["heartbeat=1"])
    }
}
