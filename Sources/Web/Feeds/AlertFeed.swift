import CareModel
import Foundation
import Store

/// The latest alerts for a feed reader: title, level, state, home and times, and no more, because readers keep copies
/// elsewhere.
struct AlertFeed {
    /// The forms it is told in.
    enum Form: String, CaseIterable, Sendable {
        case atom, json

        var type: String {
            switch self {
            case .atom: "application/atom+xml; charset=utf-8"
            case .json: "application/feed+json; charset=utf-8"
            }
        }

        var path: String { "/feeds/alerts.\(rawValue)" }
    }

    static let limit = 100

    struct Entry {
        /// A tag URI (RFC 4151), the same for the alert's whole life.
        var id: String
        var title: String
        var text: String
        var path: String
        var raisedAt: Timestamp
        var changedAt: Timestamp
        var tags: [String]
    }

    let language: Language
    let title: String
    let updated: Timestamp
    let entries: [Entry]

    /// Those of the homes that may be seen which somebody was told of, the newest first. `startedAt` stands for a last
    /// change where there is none.
    init(_ store: CareStore, _ book: HomeBook, _ language: Language, startedAt: Timestamp) throws {
        let words = Phrases(language)
        var homes: [String?] = [nil]
        if book.isPartial {
            homes = Set(try store.homes().map(\.id) + Array(book.ids)).filter(book.covers).sorted()
        }
        let latest = try homes.flatMap { home in
            try store.alerts(home: home, wasTold: true, limit: Self.limit, newestFirst: true)
        }.sorted { ($0.onset, $0.id) > ($1.onset, $1.id) }
        self.language = language
        title = "Vardag: \(words.say("home"))"
        entries = latest.prefix(Self.limit).map { Self.entry($0, words) }
        updated = entries.map(\.changedAt).max() ?? startedAt
    }

    private static func entry(_ alert: Alert, _ words: Phrases) -> Entry {
        let raisedAt = alert.raisedAt ?? alert.onset
        return Entry(
            id: tag("alert:" + PagePath.encoded(alert.id)),
            title: "\(words.text(alert.priority)): \(words.language.pick(alert.title)) (\(alert.home))",
            text: "\(alert.home): \(words.text(alert.state))", path: PagePath.alert(alert.id), raisedAt: raisedAt,
            changedAt: max(alert.history.last?.at ?? raisedAt, raisedAt),
            tags: [alert.priority.rawValue, alert.family.rawValue, alert.state.rawValue])
    }

    /// No gateway has a domain of its own, so the authority is one that nobody can have.
    static func tag(_ specific: String) -> String { "tag:vardag.invalid,2026:\(specific)" }
}
