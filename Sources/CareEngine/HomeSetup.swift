package import CareModel

/// What a home's file says that the engine's memory depends on. A change of it is journalled at a start, so that replay
/// and recovery meet it where it happened.
package struct HomeSetup: Hashable, Sendable, Codable {
    package var resident: String
    /// By device name: what it is and where it sits, `kind/room/placement`.
    package var devices: [String: String]

    init(resident: String, devices: [String: String]) {
        self.resident = resident
        self.devices = devices
    }

    package init(_ definition: HomeDefinition) {
        resident = definition.resident
        let listed = definition.devices.filter { !$0.topic.isEmpty }
        devices = Dictionary(
            listed.map { ($0.name, "\($0.kind.rawValue)/\($0.room)/\($0.placement.rawValue)") },
            uniquingKeysWith: { first, _ in first })
    }

    /// Devices that both know and that stand elsewhere, or are something else, in `newer`; sorted.
    func moved(in newer: HomeSetup) -> [String] {
        newer.devices.keys.filter { devices[$0] != nil && devices[$0] != newer.devices[$0] }.sorted()
    }
}

/// A home's file as it was last taken in, and as it is. Both are journalled, so that what changed is known also where
/// the home is rebuilt from its log.
package struct SetupChange: Hashable, Sendable, Codable {
    package var before: HomeSetup
    package var now: HomeSetup
}
