import CareModel
import DeviceProfiles
import Testing

@Suite("Homie") struct HomieTests {
    private var definition: HomeDefinition {
        var definition = home("a", [("porch", .door), ("bed", .bed)])
        definition.devices[0].address = "porch"
        definition.devices[1].topic = "homes/a/homie/5/bed-1"
        return definition
    }

    private func described(_ nodes: String) -> String { #"{"homie":"5.0","version":1,"nodes":\#(nodes)}"# }

    @Test func theFormatSaysWhatTrueIs() throws {
        var bench = Bench(definition)
        let topic = "homes/a/homie/5/porch/door/contact"
        try bench.send(topic, "true")
        #expect(bench.stated == ["contact_open=0"])
        try bench.send(
            "homes/a/homie/5/porch/$description",
            described(#"{"door":{"properties":{"contact":{"datatype":"boolean","format":"closed,open"}}}}"#))
        try bench.send(topic, "true")
        #expect(bench.stated == ["contact_open=1"])
        try bench.send(topic, "open")
        #expect(bench.stated == ["contact_open=1"])
    }

    @Test func attributesHoldAfterARestartWhateverTheirOrder() throws {
        let attributes = [
            ("temp/$unit", "°F"), ("temp/$datatype", "float"), ("temp/$settable", "false"), ("goal/$settable", "true"),
        ]
        var bench = Bench(definition)
        var facts: [LearnedFact] = []
        for (end, text) in attributes {
            guard case .learned(let fact) = try bench.send("homes/a/house/porch/climate/" + end, text, retained: true)
            else { continue }
            facts += fact
        }
        #expect(facts.count == attributes.count)
        for facts in [facts, facts.reversed()] {
            var again = Bench(definition, learned: facts)
            try again.send("homes/a/house/porch/climate/temp", "68")
            #expect(again.stated == ["temperature=20"])
            try again.send("homes/a/house/porch/climate/goal", "68")
            #expect(again.stated == ["heartbeat=1"])
            try again.send("homes/a/house/porch/climate/temp/set", "68")
            #expect(again.readings.isEmpty)
        }
    }

    @Test func anEmptyDescriptionTakesTheDeviceBack() throws {
        var bench = Bench(definition)
        let topic = "homes/a/homie/5/bed-1/$description"
        let text = described(#"{"env":{"properties":{"temperature":{"datatype":"float","unit":"K"}}}}"#)
        guard case .learned(let first) = try bench.send(topic, text),
            case .learned(let last) = try bench.send(topic, "")
        else {
            Issue.record("nothing learned")
            return
        }
        var again = Bench(definition, learned: first)
        try again.send("homes/a/homie/5/bed-1/env/temperature", "293.15")
        #expect(again.stated == ["temperature=20"])
        again = Bench(definition, learned: last)
        try again.send("homes/a/homie/5/bed-1/env/temperature", "20")
        #expect(again.stated == ["temperature=20"])
    }

    @Test func theKindDecidesWhatIsOccupied() throws {
        var bench = Bench(definition)
        try bench.send("homes/a/homie/5/bed-1/mat/occupied", "true")
        #expect(bench.stated == ["bed_occupancy=1"])
        try bench.send("homes/a/homie/5/bed-1/$state", "lost")
        #expect(bench.stated == ["availability=1"])
        try bench.send("homes/a/homie/5/bed-1/$state", "init")
        #expect(bench.readings.isEmpty)
    }

    @Test func anEntityIsDeclaredForWhatIsRead() {
        var core = DecodeCommandCore(profiles: shippedProfiles())
        let nodes =
            #"{\"env\":{\"properties\":{\"temperature\":{\"unit\":\"°C\"},\"colour\":{},\"co2\":{\"settable\":true}}}}"#
        let line = #"{"topic":"homie/5/porch/$description","payload":"{\"nodes\":\#(nodes)}"}"#
        let out = core.decode(line: Array(line.utf8), number: 1)
        #expect(out.count == 1)
        #expect(out.first?.contains(#""state_topic":"homie/5/porch/env/temperature""#) == true)
    }
}
