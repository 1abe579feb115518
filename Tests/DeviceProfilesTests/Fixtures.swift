import CareModel
import DeviceProfiles
import Foundation
import Settings
import Testing

/// A file or folder of the repository, by its path from the top.
func repositoryFile(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: path)
}

/// The profiles that are shipped, read from the repository's `Devices/`.
func shippedProfiles() -> DeviceProfiles {
    #expect(shipped.diagnostics.isEmpty, "\(shipped.diagnostics.map(\.description).joined(separator: "\n"))")
    return shipped.profiles
}

/// Read once for all tests.
private let shipped = DeviceProfiles.load(
    folder: repositoryFile("Devices").path)

let noon = Timestamp(seconds: 1_795_348_800)

func home(_ id: String = "a", _ devices: [(name: String, kind: DeviceKind)], base: String? = nil) -> HomeDefinition {
    let topic = base ?? "homes/\(id)"
    let listed = devices.enumerated().map { i, device in
        Device(
            number: UInt16(i), name: device.name, kind: device.kind, room: "hall", placement: .none,
            topic: device.kind == .selfMonitoring ? "\(topic)/vitals/#" : "\(topic)/zigbee2mqtt/\(device.name)")
    }
    return HomeDefinition(id: id, resident: id, timeZone: .gmt, baseTopic: topic, devices: listed)
}

/// A decoder with what a test asks of it in one call.
struct Bench {
    var decoder: PayloadDecoder
    var readings: [Reading] = []

    init(_ homes: HomeDefinition..., learned: [LearnedFact] = [], profiles: DeviceProfiles? = nil) {
        decoder = PayloadDecoder(profiles: profiles ?? shippedProfiles())
        for (i, home) in homes.enumerated() { decoder.bind(home: i, definition: home, learned: learned) }
    }

    @discardableResult
    mutating func send(_ topic: String, _ payload: String, retained: Bool = false, at: Timestamp = noon)
        throws -> DecodeOutcome
    {
        readings = []
        let found = decoder.route(topic)
        let route = try #require(found)
        return decoder.decode(
            Array(payload.utf8), route: route, retained: retained, receivedAt: at, into: &readings)
    }

    /// `quantity=value` of each reading of the last message.
    var stated: [String] {
        readings.map { "\($0.quantity.name)=\($0.value == $0.value.rounded() ? "\(Int($0.value))" : "\($0.value)")" }
    }
}

/// One device for `bridge/devices`.
func announced(_ address: String, _ name: String, exposes: String = "[]") -> String {
    """
    {"ieee_address":"\(address)","type":"EndDevice","friendly_name":"\(name)",\
    "definition":{"model":"M","vendor":"V","exposes":\(exposes)}}
    """
}
