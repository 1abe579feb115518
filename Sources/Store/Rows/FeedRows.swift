package import CareModel

/// Which open alerts a list shows.
package struct FeedFilter: Hashable, Sendable {
    /// Homes that the reader may see; nil: all.
    package var visible: Set<String>?
    /// Homes asked for; nil: all.
    package var homes: Set<String>?
    /// People and teams of whom one has the alert; nil: whoever has it.
    package var assignees: Set<String>?
    /// Taken on by somebody, or by nobody yet; nil: either.
    package var isAcknowledged: Bool?
    package var priority: Alert.Priority?
    /// Stands in the title or the resident's id, or the home is one of `named`.
    package var text: String?
    /// Homes that the text names.
    package var named: Set<String> = []

    package init(visible: Set<String>? = nil) { self.visible = visible }

    /// Whether it leaves nothing out that the reader may see.
    package var isEverything: Bool { self == FeedFilter(visible: visible) }
}

/// A part of the list of alerts: an open alert that is not pending is in exactly one.
package enum FeedPart: String, Sendable, CaseIterable {
    /// About a resident, and nobody has put it off.
    case care
    case technical
    case snoozed
    case suppressed
}

/// How many alerts there are.
package struct FeedCounts: Hashable, Sendable {
    /// Of those that fit the filter.
    package var fitting: [FeedPart: Int]
    /// P1 among those of care that fit.
    package var urgent: Int
    /// Neither suppressed nor snoozed, and left out by the filter; P1 among them.
    package var left: Int
    package var urgentLeft: Int
}

/// One home's alerts of a part.
package struct FeedGroup: Hashable, Sendable {
    package var home: String
    /// The first of them: by priority, then what happened last.
    package var alerts: [Alert]
    package var count: Int
    /// P1 among them.
    package var urgent: Int
}

/// A page of groups.
package struct FeedPage: Hashable, Sendable {
    /// The most urgent first, then where something happened last.
    package var groups: [FeedGroup]
    /// On all pages.
    package var homeCount: Int
}
