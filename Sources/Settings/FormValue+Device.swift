import CareModel

extension FormValue {
    /// One line of text that people read, such as a device's name or a room.
    func caption(orEmpty allowsEmpty: Bool = false) -> String? {
        guard let text = text() else { return nil }
        if text.isEmpty, !allowsEmpty { return mismatch("a name") }
        guard !text.unicodeScalars.contains(where: Self.breaksLine), text.utf8.count <= 200 || text.count <= 200 else {
            return mismatch("one line of at most 200 letters")
        }
        return text
    }

    private static func breaksLine(_ letter: Unicode.Scalar) -> Bool {
        if (32..<127).contains(letter.value) { return false }
        return switch letter.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// What the device is; an unknown word is a warning and gives `other`.
    func kind() -> DeviceKind? { word(as: DeviceKind.self, other: .other, what: "kind") }

    /// Where the device sits; an unknown word is a warning and gives `other`.
    func placement() -> Placement? { word(as: Placement.self, other: .other, what: "placement") }

    private func word<T: CaseIterable & RawRepresentable & Equatable>(
        as type: T.Type, other: T, what: String
    ) -> T? where T.RawValue == String {
        guard let text = caption(orEmpty: true) else { return nil }
        if let value = T(rawValue: text) { return value }
        let words = T.allCases.filter { $0 != other }.map(\.rawValue).filter { !$0.isEmpty }
        let hint =
            Spelling.closest(to: text, in: words).map { "did you mean `\($0)`?" }
            ?? "known: \(words.joined(separator: ", "))"
        warning("unknown \(what) \(shown) is kept as `other`; \(hint)")
        return other
    }

    /// The topic that a device publishes on; for self-monitoring it may end in `/#`.
    func deviceTopic(takesFilter: Bool) -> String? {
        guard let text = text() else { return nil }
        let plain = takesFilter && text.hasSuffix("/#") ? String(text.dropLast(2)) : text
        if let fault = Self.topicFault(plain) {
            let filter = takesFilter ? ", or such as `homes/anna/vitals/#`" : ""
            return mismatch("a topic such as `homes/anna/zigbee2mqtt/door`\(filter); \(fault)")
        }
        return text
    }
}
