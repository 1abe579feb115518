import CareModel

/// The retained list in which zigbee2mqtt tells what its devices are and what each of their properties means.
struct BridgeDevices {
    private let chance: Chance

    init(_ chance: Chance) { self.chance = chance }

    /// The payload of `bridge/devices`.
    func json(_ sensors: [Sensor]) -> String {
        var text = #"[{"disabled":false,"friendly_name":"Coordinator","ieee_address":"\#(address(-1))","#
        text += #""interview_completed":true,"network_address":0,"supported":true,"type":"Coordinator"}"#
        for sensor in sensors { text += "," + entry(sensor) }
        return text + "]"
    }

    /// A 64-bit address with a maker's prefix, as `0x00158d0001a2b3c4`.
    private func address(_ index: Int) -> String {
        let low = String(chance.bits(.link, -2, index) & 0xff_ffff_ffff, radix: 16)
        return "0x00158d" + String(repeating: "0", count: 10 - low.count) + low
    }

    private func entry(_ sensor: Sensor) -> String {
        let model = Self.model(sensor)
        var text = #"{"definition":{"description":"\#(model.description)","exposes":["#
        let chip = MessageWriter.tellsChipTemperature(sensor) ? Self.chipReport : []
        text += (model.exposes + (sensor.isMains ? Self.mainsReport : Self.selfReport) + chip).joined(separator: ",")
        text += #"],"model":"\#(model.name)","options":[],"supports_ota":false,"vendor":"\#(model.vendor)"},"#
        text += #""disabled":false,"friendly_name":"\#(sensor.name)","ieee_address":"\#(address(sensor.rawValue))","#
        text += #""interview_completed":true,"manufacturer":"\#(model.vendor)","model_id":"\#(model.name)","#
        text +=
            #""network_address":\#(1000 + sensor.rawValue * 37),"power_source":"\#(sensor.isMains ? "Mains (single phase)" : "Battery")","supported":true,"#
        return text + #""type":"EndDevice"}"#
    }

    private struct Model {
        let name: String
        let vendor: String
        let description: String
        let exposes: [String]
    }

    private static let selfReport = [
        numeric("battery", unit: "%"), numeric("linkquality", unit: "lqi"), numeric("voltage", unit: "mV"),
    ]

    private static let mainsReport = [numeric("linkquality", unit: "lqi"), numeric("voltage", unit: "V")]

    private static let chipReport = [
        numeric("device_temperature", unit: "°C"),
        #"{"access":1,"category":"diagnostic","name":"power_outage_count","property":"power_outage_count","#
            + #""type":"numeric"}"#,
    ]

    private static func model(_ sensor: Sensor) -> Model {
        switch sensor.kind {
        case .motion:
            Model(
                name: "RTCGQ11LM", vendor: "Aqara", description: "Motion sensor",
                exposes: [binary("occupancy", on: true), numeric("illuminance", unit: "lx")])
        case .door:
            Model(
                name: "MCCGQ11LM", vendor: "Aqara", description: "Door and window sensor",
                exposes: [binary("contact", on: false)])
        case .bed:
            Model(
                name: "SIM-BED-1", vendor: "Simulated", description: "Bed occupancy sensor",
                exposes: [binary("occupancy", on: true)])
        case .chair:
            Model(
                name: "SIM-CHAIR-1", vendor: "Simulated", description: "Chair occupancy sensor",
                exposes: [binary("occupancy", on: true)])
        case .power:
            Model(
                name: "SP 120", vendor: "Innr", description: "Smart plug", exposes: [numeric("power", unit: "W")])
        case .button:
            Model(
                name: "TS0215A_sos", vendor: "Tuya", description: "SOS button",
                exposes: [#"{"access":1,"name":"action","property":"action","type":"enum","values":["emergency"]}"#])
        case .smoke:
            Model(
                name: "JTYJ-GD-01LM/BW", vendor: "Xiaomi", description: "Smoke detector",
                exposes: [binary("smoke", on: true)])
        case .leak:
            Model(
                name: "SJCGQ11LM", vendor: "Aqara", description: "Water leak sensor",
                exposes: [binary("water_leak", on: true)])
        default:
            Model(
                name: "WSDCGQ11LM", vendor: "Aqara", description: "Temperature and humidity sensor",
                exposes: [numeric("temperature", unit: "°C"), numeric("humidity", unit: "%")])
        }
    }

    private static func numeric(_ name: String, unit: String) -> String {
        #"{"access":1,"name":"\#(name)","property":"\#(name)","type":"numeric","unit":"\#(unit)"}"#
    }

    private static func binary(_ name: String, on: Bool) -> String {
        #"{"access":1,"name":"\#(name)","property":"\#(name)","type":"binary","value_off":\#(!on),"value_on":\#(on)}"#
    }
}
