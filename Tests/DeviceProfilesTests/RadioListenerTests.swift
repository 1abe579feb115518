import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Theengs, rtl_433, ESPresense") struct RadioListenerTests {
    private func bench(_ devices: (name: String, kind: DeviceKind, topic: String, address: String)...) -> Bench {
        var definition = home("a", devices.map { ($0.name, $0.kind) })
        for (i, device) in devices.enumerated() {
            if !device.topic.isEmpty { definition.devices[i].topic = "homes/a/" + device.topic }
            definition.devices[i].address = device.address
        }
        return Bench(definition)
    }

    @Test func aTagIsOneDeviceWhicheverGatewayHearsIt() throws {
        var bench = bench(("door", .door, "", "A1:B2:C3:00:00:01"))
        for gateway in ["up", "down"] {
            try bench.send(
                "homes/a/home/\(gateway)/BTtoMQTT/A1B2C3000001",
                #"{"id":"A1:B2:C3:00:00:01","type":"CTMO","open":true}"#)
            #expect(bench.stated == ["contact_open=1"])
        }
        try bench.send("homes/a/home/home_presence/up", #"{"id":"a1:b2:c3:00:00:01","rssi":-60}"#)
        #expect(bench.stated == ["rssi=-60"])
        try bench.send("homes/a/home/up/BTtoMQTT/A1B2C3000002", #"{"type":"CTMO","open":true}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test func aBlindsMotorIsNobody() throws {
        var bench = bench(("blind", .other, "home/up/BTtoMQTT/A1B2C3000007", ""))
        try bench.send("homes/a/home/up/BTtoMQTT/A1B2C3000007", #"{"type":"WCVR","open":1,"motion":true}"#)
        #expect(bench.stated == ["motion=1"])
        #expect(bench.readings.allSatisfy { $0.flags.contains(.implausible) })
    }

    @Test func aRadioCodeIsItsSendersSignal() throws {
        var bench = bench(("bell", .button, "", "1234567"))
        try bench.send("homes/a/home/up/433toMQTT", #"{"value":1234567,"protocol":1}"#)
        #expect(bench.readings.map(\.quantity) == [.buttonEvent])
        try bench.send("homes/a/home/up/433toMQTT", #"{"value":1234568,"protocol":1}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test func theGatewaysLastWillIsTheBridges() throws {
        var bench = bench(("up", .other, "home/up", ""))
        #expect(try bench.send("homes/a/home/up/LWT", "offline", retained: true) == .bridge(online: false))
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a/home/up/SYStoMQTT", #"{"uptime":10,"tempc":60}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func eventsOfAllDevicesComeOnOneTopic() throws {
        var bench = bench(("hall", .climate, "", "Acme-TH/2/7"), ("cellar", .climate, "", "Acme-TH/3/7"))
        let event = #"{"time":"2026-11-22 12:00:30","model":"Acme-TH","id":7,"channel":3,"temperature_C":9}"#
        try bench.send("homes/a/rtl_433/attic/events", event)
        #expect(bench.readings.map(\.device) == [1])
        #expect(bench.readings.first?.time == noon.adding(seconds: 30), "local time that is near counts")
        try bench.send("homes/a/rtl_433/attic/devices/Acme-TH/2/7/temperature_C", "19")
        #expect(bench.readings.map(\.device) == [0])
        // A neighbour's, and a false decode of one's own.
        try bench.send("homes/a/rtl_433/attic/events", #"{"model":"Acme-TH","id":8,"channel":3,"temperature_C":9}"#)
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/rtl_433/attic/events", #"{"model":"Other-TH","id":7,"channel":3,"detect_wet":1}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test func localTimeOfAnotherZoneIsNotBelieved() throws {
        var bench = bench(("hall", .climate, "", "Acme-TH/7"))
        let event = #"{"time":"2026-11-22 14:00:00","model":"Acme-TH","id":7,"temperature_C":9}"#
        try bench.send("homes/a/rtl_433/attic/events", event)
        #expect(bench.readings.first?.time == noon)
        #expect(bench.readings.first?.flags.contains(.sourceTimeRejected) == true)
        let zoned = #"{"time":"2026-11-22T13:00:00+01:00","model":"Acme-TH","id":7,"temperature_C":9}"#
        try bench.send("homes/a/rtl_433/attic/events", zoned)
        #expect(bench.readings.first?.flags.contains(.sourceTime) == true)
    }

    @Test func aGatewayIsNotWhatItHears() throws {
        var bench = bench(("hall", .motion, "home/hall", ""), ("receiver", .other, "rtl_433/attic", ""))
        try bench.send("homes/a/home/hall/HCSR501toMQTT", #"{"presence":true}"#)
        #expect(bench.stated == ["motion=1"])
        try bench.send("homes/a/home/hall/BTtoMQTT/A1B2C3000009", #"{"type":"CTMO","motion":true}"#)
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/rtl_433/attic/devices/Acme-Leak/5/detect_wet", "1")
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/rtl_433/attic/availability", "online")
        #expect(bench.stated == ["availability=0"])
    }

    @Test func aRoomIsAPartOfATag() throws {
        var bench = bench(("keys", .other, "espresense/devices/tag:keys", ""))
        try bench.send("homes/a/espresense/devices/tag:keys/kitchen", #"{"distance":1.5}"#)
        let kitchen = bench.readings.first?.channel
        try bench.send("homes/a/espresense/devices/tag:keys/hall", #"{"distance":4}"#)
        #expect(bench.readings.map(\.quantity) == [.roomDistance])
        #expect(bench.readings.first?.channel != kitchen)
    }

    @Test func aNodeOfTheSameNameIsAnotherDevice() throws {
        var bench = bench(("kitchen", .motion, "", ""))
        try bench.send("homes/a/espresense/rooms/kitchen/motion", "ON")
        #expect(bench.readings.isEmpty, "the home's file lists the sensor of that name at the bridge")
    }
}
