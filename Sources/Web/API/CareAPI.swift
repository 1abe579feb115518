import CareModel
import Secrets
import Store

/// The reading half of the API: from a request's parameters to JSON.
enum CareAPI {
    /// The latest alerts that fit, by onset; `more` when there were others before them.
    static func alerts(_ query: String?, _ store: CareStore, _ book: HomeBook) throws -> Answer {
        let query = try Query(query, known: ["home", "from", "to", "open", "limit"])
        let limit = Int(try query.integer("limit", in: 1...10_000, default: 1000))
        let (from, to, open) = (try query.time("from"), try query.time("to"), try query.flag("open"))
        let latest = try homes(asked: query.text("home"), store, book).flatMap { home in
            try store.alerts(home: home, from: from, to: to, open: open, limit: limit + 1, newestFirst: true)
        }.sorted { ($0.onset, $0.id) > ($1.onset, $1.id) }
        return try .json(Alerts(alerts: latest.prefix(limit).reversed(), more: latest.count > limit))
    }

    /// The homes to look at one by one: the one asked for, those that may be seen, or nil for all at once.
    private static func homes(asked home: String?, _ store: CareStore, _ book: HomeBook) throws -> [String?] {
        if let home { return book.covers(home) ? [home] : [] }
        guard book.isPartial else { return [nil] }
        return Set(try store.homes().map(\.id) + Array(book.ids)).filter(book.covers).sorted()
    }

    private struct Alerts: Encodable {
        var alerts: [Alert]
        var more: Bool
    }

    static func alert(id: String, _ query: String?, _ store: CareStore, _ book: HomeBook) throws -> Answer {
        _ = try Query(query, known: [])
        guard let alert = try store.alert(id: id), book.covers(alert.home) else { throw Refusal.noSuchAlert }
        return try .json(alert)
    }

    /// The first features that fit, by home, date and name; `more` when there are others after them.
    static func features(_ query: String?, _ store: CareStore, _ book: HomeBook) throws -> Answer {
        let query = try Query(query, known: ["home", "from", "to", "limit"])
        let limit = Int(try query.integer("limit", in: 1...100_000, default: 10_000))
        var page = Features()
        do {
            let (from, to) = (try query.day("from"), try query.day("to"))
            for home in try homes(asked: query.text("home"), store, book) {
                try store.forEachFeature(home: home, from: from, to: to) {
                    guard page.features.count < limit else { throw Enough() }
                    page.features.append(FeatureRow(feature: $0))
                }
            }
        } catch is Enough {
            page.more = true
        }
        return try .json(page)
    }

    private struct Features: Encodable {
        var features: [FeatureRow] = []
        var more = false
    }

    /// Ends the walk over the features.
    private struct Enough: Error {}

    /// The feature updates after a cursor, for a reader that keeps its own place.
    static func featureUpdates(_ query: String?, _ store: CareStore) throws -> Answer {
        let query = try Query(query, known: ["after", "limit"])
        let after = try query.integer("after", in: 0...Int64.max, default: 0)
        let limit = try query.integer("limit", in: 1...10_000, default: 1000)
        let updates = try store.outgoing(kinds: [.feature], after: after, limit: Int(limit))
        // The bodies are JSON texts already, written once for all their readers.
        let list = updates.map(\.json).joined(separator: ",")
        return .json(text: "{\"updates\":[\(list)],\"next\":\(updates.last?.cursor ?? after)}")
    }

    /// What could not be read, without the samples: they may say anything about anybody.
    static func quarantine(_ query: String?, _ store: CareStore) throws -> Answer {
        _ = try Query(query, known: [])
        let rows = try store.quarantine(withSamples: false).map(Quarantined.init)
        return try .json(["quarantine": rows])
    }

    /// The rows of the access log after a number, for a reader that keeps its own place.
    static func accessRows(_ query: String?, _ store: CareStore) throws -> Answer {
        let query = try Query(query, known: ["after", "limit"])
        let after = try query.integer("after", in: 0...Int64.max, default: 0)
        let limit = Int(try query.integer("limit", in: 1...10_000, default: 1000))
        var lines: [String] = []
        var next = after
        do {
            try store.forEachAccess(after: after) { row in
                guard lines.count < limit else { throw Enough() }
                lines.append("{\"number\":\(row.number),\"hash\":\"\(row.hash.hexadecimal)\",\"entry\":\(row.body)}")
                next = row.number
            }
        } catch is Enough {}
        return .json(text: "{\"rows\":[\(lines.joined(separator: ","))],\"next\":\(next)}")
    }

    private struct Quarantined: Encodable {
        var topic: String
        var reason: String
        var count: Int
        var firstAt: Timestamp
        var lastAt: Timestamp

        init(_ row: QuarantineRow) {
            topic = row.topic
            reason = row.reason
            count = row.count
            firstAt = row.firstAt
            lastAt = row.lastAt
        }

        private enum CodingKeys: String, CodingKey {
            case topic, reason, count
            case firstAt = "first_at"
            case lastAt = "last_at"
        }
    }
}
