import CareModel
import Foundation
import Testing

@testable import Simulator

struct FormTests {
    private let home = SimulatedLife.home(days: 2)

    @Test func linesAreWhatTheBrokersToolPrints() throws {
        for message in home.messages {
            let parsed = try JSONSerialization.jsonObject(with: Data(message.line.utf8))
            let object = try #require(parsed as? [String: Any])
            let time = try #require(object["tst"] as? String)
            #expect(Timestamp(iso8601: time) == message.at)
            #expect(object["topic"] as? String == message.topic)
            #expect(object["payload"] as? String == message.payload)
            #expect(object["payloadlen"] as? Int == message.payload.utf8.count)
            #expect(object["retain"] as? Int == (message.retained ? 1 : 0))
            #expect(
                try JSONSerialization.jsonObject(with: Data(message.payload.utf8)) is [Any]
                    || message.payload.hasPrefix("{"))
        }
    }

    @Test func lineIsExact() {
        let message = SimulatedMessage(
            at: Timestamp(milliseconds: 1_767_225_600_250), topic: "homes/a/b", payload: "{\"a\":\"\\\u{1}\"}",
            retained: true)
        #expect(
            message.line
                == #"{"tst":"2026-01-01T00:00:00.250000Z+0000","topic":"homes/a/b","qos":1,"retain":1,"payloadlen":10,"#
                + #""payload":"{\"a\":\"\\\u0001\"}"}"#)
    }

    @Test func bridgeListsEveryDeviceWithItsMeaning() throws {
        let opening = home.messages.prefix(14)
        #expect(opening.allSatisfy { $0.retained })
        let list = try #require(opening.first { $0.topic == "homes/home001/zigbee2mqtt/bridge/devices" })
        let parsed = try JSONSerialization.jsonObject(with: Data(list.payload.utf8))
        let devices = try #require(parsed as? [[String: Any]])
        #expect(devices.count == 13)
        let addresses = Set(devices.compactMap { $0["ieee_address"] as? String })
        #expect(addresses.count == 13 && addresses.allSatisfy { $0.count == 18 && $0.hasPrefix("0x") })
        for device in devices.dropFirst() {
            let name = try #require(device["friendly_name"] as? String)
            let definition = try #require(device["definition"] as? [String: Any])
            let exposes = try #require(definition["exposes"] as? [[String: Any]])
            let known = Set(exposes.compactMap { $0["property"] as? String })
            let sample = try #require(home.messages(from: name).first)
            let payload = try #require(
                try JSONSerialization.jsonObject(with: Data(sample.payload.utf8)) as? [String: Any])
            #expect(Set(payload.keys).isSubset(of: known), "\(name)")
        }
    }

    @Test func definitionAndListAgree() {
        let rows = home.devicesCSV.split(separator: "\n").dropFirst()
        #expect(rows.count == home.definition.devices.count)
        for (row, device) in zip(rows, home.definition.devices) {
            #expect(row == "\(device.name),\(device.kind.rawValue),\(device.room),\(device.placement.rawValue)")
        }
        #expect(home.definition.devices.enumerated().allSatisfy { $0.offset == Int($0.element.number) })
        #expect(home.definition.devices.last?.topic == "homes/home001/vitals/#")
    }

    @Test func leftOutDevicesAreNowhere() {
        let home = SimulatedLife.home(days: 3, plan: Plan(leftOut: ["bed", "vitals"]))
        #expect(home.definition.devices.count == 11)
        #expect(!home.messages.contains { $0.topic.contains("/vitals/") || $0.topic.hasSuffix("/bed") })
        #expect(!home.messages.contains { $0.payload.contains("\"friendly_name\":\"bed\"") })
    }

    @Test func logIsItsLines() {
        let lines = String(decoding: home.log, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines == home.messages.map(\.line))
    }

    @Test func demonstrationHasItsPlan() {
        let demo = Simulation.demoHome(start: SimulatedLife.start)
        #expect(demo.definition.id == "demo")
        #expect(demo.messages.allSatisfy { $0.topic.hasPrefix("homes/demo/") })
        #expect(demo.rows("uti_like").count == 1 && demo.rows("sos").count == 1)
        #expect(demo.rows("dead_sensor:fridge-door").count == 1)
    }
}
