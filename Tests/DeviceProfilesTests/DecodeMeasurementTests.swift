import Foundation
import Testing

@testable import DeviceProfiles

@Suite struct DecodeMeasurementTests {
    /// The shipped examples of a convention as recorded messages.
    private func examples(_ convention: String) throws -> [RecordedMessage] {
        try shippedProfiles().exampleLines().filter { $0.contains(#""convention":"\#(convention)""#) }.map {
            try RecordedMessage(line: Array($0.utf8))
        }
    }

    @Test(arguments: ["zigbee2mqtt", "self_monitoring", "tasmota", "theengs", "shelly", "lorawan"])
    func theDevicesOfTheMessagesAreListed(_ convention: String) throws {
        let messages = try examples(convention)
        var measurement = DecodeMeasurement(profiles: shippedProfiles(), messages: messages)
        #expect(measurement.count == messages.count)
        let stated = (0..<measurement.count).filter { measurement.decode($0) > 0 }
        #expect(stated.count * 2 > messages.count, "\(stated)")
    }

    @Test func aCostIsTheTimeOfABatchOverItsDecodings() throws {
        var measurement = DecodeMeasurement(profiles: shippedProfiles(), messages: try examples("zigbee2mqtt"))
        var now: UInt64 = 0
        // Each look at the clock is 25 us after the last: one decoding makes a batch of 25 us.
        let cost = measurement.cost(of: 0) {
            now += 25_000
            return now
        }
        #expect(cost == 25_000)
    }
}
