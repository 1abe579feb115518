package import CareModel
import Foundation
import GRDB

extension CareStore {
    /// Of each home at least so many of its alerts are given, and of P1 up to the second number.
    package static let groupLimits = (usual: 2, urgent: 10)

    /// How many alerts each part has, and how many the filter leaves out, at that moment.
    package func feedCounts(_ filter: FeedFilter, at now: Timestamp) throws -> FeedCounts {
        try read { database in
            let (fits, isSnoozed) = (filter.fits, Self.isSnoozed(now))
            let rows = try SQLRequest<Row>(
                literal: """
                    SELECT state, priority, count(*), total(\(isSnoozed)), total(\(fits)), total(\(fits) AND \(isSnoozed))
                    FROM alert
                    WHERE open AND state IN ('firing', 'acknowledged', 'suppressed') AND \(filter.isVisible)
                    GROUP BY state, priority
                    """
            ).fetchAll(database)
            var counts = FeedCounts(fitting: [:], urgent: 0, left: 0, urgentLeft: 0)
            for row in rows {
                let (state, priority): (String, String) = (row[0], row[1])
                let (all, snoozed, fitting, snoozedFitting): (Int, Int, Int, Int) = (row[2], row[3], row[4], row[5])
                if state == Alert.State.suppressed.rawValue {
                    counts.fitting[.suppressed, default: 0] += fitting
                    continue
                }
                let (shown, isUrgent) = (fitting - snoozedFitting, priority == Alert.Priority.p1.rawValue)
                let left = all - snoozed - shown
                counts.fitting[.snoozed, default: 0] += snoozedFitting
                let isTechnical = priority == Alert.Priority.technical.rawValue
                counts.fitting[isTechnical ? .technical : .care, default: 0] += shown
                counts.left += left
                if isUrgent { (counts.urgent, counts.urgentLeft) = (counts.urgent + shown, counts.urgentLeft + left) }
            }
            return counts
        }
    }

    /// A page of the homes with alerts of a part, each with its first alerts; only those are decoded.
    package func feed(
        _ part: FeedPart, _ filter: FeedFilter, at now: Timestamp, limit: Int, offset: Int = 0
    ) throws -> FeedPage {
        let found = try read { database in
            let chosen: SQL = "open AND \(Self.isIn(part, now)) AND \(filter.fits) AND \(filter.isVisible)"
            let rows = try SQLRequest<Row>(
                literal: """
                    SELECT id, home, alerts, urgent, homes FROM (
                      SELECT alert.home AS home, count(*) AS alerts, total(priority = 'P1') AS urgent,
                        min(\(Self.rank) * 1000000000000000 - latestAt) AS place, count(*) OVER () AS homes
                      FROM alert WHERE \(chosen) GROUP BY alert.home ORDER BY place, alert.home
                      LIMIT \(limit) OFFSET \(offset))
                    JOIN home ON home.number = home ORDER BY place, home
                    """
            ).fetchAll(database)
            let homeCount = rows.first?["homes"] as Int? ?? 0
            let groups = try rows.map { row in
                let (home, urgent): (Int64, Int) = (row["home"], row["urgent"])
                let shown = max(Self.groupLimits.usual, min(urgent, Self.groupLimits.urgent))
                let bodies = try SQLRequest<String>(
                    literal: """
                        SELECT body FROM alert WHERE alert.home = \(home) AND \(chosen)
                        ORDER BY \(Self.rank), latestAt DESC, id LIMIT \(shown)
                        """
                ).fetchAll(database)
                return (home: row["id"] as String, bodies: bodies, count: row["alerts"] as Int, urgent: urgent)
            }
            return (groups: groups, homeCount: homeCount)
        }
        return FeedPage(
            groups: try found.groups.map {
                FeedGroup(home: $0.home, alerts: try decoded($0.bodies), count: $0.count, urgent: $0.urgent)
            }, homeCount: found.homeCount)
    }

    /// Homes of which an open alert says that nothing can be seen, by id.
    package func unreachableHomes() throws -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT id FROM home WHERE number IN (
                      SELECT alert.home FROM alert
                      WHERE open AND instr(body, '"rule":"home_unreachable"') > 0 AND state <> 'pending')
                    ORDER BY id
                    """)
        }
    }

    private static let rank: SQL =
        "CASE priority WHEN 'P1' THEN 0 WHEN 'P2' THEN 1 WHEN 'P3' THEN 2 ELSE 3 END"

    private static func isSnoozed(_ now: Timestamp) -> SQL {
        "(snoozedUntil IS NOT NULL AND snoozedUntil > \(now.milliseconds))"
    }

    private static func isIn(_ part: FeedPart, _ now: Timestamp) -> SQL {
        let isKnown: SQL = "state IN ('firing', 'acknowledged')"
        let isSnoozed = isSnoozed(now)
        return switch part {
        case .care: "(\(isKnown) AND priority IN ('P1', 'P2', 'P3') AND NOT \(isSnoozed))"
        case .technical: "(\(isKnown) AND priority = 'T' AND NOT \(isSnoozed))"
        case .snoozed: "(\(isKnown) AND \(isSnoozed))"
        case .suppressed: "(state = 'suppressed')"
        }
    }
}

extension FeedFilter {
    fileprivate var isVisible: SQL { visible.map(Self.isOneOf) ?? "1" }

    /// Never NULL.
    fileprivate var fits: SQL {
        var conditions: [SQL] = []
        if let homes { conditions.append(Self.isOneOf(homes)) }
        if let assignees {
            conditions.append(
                "(assignee IS NOT NULL AND assignee IN (SELECT value FROM json_each(\(Self.list(assignees)))))")
        }
        if let isAcknowledged { conditions.append("state = \(isAcknowledged ? "acknowledged" : "firing")") }
        if let priority { conditions.append("priority = \(priority.rawValue)") }
        if let text {
            conditions.append(
                """
                (\(Self.isOneOf(named)) OR alert.rowid IN (
                  SELECT other.rowid FROM alert AS other INDEXED BY alertOfTitle
                  WHERE other.open AND other.title LIKE \(Self.pattern(text)) ESCAPE '\\'))
                """)
        }
        return conditions.isEmpty ? "1" : "(\(conditions.joined(separator: " AND ")))"
    }

    private static func isOneOf(_ homes: Set<String>) -> SQL {
        "alert.home IN (SELECT number FROM home WHERE home.id IN (SELECT value FROM json_each(\(list(homes)))))"
    }

    private static func list(_ texts: Set<String>) -> String {
        (try? JSONEncoder().encode(texts.sorted())).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// For LIKE, which takes small and capital letters alike in ASCII only: any other letter stands for every letter.
    private static func pattern(_ text: String) -> String {
        let letters = text.unicodeScalars.map { scalar in
            "%_\\".unicodeScalars.contains(scalar) ? "\\\(scalar)" : scalar.isASCII ? "\(scalar)" : "_"
        }
        return "%\(letters.joined())%"
    }
}
