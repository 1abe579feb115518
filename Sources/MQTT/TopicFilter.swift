/// An MQTT subscription filter such as `homes/anna/#`.
package struct TopicFilter: Sendable, Hashable {
    package let text: String
    private let levels: [Substring]

    /// Nil unless the filter is well formed: `#` only as the last level, `+` and `#` only as whole levels, no NUL.
    package init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !text.isEmpty, text.utf8.count <= 65_535, !text.utf8.contains(0) else { return nil }
        for (index, level) in levels.enumerated() where level.utf8.contains(where: { $0 == 0x23 || $0 == 0x2B }) {
            guard level == "+" || (level == "#" && index == levels.count - 1) else { return nil }
        }
        self.text = text
        self.levels = levels
    }

    /// Whether every topic that `other` matches is also matched by this filter.
    package func covers(_ other: TopicFilter) -> Bool {
        if let first = other.levels.first, first.hasPrefix("$"), levels[0] == "+" || levels[0] == "#" { return false }
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < other.levels.count else { return false }
            let theirs = other.levels[index]
            guard theirs != "#", level == "+" || level == theirs else { return false }
        }
        return levels.count == other.levels.count
    }

    /// Whether a topic, which holds no wildcard, is matched; topics that begin with `$` only by a filter that does.
    package func matches(_ topic: String) -> Bool {
        guard let exact = TopicFilter(topic), !exact.levels.contains(where: { $0 == "#" || $0 == "+" }) else {
            return false
        }
        return covers(exact)
    }

    /// The filters without those that another one covers. A broker sends an MQTT 5 client a message once for each
    /// filter that matches it, so overlapping filters would count it twice.
    package static func withoutOverlap(_ filters: [TopicFilter]) -> [TopicFilter] {
        filters.enumerated().filter { index, filter in
            !filters.enumerated().contains { otherIndex, other in
                otherIndex != index && other.covers(filter) && (!filter.covers(other) || otherIndex < index)
            }
        }.map(\.element)
    }
}
