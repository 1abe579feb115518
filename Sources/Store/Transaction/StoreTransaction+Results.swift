package import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    /// Replaces the feature of that home, date and name.
    package func save(_ feature: DailyFeature) throws {
        try execute(
            """
            INSERT INTO feature
              (home, date, feature, resident, value, unit, coverage, context, definitionVersion, revision,
               expected, usualLow, usualHigh, withheld)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET resident = excluded.resident, value = excluded.value, unit = excluded.unit,
              coverage = excluded.coverage, context = excluded.context,
              definitionVersion = excluded.definitionVersion, revision = excluded.revision,
              expected = excluded.expected, usualLow = excluded.usualLow, usualHigh = excluded.usualHigh,
              withheld = excluded.withheld
            """,
            [
                homeNumber(feature.home), feature.date.number, feature.feature,
                feature.resident == feature.home ? nil : feature.resident, feature.value, feature.unit,
                feature.coverage, feature.context.rawValue, feature.definitionVersion, feature.revision,
                feature.usual?.expected, feature.usual?.usualLow, feature.usual?.usualHigh, feature.withheld?.rawValue,
            ])
    }

    /// Replaces the alert of that id.
    package func save(_ alert: Alert) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try execute(
            """
            INSERT INTO alert (id, home, onset, raisedAt, priority, state, open, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET home = excluded.home, onset = excluded.onset,
              raisedAt = excluded.raisedAt, priority = excluded.priority, state = excluded.state,
              open = excluded.open, body = excluded.body
            """,
            [
                alert.id, homeNumber(alert.home), alert.onset.milliseconds, alert.raisedAt?.milliseconds,
                alert.priority.rawValue, alert.state.rawValue, alert.state.isOpen,
                String(decoding: encoder.encode(alert), as: UTF8.self),
            ])
    }
}
