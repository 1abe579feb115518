import CareModel
import Settings
import Testing

@testable import DeviceProfiles

@Suite("A convention that is data only") struct ConventionTests {
    private static let text = """
        convention: acme
        topics:
          - {topic: "acme/{device}/state", values: data}
          - {topic: "acme/{device}/available", availability: true}
          - {topic: "acme/{device}/values/{property}"}
          - {topic: "acme/gateway", device: who.id, shared: true}
          - {topic: "acme/log/#", ignored: true}
        properties:
          temp: {quantity: temperature, unit: °F}
          seen: {quantity: occupancy}
          when: {reads: time}
          who: {reads: nothing}
          availability: {quantity: availability}
        """

    private func profiles() throws -> DeviceProfiles {
        let shipped = shippedProfiles()
        let (read, diagnostics) = DeviceProfiles.read(texts: [("acme.yaml", Self.text)])
        try #require(diagnostics.allSatisfy { $0.message.contains("no profile of the convention") })
        var both = shipped
        both.others += read.others
        return both
    }

    private var definition: HomeDefinition {
        var definition = home("a", [("porch", .motion), ("bed", .bed), ("door", .door)])
        definition.devices[0].topic = "homes/a/acme/77"
        definition.devices[1].address = "AA:01"
        return definition
    }

    private func bench() throws -> Bench { try Bench(definition, profiles: profiles()) }

    @Test func theTopicTellsTheDeviceAndTheKindWhatItsOccupancyMeans() throws {
        var bench = try bench()
        try bench.send("homes/a/acme/77/state", #"{"data":{"temp":68,"seen":true,"when":"2026-11-22T11:59:00Z"}}"#)
        #expect(bench.stated == ["temperature=20", "motion=1"])
        #expect(bench.readings.allSatisfy { $0.device == 0 && $0.time == noon.adding(minutes: -1) })
        try bench.send("homes/a/acme/77/values/temp", "50")
        #expect(bench.stated == ["temperature=10"])
        try bench.send("homes/a/acme/77/available", "offline")
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a/acme/77/state", #"{"data":{}}"#)
        #expect(bench.stated == ["heartbeat=1"])
    }

    @Test func onASharedTopicOnlyTheAddressTells() throws {
        var bench = try bench()
        try bench.send("homes/a/acme/gateway", #"{"who":{"id":"aa01"},"seen":true}"#)
        #expect(bench.stated == ["bed_occupancy=1"])
        try bench.send("homes/a/acme/gateway", #"{"who":{"id":"neighbour"},"seen":true}"#)
        #expect(bench.readings.isEmpty)
    }

    @Test func whatIsOfNoDeviceOfTheHomeGivesNothing() throws {
        var bench = try bench()
        try bench.send("homes/a/acme/78/state", #"{"data":{"seen":true}}"#)
        #expect(bench.readings.isEmpty)
        try bench.send("homes/a/acme/log/any/thing", "{")
        #expect(bench.readings.isEmpty)
        guard case .quarantine = try bench.send("homes/a/acme/77/state", "[1,2") else {
            Issue.record("not quarantined")
            return
        }
    }

    @Test(arguments: [
        ("acme/{device...}/x", "acme/a/b/x", "a/b"), ("acme/{device...}/{property}", "acme/a/b/c", "a/b"),
        ("acme/+/{device}", "acme/x/y", "y"), ("acme/{device}", "acme/x/y", nil), ("acme/{device}", "acme", nil),
        ("acme/{device...}/x", "acme/x", nil), ("acme/#", "acme/x/y/z", ""), ("+/{device}", "/x", nil),
    ])
    func patterns(_ pattern: String, _ topic: String, _ device: String?) {
        let form = TopicForm(levels: pattern.split(separator: "/").compactMap { TopicForm.Level(String($0)) })
        #expect(form.match(MessageTopic(topic))?.device.joined(separator: "/") == device)
    }
}
