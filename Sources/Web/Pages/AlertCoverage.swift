import CareModel
import Store

/// The data coverage behind alerts: of each the least of the features that it rests on, on their last day by then.
struct AlertCoverage: Sendable {
    private let byAlert: [String: Double]

    static let none = AlertCoverage(byAlert: [:])
    /// No alert rests on days further back than this.
    private static let dayCount: Int32 = 14

    subscript(alert: Alert) -> Double? { byAlert[alert.id] }

    private init(byAlert: [String: Double]) { self.byAlert = byAlert }

    /// From one home's features.
    init(_ alerts: [Alert], _ features: [DailyFeature], _ clock: inout HomeClock) {
        let byName = Dictionary(grouping: features, by: \.feature)
        var byAlert: [String: Double] = [:]
        for alert in alerts {
            let last = clock.day(of: alert.raisedAt ?? alert.onset)
            let coverages = alert.features.compactMap { member in
                byName[member.feature]?.filter { $0.date <= last && $0.value != nil }.max { $0.date < $1.date }?
                    .coverage
            }
            byAlert[alert.id] = coverages.min()
        }
        self.byAlert = byAlert
    }

    /// From the store: one read a home, of the days that its alerts rest on.
    init(_ alerts: [Alert], _ store: CareStore, _ book: HomeBook) throws {
        var byAlert: [String: Double] = [:]
        for (home, alerts) in Dictionary(grouping: alerts.filter { !$0.features.isEmpty }, by: \.home) {
            var clock = book.clock(of: home)
            let days = alerts.map { clock.day(of: $0.raisedAt ?? $0.onset) }
            guard let first = days.min(), let last = days.max() else { continue }
            var features: [DailyFeature] = []
            let from = max(first.advanced(by: -Self.dayCount), last.advanced(by: -4 * Self.dayCount))
            try store.forEachFeature(home: home, from: from, to: last) { features.append($0) }
            byAlert.merge(AlertCoverage(alerts, features, &clock).byAlert) { first, _ in first }
        }
        self.byAlert = byAlert
    }
}
