import CareModel
import Foundation

/// The devices of one home as they were set up, and their topics.
struct Installation: Sendable {
    let id: String
    let sensors: [Sensor]
    let hasVitals: Bool
    let layout: Layout
    let hasHeartbeats: Bool

    init(id: String, plan: Plan) {
        self.id = id
        sensors = plan.sensors
        (layout, hasHeartbeats) = (plan.layout, plan.hasHeartbeats)
        hasVitals = !plan.leftOut.contains(Sensor.vitalsName)
    }

    var baseTopic: String { "homes/\(id)" }
    var bridgeTopic: String { "\(baseTopic)/zigbee2mqtt" }

    func definition(timeZone: TimeZone) -> HomeDefinition {
        var devices: [Device] = []
        for sensor in sensors {
            devices.append(
                Device(
                    number: UInt16(devices.count), name: sensor.name, kind: sensor.kind, room: sensor.room(in: layout),
                    placement: sensor.placement, topic: "\(bridgeTopic)/\(sensor.name)"))
        }
        if hasVitals {
            devices.append(
                Device(
                    number: UInt16(devices.count), name: Sensor.vitalsName, kind: .selfMonitoring, room: "",
                    placement: .none, topic: "\(baseTopic)/vitals/#"))
        }
        return HomeDefinition(id: id, resident: id, timeZone: timeZone, baseTopic: baseTopic, devices: devices)
    }

    /// `device,kind,room,placement`.
    var devicesCSV: String {
        var text = "device,kind,room,placement\n"
        for sensor in sensors {
            text += "\(sensor.name),\(sensor.kind.rawValue),\(sensor.room(in: layout)),\(sensor.placement.rawValue)\n"
        }
        if hasVitals { text += "\(Sensor.vitalsName),\(DeviceKind.selfMonitoring.rawValue),,\n" }
        return text
    }
}
