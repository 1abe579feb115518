import CareModel

/// One zigbee2mqtt bridge of a home with the devices that it has announced.
struct Bridge: Sendable {
    var home: Int
    /// Topics of the bridge and its devices begin with this and a slash.
    var base: String
    /// By IEEE address.
    var devices: [String: LearnedDevice] = [:]

    init(home: Int, base: String) {
        self.home = home
        self.base = base
    }

    /// The bases of a home's bridges: each zigbee2mqtt device topic of its file without the device's name, and
    /// `<base topic>/zigbee2mqtt`.
    static func bases(of definition: HomeDefinition) -> [String] {
        var bases = [definition.baseTopic + "/zigbee2mqtt"]
        for device in definition.devices where device.kind != .selfMonitoring {
            let base = Self.base(of: device, known: bases)
            if let base, !bases.contains(base) { bases.append(base) }
        }
        return bases
    }

    private static func base(of device: Device, known: [String]) -> String? {
        let topic = device.topic
        if known.contains(where: { topic.hasPrefix($0 + "/") }) { return nil }
        if topic.hasSuffix("/" + device.name) { return String(topic.dropLast(device.name.count + 1)) }
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        if let at = parts.dropLast().lastIndex(of: "zigbee2mqtt") { return parts[...at].joined(separator: "/") }
        return parts.count > 1 ? parts.dropLast().joined(separator: "/") : nil
    }

    /// Replaces the list by what the bridge announced; gives the devices that are new, different or gone, by address.
    mutating func announce(_ entries: [BridgeDevices.Entry], definition: HomeDefinition) -> [LearnedDevice] {
        var now: [String: LearnedDevice] = [:]
        for entry in entries {
            let before = devices[entry.address].flatMap { $0.boundTopic.isEmpty ? nil : $0 }
            now[entry.address] = LearnedDevice(
                address: entry.address, name: before?.name ?? entry.friendlyName,
                boundTopic: before?.boundTopic ?? "", topic: base + "/" + entry.friendlyName, model: entry.model,
                vendor: entry.vendor, properties: entry.properties)
        }
        // Those that are placed are remembered first.
        let left = devices.values.filter { now[$0.address] == nil }
            .sorted { ($0.boundTopic.isEmpty ? 1 : 0, $0.address) < ($1.boundTopic.isEmpty ? 1 : 0, $1.address) }
        for var gone in left.prefix(BridgeDevices.deviceLimit) {
            gone.isGone = true
            now[gone.address] = gone
        }
        let before = devices
        devices = now
        rebind(to: definition)
        return devices.values.filter { before[$0.address] != $0 }.sorted { $0.address < $1.address }
    }

    /// Decides which device of the home file each address is.
    ///
    /// The address decides, so that a rename on the bridge changes nothing; but a device that stands at a topic which
    /// the home file names, and is not bound yet, takes that place (a sensor was replaced, or the file was edited).
    mutating func rebind(to definition: HomeDefinition) {
        let listed = definition.devices.filter { $0.kind != .selfMonitoring }
        let byName = Dictionary(listed.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let byTopic = Dictionary(listed.map { ($0.topic, $0) }, uniquingKeysWith: { first, _ in first })
        for (address, device) in devices
        where !device.boundTopic.isEmpty && byName[device.name]?.topic != device.boundTopic {
            unbind(address)
        }
        let addresses = devices.keys.sorted()
        for address in addresses {
            guard let device = devices[address], !device.isGone, device.boundTopic.isEmpty,
                let place = byTopic[device.topic]
            else { continue }
            for other in addresses
            where devices[other]?.boundTopic == place.topic && (devices[other]?.topic != place.topic || isGone(other)) {
                unbind(other)
            }
            devices[address]?.name = place.name
            devices[address]?.boundTopic = place.topic
        }
    }

    private func isGone(_ address: String) -> Bool { devices[address]?.isGone ?? true }

    private mutating func unbind(_ address: String) {
        guard var device = devices[address] else { return }
        device.boundTopic = ""
        device.name = String(device.topic.dropFirst(base.count + 1))
        devices[address] = device
    }
}
