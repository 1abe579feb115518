package import CareModel

/// What becomes of each property that the definitions of a zigbee2mqtt bridge list.
package struct PropertyCoverage {
    package enum Fate: Hashable, Sendable {
        case read(Quantity)
        /// An action, a time or a mark of history.
        case understood
        case unread(reason: String)
        /// It sounds like care, has no rule, and nobody has said why.
        case unexplained
    }

    /// One name with one fate.
    package struct Finding: Hashable, Sendable {
        package var name: String
        package var fate: Fate
        /// Properties of definitions.
        package var count = 0
        /// `vendor model` of the first definition.
        package var example: String
    }

    package private(set) var definitions = 0
    private var findings: [Key: Finding] = [:]
    private let profile: Profile
    /// Patterns of names without a rule.
    private let patterns: [(name: [Substring], reason: String)]

    private struct Key: Hashable {
        var name: String
        var fate: Fate
    }

    static let setting = "a setting: it can be set"
    static let noCare = "nothing in its name that care asks for"
    static let otherForm = "its definition says that it is something else than its name"

    package init(profiles: DeviceProfiles) {
        profile = profiles.zigbee2mqtt
        patterns = profile.unread.sorted { $0.key < $1.key }.map { pattern, reason in
            (pattern.split(separator: "*", omittingEmptySubsequences: false), reason)
        }
    }

    /// Those with the same fate together, the most frequent first.
    package var all: [Finding] {
        findings.values.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    package var unexplained: [Finding] { all.filter { $0.fate == .unexplained } }

    /// Reads a file's text: JSON lines with `vendor`, `model` and `exposes`, or one `bridge/devices` message. Throws
    /// `Unreadable`, with the line.
    package mutating func read(_ text: [UInt8]) throws(RecordedMessage.Unreadable) {
        let (from, _) = PayloadReader.trimmed(text.span, 0, text.count)
        if from < text.count, text[from] == UInt8(ascii: "[") {
            for device in try Self.json(text, "the list").elements where device["definition"]?["exposes"] != nil {
                add(device["definition"] ?? .null)
            }
            return
        }
        for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            let definition = try Self.json(Array(line), "line \(number + 1)")
            guard definition["exposes"] != nil else {
                throw RecordedMessage.Unreadable(description: "line \(number + 1): no `exposes`")
            }
            add(definition)
        }
    }

    private static func json(_ text: [UInt8], _ place: String) throws(RecordedMessage.Unreadable) -> JSONValue {
        do {
            return try JSONValue(text, limit: RecordedMessage.lineLimitBytes)
        } catch {
            throw RecordedMessage.Unreadable(description: "\(place): \(error.description)")
        }
    }

    private mutating func add(_ definition: JSONValue) {
        definitions += 1
        let listed = BridgeDevices.properties(of: definition, profile: profile, isComplete: true)
        let known = listed.filter { profile.properties[$0.property] != nil || profile.properties[$0.name] != nil }
        let exposed = Dictionary(known.map { ($0.property, $0) }, uniquingKeysWith: { $1 })
        let device = "\(definition["vendor"]?.text ?? "") \(definition["model"]?.text ?? "")"
        for property in listed {
            let fate = fate(of: property, among: exposed)
            let name = property.name.isEmpty ? property.property : property.name
            let key = Key(name: name, fate: fate)
            findings[key, default: Finding(name: name, fate: fate, example: device)].count += 1
        }
    }

    private func fate(of property: ExposedProperty, among exposed: [String: ExposedProperty]) -> Fate {
        if let meaning = PropertyMeaning(property.property, profile: profile, exposed: exposed),
            meaning.measure != nil
        {
            let isReading = [.number, .truth, .label].contains(meaning.rule.reads)
            return isReading ? .read(meaning.rule.quantity) : .understood
        }
        if let reason = reason(of: property.name) ?? reason(of: property.property) { return .unread(reason: reason) }
        if property.isSettable { return .unread(reason: Self.setting) }
        if profile.split(property.property) != nil || profile.properties[property.name] != nil {
            return .unread(reason: Self.otherForm)
        }
        let name = property.property.lowercased()
        return profile.careWords.contains { name.contains($0) } ? .unexplained : .unread(reason: Self.noCare)
    }

    private func reason(of name: String) -> String? {
        if let reason = profile.unread[name] { return reason }
        return patterns.first { $0.name.count > 1 && Self.matches(name[...], $0.name[...]) }?.reason
    }

    /// The parts between asterisks stand in the name in this order, the first at its beginning, the last at its end.
    private static func matches(_ name: Substring, _ parts: ArraySlice<Substring>) -> Bool {
        guard let first = parts.first, name.hasPrefix(first) else { return false }
        let rest = name.dropFirst(first.count)
        guard parts.count > 1 else { return rest.isEmpty }
        let next = parts.dropFirst()
        return rest.indices.contains { matches(rest[$0...], next) } || matches(rest[rest.endIndex...], next)
    }
}

extension PropertyCoverage {
    /// The findings as text: what is read, what is not and why, and what nobody has explained, last.
    package var text: String {
        var groups: [(title: String, findings: [Finding])] = []
        for finding in all {
            let title = Self.title(finding.fate)
            if let at = groups.firstIndex(where: { $0.title == title }) {
                groups[at].findings.append(finding)
            } else {
                groups.append((title, [finding]))
            }
        }
        groups.sort {
            ($0.findings[0].fate == .unexplained ? 1 : 0, $0.title) < (
                $1.findings[0].fate == .unexplained ? 1 : 0, $1.title
            )
        }
        var lines = ["\(definitions) definitions, \(all.reduce(0) { $0 + $1.count }) properties"]
        for group in groups {
            lines.append("\(group.title): \(group.findings.reduce(0) { $0 + $1.count })")
            for finding in group.findings {
                let place = finding.fate == .unexplained ? " (\(finding.example))" : ""
                lines.append("    \(finding.count) \(finding.name)\(place)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func title(_ fate: Fate) -> String {
        switch fate {
        case .read(let quantity): "read as \(quantity.name)"
        case .understood: "read as an action, a time or a mark of history"
        case .unread(let reason): "unread, \(reason)"
        case .unexplained: "UNEXPLAINED, give each a rule or a reason in Devices/zigbee2mqtt.yaml"
        }
    }
}
