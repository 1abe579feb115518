package import CareModel

/// One home on the overview page.
package struct HomeSummary: Hashable, Sendable {
    package var home: String
    /// Nil until the home has a feature.
    package var resident: String?
    /// Clock of the last live message of the home, exact within a minute; nil before the first.
    package var lastMessageAt: Timestamp?
    /// Alerts that are firing or acknowledged, by priority; a priority without any has no entry.
    package var openAlerts: [Alert.Priority: Int]

    package init(
        home: String, resident: String?, lastMessageAt: Timestamp?, openAlerts: [Alert.Priority: Int]
    ) {
        self.home = home
        self.resident = resident
        self.lastMessageAt = lastMessageAt
        self.openAlerts = openAlerts
    }
}
