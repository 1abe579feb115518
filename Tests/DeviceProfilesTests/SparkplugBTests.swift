import CareModel
import SwiftProtobuf
import Testing

@testable import DeviceProfiles

@Suite("Sparkplug B") struct SparkplugBTests {
    private typealias Metric = SparkplugPayload.Metric
    private let node = "homes/a/spBv1.0/care/N%/edge"
    private let device = "homes/a/spBv1.0/care/D%/edge/bed"

    private var definition: HomeDefinition {
        var definition = home("a", [("bed", .bed), ("gateway", .other)])
        definition.devices[0].address = "edge/bed"
        definition.devices[1].address = "edge"
        return definition
    }

    private func metric(
        _ name: String?, _ alias: UInt64? = nil, unit: String = "", datatype: UInt32? = nil,
        _ set: (inout Metric) -> Void
    ) -> Metric {
        var metric = Metric()
        (metric.name, metric.alias, metric.datatype) = (name, alias, datatype)
        if !unit.isEmpty {
            var value = SparkplugPayload.Property()
            value.value.text = unit
            metric.properties.keys = ["engUnit"]
            metric.properties.values = [value]
        }
        set(&metric)
        return metric
    }

    @discardableResult
    private func send(_ bench: inout Bench, _ topic: String, _ metrics: Metric..., at stamp: Timestamp = noon) throws
        -> DecodeOutcome
    {
        var payload = SparkplugPayload()
        payload.timestamp = UInt64(stamp.milliseconds)
        payload.metrics = metrics
        return try send(&bench, topic, bytes: payload.serializedBytes())
    }

    private func send(_ bench: inout Bench, _ topic: String, bytes: [UInt8]) throws -> DecodeOutcome {
        bench.readings = []
        let found = bench.decoder.route(topic)
        let route = try #require(found)
        return bench.decoder.decode(bytes, route: route, retained: false, receivedAt: noon, into: &bench.readings)
    }

    private func birth(_ bench: inout Bench) throws -> DecodeOutcome {
        try send(
            &bench, device.replacing("%", with: "BIRTH"),
            metric("Room/Temperature", 1, unit: "degF") { $0.value.float = 68 },
            metric("Bed/Occupied", 2) { $0.value.truth = true },
            metric("Vitals/HeartRate", 3, datatype: 1) { $0.value.int = 66 },
            metric("Call/SOS", 4) { $0.value.truth = true },
            metric("Outdoor/Temperature", 5, unit: "degC", datatype: 3) { $0.value.int = 0xffff_fff6 })
    }

    @Test func aBirthNamesWhatDataCallsByAlias() throws {
        var bench = Bench(definition)
        guard case .learned(let facts) = try birth(&bench) else {
            Issue.record("nothing learned")
            return
        }
        // A call for help in a birth is what was, not what happens.
        #expect(
            bench.stated
                == ["availability=0", "temperature=20", "bed_occupancy=1", "heart_rate=66", "temperature=-10"])
        var again = Bench(definition, learned: facts)
        for i in 0..<2 {
            var now = i == 0 ? bench : again
            try send(
                &now, device.replacing("%", with: "DATA"), metric(nil, 1) { $0.value.float = 50 },
                metric(nil, 4) { $0.value.truth = true }, metric(nil, 9) { $0.value.truth = true })
            #expect(now.stated == ["temperature=10", "sos=1"])
        }
        try send(&again, device.replacing("%", with: "DATA"), metric(nil, 2) { $0.isNull = true })
        #expect(again.stated == ["heartbeat=1"])
    }

    @Test func dataWithoutABirthIsALifeSign() throws {
        var bench = Bench(definition)
        try send(&bench, device.replacing("%", with: "DATA"), metric(nil, 1) { $0.value.float = 50 })
        #expect(bench.stated == ["heartbeat=1"])
        try send(&bench, device.replacing("%", with: "DATA"), metric("Bed/Occupied") { $0.value.truth = false })
        #expect(bench.stated == ["bed_occupancy=0"])
    }

    @Test func eachMetricHasItsTimeAndMayBeHistory() throws {
        var bench = Bench(definition)
        let early = UInt64(noon.adding(hours: -2).milliseconds)
        try send(
            &bench, device.replacing("%", with: "DATA"), metric("Bed/Occupied") { $0.value.truth = true },
            metric("Bed/Occupied") {
                $0.value.truth = false
                $0.timestamp = early
                $0.isHistorical = true
            }, at: noon.adding(minutes: -1))
        #expect(bench.readings.map(\.time) == [noon.adding(minutes: -1), noon.adding(hours: -2)])
        #expect(bench.readings.map { $0.flags.contains(.historical) } == [false, true])
    }

    @Test func theWillOfAnEarlierSessionIsStale() throws {
        var bench = Bench(definition)
        func session(_ number: UInt64) -> Metric { metric("bdSeq") { $0.value.long = number } }
        try send(&bench, node.replacing("%", with: "BIRTH"), session(7))
        _ = try birth(&bench)
        try send(&bench, node.replacing("%", with: "DEATH"), session(6))
        #expect(bench.readings.isEmpty)
        // The will was written when the node connected.
        try send(&bench, node.replacing("%", with: "DEATH"), session(7), at: noon.adding(hours: -9))
        #expect(bench.stated == ["availability=1", "availability=1"])
        #expect(Set(bench.readings.map(\.device)) == [0, 1])
        #expect(bench.readings.allSatisfy { $0.time == noon })
    }

    @Test func aBadOrStaleValueIsNone() throws {
        var bench = Bench(definition)
        for (quality, stated) in [(192, "bed_occupancy=1"), (0, "heartbeat=1"), (500, "heartbeat=1")] {
            var property = SparkplugPayload.Property()
            property.value.int = UInt32(quality)
            try send(
                &bench, device.replacing("%", with: "DATA"),
                metric("Bed/Occupied") {
                    $0.value.truth = true
                    $0.properties.keys = ["Quality"]
                    $0.properties.values = [property]
                })
            #expect(bench.stated == [stated])
        }
    }

    @Test func everyTruncationIsReadOrQuarantined() throws {
        var payload = SparkplugPayload()
        payload.timestamp = 1
        payload.metrics = [metric("Smoke", 1, unit: "x") { $0.value.text = "no" }]
        let bytes: [UInt8] = try payload.serializedBytes()
        for end in bytes.indices {
            var bench = Bench(definition)
            _ = try send(&bench, device.replacing("%", with: "DATA"), bytes: Array(bytes[..<end]))
            #expect(bench.readings.allSatisfy { $0.value == 0 || $0.quantity == .heartbeat })
        }
    }
}
