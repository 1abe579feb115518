import CareModel
import Testing

@testable import DeviceProfiles

@Suite struct RuuviGatewayTests {
    private var definition: HomeDefinition {
        var definition = home("a", [("bath", .climate)])
        definition.devices[0].address = "BB:00:00:00:00:01"
        return definition
    }

    private let topic = "homes/a/ruuvi/AA:00:00:00:00:01/BB:00:00:00:00:01"

    @Test func theTimeIsThatOfTheAdvertisement() throws {
        var bench = Bench(definition)
        let data = "0201061BFF990405106840740C3A0000000003E8AC36010001BB0000000001"
        try bench.send(topic, #"{"rssi":-60,"ts":1795348790,"gwts":1795348799,"data":"\#(data)"}"#)
        #expect(bench.readings.count == 5)
        #expect(bench.readings.allSatisfy { $0.time == noon.adding(seconds: -10) && $0.flags.contains(.sourceTime) })
        // A gateway without a clock counts from its start.
        try bench.send(topic, #"{"rssi":-60,"ts":125,"data":""}"#)
        #expect(bench.readings.allSatisfy { $0.time == noon && $0.flags.contains(.sourceTimeRejected) })
    }

    @Test(arguments: [
        "", "0", "02", "0201", "020106", "1BFF9904", "0201061BFF990405", "zz", "00", "04FF990405", "FFFF99040512",
        "03FF9904", "0201061BFF990407106840740C3A0000000003E8AC36010001BB0000000001",
    ])
    func whatIsDamagedOrUnknownGivesNothing(_ hex: String) {
        #expect(RuuviAdvertisement(hex: hex) == nil)
    }

    @Test func everyPrefixOfAnAdvertisementIsRefused() {
        let whole = "0201061BFF990405106840740C3A0000000003E8AC36010001BB0000000001"
        #expect(RuuviAdvertisement(hex: whole) != nil)
        for count in 0..<whole.count { #expect(RuuviAdvertisement(hex: String(whole.prefix(count))) == nil) }
        #expect(RuuviAdvertisement(hex: whole + String(repeating: "00", count: 300)) == nil)
    }

    @Test func lightOfADegreeOnAScale() throws {
        let heard = try #require(RuuviAdvertisement(hex: "17FF990406106840740C3A0032028A0505D9FF0100000003"))
        let light = try #require(heard.values.first { $0.key == "luminosity" }?.value)
        #expect(abs(light - 13_026.67) < 0.1)
    }

    @Test(arguments: [
        ("ruuvi/BB:00:00:00:00:01", true), ("x/AA:00:00:00:00:01/BB:00:00:00:00:01", true),
        ("x/AA:00:00:00:00:01/gw_status", true), ("ruuvi/gw_status", true), ("x/y/BB:00:00:00:00:01", false),
        ("x/gw_status", false), ("BB:00:00:00:00:01", false), ("", false), ("ruuvi/BB:00:00:00:00:0Z", false),
        ("ruuvi/", false),
    ])
    func topics(_ topic: String, _ isOwned: Bool) {
        #expect(RuuviGateway().owns(MessageTopic(topic)) == isOwned)
    }
}
