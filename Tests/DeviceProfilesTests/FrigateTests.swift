import CareModel
import Testing

@testable import DeviceProfiles

@Suite struct FrigateTests {
    private func bench() -> Bench {
        var definition = home("a", [("camera", .presence)])
        definition.devices[0].topic = "homes/a/frigate/hall"
        return Bench(definition)
    }

    private func event(_ type: String, _ id: String, camera: String = "hall", _ more: String = "") -> String {
        #"{"type":"\#(type)","after":{"id":"\#(id)","camera":"\#(camera)","label":"person"\#(more)}}"#
    }

    @Test func presenceLastsWhileAnybodyIsSeen() throws {
        var bench = bench()
        func send(_ payload: String) throws -> [String] {
            try bench.send("homes/a/frigate/events", payload)
            return bench.stated
        }
        #expect(try send(event("new", "1")) == ["presence=1"])
        #expect(try send(event("update", "1")) == ["heartbeat=1"])
        #expect(try send(event("new", "2")) == ["heartbeat=1"])
        #expect(try send(event("end", "1")) == ["heartbeat=1"])
        #expect(try send(event("end", "2")) == ["presence=0"])
        #expect(try send(event("update", "3")) == ["presence=1"], "after a start an update is the first that is heard")
        #expect(try send(event("new", "4", camera: "elsewhere")) == [])
    }

    @Test func aCountOfZeroEndsWhatWasLost() throws {
        var bench = bench()
        try bench.send("homes/a/frigate/events", event("new", "1"))
        try bench.send("homes/a/frigate/hall/person", "0")
        #expect(bench.stated == ["presence=0"])
        try bench.send("homes/a/frigate/events", event("new", "2"))
        #expect(bench.stated == ["presence=1"])
        try bench.send("homes/a/frigate/events", event("end", "2"))
        #expect(bench.stated == ["presence=0"])
    }

    @Test func aRetainedEventIsOver() throws {
        var bench = bench()
        try bench.send("homes/a/frigate/events", event("new", "1"), retained: true)
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/frigate/events", event("new", "2"))
        try bench.send("homes/a/frigate/events", event("end", "2"))
        #expect(bench.stated == ["presence=0"])
    }

    @Test func anImageIsNotRead() throws {
        var bench = bench()
        let route = bench.decoder.route("homes/a/frigate/hall/person/snapshot")
        var readings: [Reading] = []
        let outcome = bench.decoder.decode(
            [0xff, 0xd8, 0xff, 0xe0, 0x00], route: try #require(route), retained: true, receivedAt: noon,
            into: &readings)
        #expect(outcome == .readings && readings.isEmpty)
    }

    @Test func theProgramIsNotItsCameras() throws {
        var definition = home("a", [("frigate", .other)])
        definition.devices[0].topic = "homes/a/frigate"
        var bench = Bench(definition)
        try bench.send("homes/a/frigate/available", "online")
        #expect(bench.stated == ["availability=0"])
        try bench.send("homes/a/frigate/hall/person", "1")
        #expect(bench.readings.isEmpty)
    }

    @Test func manyPersonsAndCamerasAreBounded() throws {
        var bench = bench()
        for i in 0..<500 {
            try bench.send("homes/a/frigate/events", event("new", "x\(i)"))
            try bench.send("homes/a/frigate/events", event("new", "1", camera: "c\(i)"))
        }
        try bench.send("homes/a/frigate/hall/person", "0")
        #expect(bench.stated == ["presence=0"])
    }
}
