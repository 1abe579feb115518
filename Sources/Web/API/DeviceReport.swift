package import CareModel

/// The devices of a home as the API tells them: those of its file with their state, and those that have no place yet.
package struct DeviceReport: Codable, Sendable {
    package struct Listed: Codable, Sendable {
        package var device: String
        package var kind: String
        package var room: String
        /// alive, silent, offline or unheard.
        package var state: String
        package var lastHeard: Timestamp?
        package var silenceLimitMinutes: Int
        package var batteryPercent: Double?
        package var batteryDaysLeft: Int?
    }

    package struct Unlisted: Codable, Sendable {
        package var address: String
        package var convention: String
        package var topic: String
        package var model: String
        package var quantities: [String]
        package var lastHeard: Timestamp?
    }

    package var home: String
    /// The clock by which the states were judged.
    package var at: Timestamp
    package var devices: [Listed]
    package var unlisted: [Unlisted]

    package init(_ status: HomeStatus, _ unlisted: [UnlistedDevice]) {
        home = status.home
        at = status.at
        devices = status.devices.map {
            Listed(
                device: $0.device.name, kind: $0.device.kind.rawValue, room: $0.device.room, state: $0.life.rawValue,
                lastHeard: $0.lastHeard, silenceLimitMinutes: $0.silenceLimitMinutes,
                batteryPercent: $0.batteryPercent, batteryDaysLeft: $0.batteryDaysLeft)
        }
        self.unlisted = unlisted.map {
            Unlisted(
                address: $0.address, convention: $0.convention, topic: $0.topic, model: $0.model,
                quantities: $0.quantities.map(\.name).sorted(), lastHeard: $0.lastHeard)
        }
    }

    private enum CodingKeys: String, CodingKey { case home, at, devices, unlisted }
}

extension DeviceReport.Listed {
    private enum CodingKeys: String, CodingKey {
        case device, kind, room, state
        case lastHeard = "last_heard"
        case silenceLimitMinutes = "silence_limit_minutes"
        case batteryPercent = "battery_percent"
        case batteryDaysLeft = "battery_days_left"
    }
}

extension DeviceReport.Unlisted {
    private enum CodingKeys: String, CodingKey {
        case address, convention, topic, model, quantities
        case lastHeard = "last_heard"
    }
}
