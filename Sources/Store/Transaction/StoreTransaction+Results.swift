package import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    private static let features = RowsInsert(
        into: """
            feature (home, date, feature, resident, value, unit, coverage, context, definitionVersion, revision,
              expected, usualLow, usualHigh, withheld, u)
            """,
        columns: 15,
        ending: """
            ON CONFLICT DO UPDATE SET resident = excluded.resident, value = excluded.value, unit = excluded.unit,
              coverage = excluded.coverage, context = excluded.context,
              definitionVersion = excluded.definitionVersion, revision = excluded.revision,
              expected = excluded.expected, usualLow = excluded.usualLow, usualHigh = excluded.usualHigh,
              withheld = excluded.withheld, u = excluded.u
            """)

    /// Replaces the features of those homes, dates and names, in their order.
    package func save(_ features: [DailyFeature]) throws {
        try Self.features(features, database) { feature, row in
            row.bind(try homeNumber(feature.home))
            row.bind(Int64(feature.date.number))
            row.bind(feature.feature)
            row.bind(feature.resident == feature.home ? nil : feature.resident)
            row.bind(feature.value)
            row.bind(feature.unit)
            row.bind(feature.coverage)
            row.bind(feature.context.rawValue)
            row.bind(Int64(feature.definitionVersion))
            row.bind(Int64(feature.revision))
            row.bind(feature.usual?.expected)
            row.bind(feature.usual?.usualLow)
            row.bind(feature.usual?.usualHigh)
            row.bind(feature.withheld?.rawValue)
            row.bind(feature.u)
        }
    }

    /// Replaces the alert of that id.
    package func save(_ alert: Alert) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let handling = alert.handling
        try execute(
            """
            INSERT INTO alert (id, home, onset, raisedAt, priority, state, open, body, latestAt, assignee, snoozedUntil,
              title)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET home = excluded.home, onset = excluded.onset,
              raisedAt = excluded.raisedAt, priority = excluded.priority, state = excluded.state,
              open = excluded.open, body = excluded.body, latestAt = excluded.latestAt,
              assignee = excluded.assignee, snoozedUntil = excluded.snoozedUntil, title = excluded.title
            """,
            [
                alert.id, homeNumber(alert.home), alert.onset.milliseconds, alert.raisedAt?.milliseconds,
                alert.priority.rawValue, alert.state.rawValue, alert.state.isOpen,
                String(decoding: encoder.encode(alert), as: UTF8.self), alert.latestAt.milliseconds,
                handling.assignee, handling.snooze?.until.milliseconds,
                "\(alert.resident)\n\(alert.title.sv)\n\(alert.title.en)",
            ])
    }
}
