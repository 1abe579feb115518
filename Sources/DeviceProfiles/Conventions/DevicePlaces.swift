import CareModel

/// Which device of the home's file a convention's device is. By reference: each topic leads to it.
final class DevicePlaces: Sendable {
    static let none = DevicePlaces()

    /// The home's base topic with a slash at its end.
    let base: String
    /// By device number.
    private let kinds: [DeviceKind]
    /// By the address that the file gives, or by the last level of the topic that it gives.
    private let byAddress: [String: UInt16]
    /// The same by the address as it is written there: mostly that which the convention states.
    private let byWrittenAddress: KeyIndex
    /// By topic below the home's base.
    private let byTopic: [String: UInt16]

    private init() { (base, kinds, byAddress, byWrittenAddress, byTopic) = ("", [], [:], KeyIndex(), [:]) }

    init(of definition: HomeDefinition) {
        base = definition.baseTopic + "/"
        kinds = definition.devices.map(\.kind)
        var ends: [String: [UInt16]] = [:]
        var (byAddress, byTopic): ([String: UInt16], [String: UInt16]) = ([:], [:])
        for device in definition.devices where !device.topic.hasSuffix("/#") {
            if !device.address.isEmpty {
                byAddress[Self.plain(device.address)] = device.number
                continue
            }
            guard device.topic.hasPrefix(definition.baseTopic + "/") else { continue }
            let topic = String(device.topic.dropFirst(definition.baseTopic.utf8.count + 1))
            byTopic[topic] = device.number
            // A name at that bridge says nothing about another convention's address.
            let levels = topic.split(separator: "/")
            guard let last = levels.last, !levels.contains("zigbee2mqtt") else { continue }
            ends[Self.plain(String(last)), default: []].append(device.number)
        }
        for (end, devices) in ends where devices.count == 1 && byAddress[end] == nil { byAddress[end] = devices[0] }
        var byWrittenAddress = KeyIndex()
        for device in definition.devices where !device.address.isEmpty && !device.topic.hasSuffix("/#") {
            let written = PackedText(device.address)
            guard byWrittenAddress.find(written) == KeyIndex.unknown,
                let found = byAddress[Self.plain(device.address)]
            else { continue }
            byWrittenAddress.remember(written, Int32(found))
        }
        (self.byAddress, self.byWrittenAddress, self.byTopic) = (byAddress, byWrittenAddress, byTopic)
    }

    /// A device whose topic another topic is or begins with.
    struct Listed: Hashable, Sendable {
        /// So many levels its own topic has, without an empty one in front.
        var levels: Int
        var device: UInt16
    }

    /// The devices whose topics this one is or begins with, the longest first. A home's file has no empty level in a
    /// topic.
    func listed(on topic: MessageTopic) -> [Listed] {
        guard !byTopic.isEmpty else { return [] }
        let levels = topic.levels.first == "" ? topic.levels.dropFirst() : topic.levels[...]
        return (0..<levels.count).reversed().compactMap { last in
            byTopic[levels.prefix(last + 1).joined(separator: "/")].map { Listed(levels: last + 1, device: $0) }
        }
    }

    /// Nil when the file has no device of this number.
    func kind(of device: UInt16) -> DeviceKind? { Int(device) < kinds.count ? kinds[Int(device)] : nil }

    /// The device with the first of its addresses that is listed; else, on a topic of one device only, the one whose
    /// topic begins this one and leads to the device.
    func device(_ device: MessageReport.Device, topic: MessageTopic) -> UInt16? {
        let written = byWrittenAddress.find(PackedText(device.address))
        if written != KeyIndex.unknown { return UInt16(written) }
        if let found = byAddress[Self.plain(device.address)] { return found }
        for name in device.otherNames {
            if let found = byAddress[Self.plain(name)] { return found }
        }
        guard !device.isShared else { return nil }
        return topic.listed.first { $0.levels >= device.levels }?.device
    }

    /// `AA:BB:CC` and `aabbcc` are the same address.
    private static func plain(_ address: String) -> String {
        var plain: [UInt8] = []
        var isChanged = false
        for byte in address.utf8 {
            guard byte < 0x80 else { return address.lowercased().filter { $0 != ":" && $0 != "-" } }
            let lower = byte.asciiLowercased
            isChanged = isChanged || lower != byte || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
        }
        guard isChanged else { return address }
        for byte in address.utf8 where byte != UInt8(ascii: ":") && byte != UInt8(ascii: "-") {
            plain.append(byte.asciiLowercased)
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
