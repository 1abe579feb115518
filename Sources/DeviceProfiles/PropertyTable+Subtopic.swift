extension PropertyTable {
    enum Subtopic {
        case availability
        case attribute(String)
    }

    /// What the part of a topic behind a device's name says; nil for commands and nested attributes.
    static func subtopicRule(_ rest: Substring) -> Subtopic? {
        if rest == "availability" { return .availability }
        guard rest != "set", rest != "get", !rest.contains("/") else { return nil }
        return .attribute(String(rest))
    }
}
