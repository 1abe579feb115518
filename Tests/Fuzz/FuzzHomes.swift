import CareModel
import Foundation

/// What a fuzzer drives: two homes that list the devices of one convention's examples, and its own seeds.
struct FuzzHomes {
    let convention: String
    let decoder: PayloadDecoder
    let core: DecodeCommandCore
    let homes: [HomeDefinition]
    let profile: Profile

    static let bases = ["homes/a", "homes/b"]
    private static let deviceLimit = 60

    /// Nil where the folder has no such convention.
    init?(convention: String, folder: String) {
        let (profiles, diagnostics) = DeviceProfiles.load(folder: folder)
        guard diagnostics.isEmpty, let profile = profiles.all.first(where: { $0.convention == convention }) else {
            return nil
        }
        self.convention = convention
        self.profile = profile
        core = DecodeCommandCore(profiles: profiles)
        let names = Self.addresses(profile, core)
        homes = Self.bases.map { Self.home($0, profile, addresses: names) }
        var decoder = PayloadDecoder(profiles: profiles)
        for (i, home) in homes.enumerated() { decoder.bind(home: i, definition: home, learned: []) }
        // The rules that all homes share are found once, by the second home's devices.
        for example in profile.examples {
            guard let route = decoder.route(Self.bases[1] + "/" + Self.below(example.topic)) else { continue }
            var readings: [Reading] = []
            _ = decoder.decode(
                Array(example.payload.utf8), route: route, retained: false, receivedAt: FuzzMessage.receivedAt,
                into: &readings)
        }
        self.decoder = decoder
    }

    /// The devices that the examples speak of.
    private static func addresses(_ profile: Profile, _ core: DecodeCommandCore) -> [String] {
        var core = core
        var found: Set<String> = []
        for example in profile.examples {
            let line = JSONText.text(.object(["topic": .text(example.topic), "payload": .text(example.payload)]))
            for text in core.decode(line: Array(line.utf8), number: 1) {
                guard let name = (try? JSONValue(Array(text.utf8).span))?["device"]?.text, !name.isEmpty else {
                    continue
                }
                found.insert(name)
            }
        }
        return found.sorted()
    }

    /// One half listed by address, one by topic; every kind in turn.
    private static func home(_ base: String, _ profile: Profile, addresses: [String]) -> HomeDefinition {
        let kinds = DeviceKind.allCases
        var devices: [Device] = []
        func add(_ name: String, topic: String, address: String) {
            let number = UInt16(devices.count)
            let kind = kinds[devices.count % kinds.count]
            let isFilter = kind == .selfMonitoring
            devices.append(
                Device(
                    number: number, name: name, kind: kind, room: "hall", placement: .none,
                    topic: isFilter ? "\(base)/vitals\(number)/#" : topic, address: isFilter ? "" : address))
        }
        for (i, address) in addresses.prefix(deviceLimit).enumerated() {
            add("d\(i)", topic: "\(base)/by-address", address: address)
        }
        for (i, example) in profile.examples.enumerated().prefix(deviceLimit) {
            let levels = below(example.topic).split(separator: "/", omittingEmptySubsequences: false)
            add(
                "t\(i)", topic: "\(base)/" + levels.prefix(max(1, levels.count - 1)).joined(separator: "/"), address: ""
            )
        }
        add("last", topic: "\(base)/vitals/#", address: "")
        devices[devices.count - 1].kind = .selfMonitoring
        return HomeDefinition(id: base, resident: base, timeZone: .gmt, baseTopic: base, devices: devices)
    }

    /// An example's topic without the home that it may name.
    static func below(_ topic: String) -> String {
        let levels = topic.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return levels.count == 3 && levels[0] == "homes" ? String(levels[2]) : topic
    }
}
