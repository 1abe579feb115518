import CareModel
import Testing

@testable import DeviceProfiles

@Suite("What a device invents: bounded, and to nobody else's harm") struct InventedInputTests {
    private let bridge = "homes/a/zigbee2mqtt/bridge/devices"

    private func numberKeys(_ range: Range<Int>, _ name: String) -> String {
        "{" + range.map { "\"\(name)\($0)\":1" }.joined(separator: ",") + "}"
    }

    @Test(arguments: ["junk_", "temperature_"])
    func keysOfOneHomeLeaveRoomForAnothers(_ name: String) throws {
        var bench = Bench(home("a", [("hall", .climate)]), home("b", [("hall", .climate)]))
        for i in 0..<30 {
            try bench.send("homes/a/zigbee2mqtt/hall", numberKeys(i * 100..<i * 100 + 100, name))
        }
        try bench.send("homes/b/zigbee2mqtt/hall", #"{"temperature":21,"humidity":40,"smoke":false}"#)
        #expect(bench.stated == ["temperature=21", "humidity=40", "smoke=0"])
    }

    @Test func aNetworkIsNoLargerThanANetworkIs() throws {
        var bench = Bench(home("a", [("hall", .motion)]))
        for round in 0..<4 {
            let devices = (0..<600).map { announced("0x\(round)-\($0)", "d\(round)-\($0)") }
            try bench.send(bridge, "[" + devices.joined(separator: ",") + "]")
        }
        #expect(bench.decoder.bridges.allSatisfy { $0.devices.count <= 2 * BridgeDevices.deviceLimit })
        #expect(bench.decoder.unlisted(home: 0).count <= BridgeDevices.deviceLimit)
    }

    @Test(arguments: ["1e300", "-1e300", "0.5", "\"x\"", "null", "[]"])
    func numbersThatAreNone(_ number: String) throws {
        var bench = Bench(home("a", [("hall", .motion)]))
        let exposes =
            #"[{"type":"binary","name":"occupancy","property":"occupancy","access":\#(number),"value_on":\#(number)}]"#
        let outcome = try bench.send(bridge, "[" + announced("0x1", "hall", exposes: exposes) + "]")
        #expect(outcome.learned.count == 1)
    }

    @Test func unlistedDevicesAreAsManyAsARegionHas() throws {
        var bench = Bench(home("a", [("hall", .motion)]))
        for i in 0..<500 {
            try bench.send("homes/a/home/gateway/BTtoMQTT/AABBCC\(100_000 + i)", #"{"tempc":20,"rssi":-60}"#)
        }
        let unlisted = bench.decoder.unlisted(home: 0)
        #expect(unlisted.count == 200)
        #expect(unlisted.allSatisfy { $0.quantities == [.temperature, .rssi] && $0.lastStated.count == 2 })
    }

    @Test func aMessageOfEndlessReadingsIsQuarantined() throws {
        var bench = Bench(home("a", [("hall", .climate)]))
        bench.decoder.bind(home: 0, definition: senML, learned: [])
        let records = (0..<PayloadDecoder.readingLimit + 1).map { #"{"n":"temperature","u":"Cel","v":\#($0 % 30)}"# }
        let outcome = try bench.send("homes/a/senml/hall", "[" + records.joined(separator: ",") + "]")
        guard case .quarantine(let reason) = outcome else {
            Issue.record("\(outcome), \(bench.readings.count) readings")
            return
        }
        #expect(reason.contains("4096") && bench.readings.isEmpty)
    }

    private var senML: HomeDefinition {
        var definition = home("a", [("hall", .climate)])
        definition.devices[0].topic = "homes/a/senml/hall"
        return definition
    }

    @Test func announcementsAreKeptUpToASize() {
        var kept = KeptAnnouncements()
        var taken = 0
        for i in 0..<1000 where kept.take("t\(i)", digest: i, bytes: 64 << 10) { taken += 1 }
        #expect(taken == 256 && kept.bytes == LearnedMessage.totalLimitBytes)
        let isSame = kept.take("t1", digest: 1, bytes: 64 << 10)
        let isGrown = kept.take("t1", digest: 2, bytes: 65 << 10)
        let isShrunk = kept.take("t1", digest: 2, bytes: 0)
        let hasRoom = kept.take("t999", digest: 999, bytes: 64 << 10)
        #expect(!isSame && !isGrown && isShrunk && hasRoom)
    }
}
