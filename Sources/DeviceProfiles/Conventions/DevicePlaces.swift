import CareModel

/// Which device of the home's file a convention's device is.
struct DevicePlaces: Sendable {
    /// By the address that the file gives, or by the last level of the topic that it gives.
    private var byAddress: [String: UInt16] = [:]
    /// By topic below the home's base.
    private var byTopic: [String: UInt16] = [:]

    init() {}

    init(of definition: HomeDefinition) {
        var ends: [String: [UInt16]] = [:]
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
    }

    /// The device with the first of its addresses that is listed; else, on a topic of one device only, the one whose
    /// topic begins this one and leads to the device.
    func device(_ device: MessageReport.DeviceReadings, topic: MessageTopic) -> UInt16? {
        if let found = byAddress[Self.plain(device.address)] { return found }
        for name in device.otherNames {
            if let found = byAddress[Self.plain(name)] { return found }
        }
        guard !device.isShared, !byTopic.isEmpty else { return nil }
        // A home's file has no empty level in a topic.
        let isEmptyFirst = topic.levels.first == ""
        var rest = isEmptyFirst ? topic.text.dropFirst() : topic.text[...]
        var count = topic.levels.count - (isEmptyFirst ? 1 : 0)
        while count >= max(device.levels, 1) {
            if let found = byTopic[String(rest)] { return found }
            guard let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
            rest = rest[..<slash]
            count -= 1
        }
        return nil
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
