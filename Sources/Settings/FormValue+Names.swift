extension FormValue {
    /// An id: 1 to 64 of the letters A-Z and a-z, digits, `_` and `-`.
    package func identifier() -> String? {
        guard let text = text() else { return nil }
        guard Self.isIdentifier(text) else {
            return mismatch("1 to 64 of the letters A-Z and a-z, digits, `_` and `-`")
        }
        return text
    }

    /// An MQTT topic to publish under: no wildcard, no empty level, not the broker's own `$...`.
    package func topic() -> String? {
        guard let text = text() else { return nil }
        if let fault = Self.topicFault(text) { return mismatch("a topic such as `homes/anna`; \(fault)") }
        return text
    }

    static func isIdentifier(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static let emptyLevel = "a level is empty (`//`, or `/` at an end)"

    /// What makes a topic unusable, or nil.
    static func topicFault(_ topic: String) -> String? {
        if topic.isEmpty { return "it is empty" }
        if topic.hasPrefix("$") { return "topics that begin with `$` are the broker's own" }
        var last = UInt8(ascii: "/")
        for byte in topic.utf8 {
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "#"): return "the wildcards `+` and `#` cannot be in it"
            case 0..<32, 127: return "control characters cannot be in it"
            case UInt8(ascii: "/") where last == UInt8(ascii: "/"): return emptyLevel
            default: last = byte
            }
        }
        if last == UInt8(ascii: "/") { return emptyLevel }
        return topic.utf8.count > 1024 ? "it is longer than 1024 bytes" : nil
    }
}
