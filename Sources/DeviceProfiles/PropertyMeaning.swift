import CareModel

/// What a key means for one sort of device: the convention's rule, refined by what the device's definition says.
struct PropertyMeaning {
    var rule: PropertyRule
    var channel: String
    var unit: String
    /// The rule's words and the definition's.
    var words: [String: Double]

    /// Nil when the key is no reading.
    init?(_ key: String, profile: Profile, exposed: [String: ExposedProperty]?) {
        if let exposure = exposed?[key] {
            guard let found = Self.rule(of: exposure, profile: profile) else { return nil }
            rule = found
            channel = exposure.endpoint
            if channel.isEmpty, let split = profile.split(key), split.rule == found { channel = split.channel }
            unit = exposure.unit.isEmpty ? rule.unit : exposure.unit
            words = rule.words
            refine(by: exposure)
        } else if let split = profile.split(key) {
            if split.rule.quantity == .temperature, Self.isChipOnly(exposed) { return nil }
            (rule, channel) = (split.rule, split.channel.isEmpty ? split.rule.channel : split.channel)
            (unit, words) = (rule.unit, rule.words)
        } else {
            return nil
        }
        guard rule.reads != .nothing else { return nil }
    }

    /// A meaning that the device or its announcement states.
    init(rule: PropertyRule, channel: String, unit: String) {
        self.rule = rule
        self.channel = channel.isEmpty ? rule.channel : channel
        self.unit = unit.isEmpty ? rule.unit : unit
        words = rule.words
    }

    /// Nil when the unit does not measure the quantity, so that its numbers say nothing.
    var measure: Measure? {
        guard rule.reads == .number, !unit.isEmpty else { return .unchanged }
        return Measure(unit: unit, of: rule.quantity)
    }

    /// A definition that lists the device's own temperature but no other: what it calls `temperature` is the chip's.
    private static func isChipOnly(_ exposed: [String: ExposedProperty]?) -> Bool {
        guard let exposed else { return false }
        return exposed["device_temperature"] != nil && exposed["temperature"] == nil
    }

    private static func rule(of exposure: ExposedProperty, profile: Profile) -> PropertyRule? {
        let isPart =
            exposure.property == exposure.name + "_" + exposure.endpoint || exposure.property == exposure.endpoint
        let byName = isPart ? profile.properties[exposure.name] : nil
        guard let rule = profile.properties[exposure.property] ?? byName ?? profile.split(exposure.property)?.rule
        else { return nil }
        switch (rule.reads, exposure.form) {
        case (.truth, .numeric), (.number, .binary), (.number, .enumeration): return nil
        default: break
        }
        if exposure.isChip, rule.quantity == .temperature { return nil }
        // A lock's or cover's `state` is no switch.
        if rule.quantity == .switch, !profile.isSwitched(exposure) { return nil }
        // What can be set is a setting, save for what people switch, and for true and false: nobody sets an alarm.
        let isOperated = rule.quantity == .switch || rule.quantity == .lockState
        return exposure.isSettable && !isOperated && !exposure.isBoolean ? nil : rule
    }

    /// The definition's values for on and off; not for inverted rules, where devices disagree about what they mean.
    private mutating func refine(by exposure: ExposedProperty) {
        guard rule.reads == .truth, !rule.isInverted else { return }
        switch (exposure.valueOn, exposure.valueOff) {
        case ("false", "true"), ("0", "1"): rule.isInverted = true
        case ("true", "false"), ("1", "0"), ("", _), (_, ""): break
        default:
            words[exposure.valueOn.lowercased()] = 1
            words[exposure.valueOff.lowercased()] = 0
        }
    }
}

extension Profile {
    /// The values that the definition states are those of a switch, or it states none.
    fileprivate func isSwitched(_ exposure: ExposedProperty) -> Bool {
        exposure.form != .enumeration
            && (exposure.valueOn.isEmpty || yes.contains(exposure.valueOn.lowercased()))
    }

    /// A key's rule: under its own name, or under the name without the part that it ends in (`state_left`).
    func split(_ key: String) -> (rule: PropertyRule, channel: String)? {
        if let rule = properties[key] { return (rule, "") }
        var at = key.endIndex
        while let underscore = key[..<at].lastIndex(of: "_") {
            let channel = String(key[key.index(after: underscore)...])
            if channels[channel] != nil || UInt8(channel) != nil, let rule = properties[String(key[..<underscore])] {
                return (rule, channel)
            }
            at = underscore
        }
        return nil
    }

    /// Number of a part: as the profile says, the digits in its name, or a number made from the name.
    func channelNumber(_ name: String) -> UInt8 {
        if name.isEmpty { return 0 }
        if let number = channels[name] { return number }
        if let number = UInt8(name) { return number }
        if let number = UInt8(name.drop { !$0.isNumber }), number > 0 { return number }
        return 128 + UInt8(truncatingIfNeeded: name.utf8.reduce(5381) { ($0 &* 33) ^ Int($1) } & 0x7f)
    }
}
