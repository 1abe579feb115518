import CareModel
import Store

/// The page at `/`: everything open in all homes.
struct AlertListPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let care: [AlertView]
    let careCount: Int
    /// How many more there are than the page shows.
    let careHidden: Int?
    let nothingOpen: String?
    let technical: [AlertView]
    let technicalCount: Int
    let technicalHidden: Int?
    let suppressed: [AlertView]
    let suppressedCount: Int
    let hasSuppressed: Bool
    let unseenCount: Int?
    let homes: [HomeLine]
    let homeCount: Int

    /// Care alerts come first and have a far higher limit, so that a storm of technical ones never hides them.
    static let careLimit = 500
    static let otherLimit = 100

    struct HomeLine {
        let homeLink: String
        let homeName: String
        let heardAt: MomentView?
        let isUnseen: Bool
        let openText: String
    }

    init(_ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest) throws {
        let words = Phrases(request.language)
        let seen = try store.lastOutgoingCursor()
        let open = try store.alerts(open: true).filter { book.covers($0.home) }
        let firing = open.filter { $0.state == .firing || $0.state == .acknowledged }.sorted(by: Self.isBefore)
        let care = firing.filter { $0.priority != .technical }
        let technical = firing.filter { $0.priority == .technical }
        let suppressed = open.filter { $0.state == .suppressed }.sorted(by: Self.isBefore)
        let unseen = Set(open.filter(\.isUnreachableHome).map(\.home))
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: words.say("home"), request, reloads: true, asOf: clock.moment(status.clock), seen: seen)
        banner = BannerView(status, words, &clock)
        let coverage = try AlertCoverage(Array(care.prefix(Self.careLimit)), store, book)
        self.care = Self.views(care, Self.careLimit, words, book, now: status.clock, coverage)
        careCount = care.count
        careHidden = care.count > Self.careLimit ? care.count - Self.careLimit : nil
        nothingOpen =
            care.isEmpty ? (status.faults.isEmpty ? words.say("nothingOpen") : words.say("nothingKnown")) : nil
        self.technical = Self.views(technical, Self.otherLimit, words, book, now: status.clock)
        technicalCount = technical.count
        technicalHidden = technical.count > Self.otherLimit ? technical.count - Self.otherLimit : nil
        self.suppressed = Self.views(suppressed, Self.otherLimit, words, book, now: status.clock)
        suppressedCount = suppressed.count
        hasSuppressed = !suppressed.isEmpty
        unseenCount = unseen.isEmpty ? nil : unseen.count
        homes = try Self.lines(store, book, unseen)
        homeCount = homes.count
        self.words = words
    }

    /// By priority, then what happened last first.
    static func isBefore(_ a: Alert, _ b: Alert) -> Bool {
        (a.priority.rank, b.latestAt, a.id) < (b.priority.rank, a.latestAt, b.id)
    }

    private static func views(
        _ alerts: [Alert], _ limit: Int, _ words: Phrases, _ book: HomeBook, now: Timestamp,
        _ coverage: AlertCoverage = .none
    ) -> [AlertView] {
        var clocks: [String: HomeClock] = [:]
        return alerts.prefix(limit).map { alert in
            AlertView(
                alert, words, &clocks[alert.home, default: book.clock(of: alert.home)], now: now,
                coverage: coverage[alert])
        }
    }

    /// The homes that cannot be seen first, then by name.
    private static func lines(_ store: CareStore, _ book: HomeBook, _ unseen: Set<String>) throws -> [HomeLine] {
        var summaries = try store.homeSummaries().filter { book.covers($0.home) }
        let known = Set(summaries.map(\.home))
        summaries += book.ids.filter { !known.contains($0) }
            .map { HomeSummary(home: $0, resident: nil, lastMessageAt: nil, openAlerts: [:]) }
        let lines = summaries.map { summary in
            var clock = book.clock(of: summary.home)
            let counts = Alert.Priority.allCases.compactMap { priority in
                summary.openAlerts[priority].map { "\(priority.rawValue): \($0)" }
            }
            return HomeLine(
                homeLink: PagePath.resident(summary.home),
                homeName: book.resident(of: summary.home) ?? summary.resident ?? summary.home,
                heardAt: summary.lastMessageAt.map { clock.moment($0) }, isUnseen: unseen.contains(summary.home),
                openText: counts.isEmpty ? "–" : counts.joined(separator: ", "))
        }
        return lines.sorted { ($0.isUnseen ? 0 : 1, $0.homeName) < ($1.isUnseen ? 0 : 1, $1.homeName) }
    }
}
