import CareModel
import Store

/// The page at `/residents/<home>`: one home's alerts with their history, and its days.
struct ResidentPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let heardAt: MomentView?
    let isUnseen: Bool
    let open: [AlertView]
    let nothingOpen: String?
    let suppressed: [AlertView]
    let hasSuppressed: Bool
    let recent: [AlertView]
    let days: [MomentView]
    let features: [FeatureTable.Line]
    let hasFeatures: Bool

    static let dayCount: Int32 = 14
    static let recentLimit = 30

    /// Throws `Refusal.noSuchHome` for a home that nobody knows.
    init(
        home: String, _ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let summary = try store.homeSummaries().first { $0.home == home }
        guard summary != nil || book.knows(home) else { throw Refusal.noSuchHome }
        let alerts = try store.alerts(home: home, open: true).sorted(by: AlertListPage.isBefore)
        let closed = try store.alerts(home: home, open: false, limit: Self.recentLimit, newestFirst: true)
        let suppressed = alerts.filter { $0.state == .suppressed }
        var clock = book.clock(of: home)
        let last = clock.day(of: status.clock)
        let table = try Self.table(home, store, last: last, words)
        frame = FrameView(
            title: book.resident(of: home) ?? summary?.resident ?? home, request, asOf: clock.moment(status.clock))
        banner = BannerView(status, words, &clock)
        heardAt = summary?.lastMessageAt.map { clock.moment($0) }
        isUnseen = alerts.contains(where: \.isUnreachableHome)
        open = alerts.filter { $0.state == .firing || $0.state == .acknowledged }
            .map { AlertView($0, words, &clock) }
        nothingOpen = open.isEmpty ? (status.faults.isEmpty ? words.nothingOpen : words.nothingKnown) : nil
        self.suppressed = suppressed.map { AlertView($0, words, &clock) }
        hasSuppressed = !suppressed.isEmpty
        recent = closed.map { AlertView($0, words, &clock) }
        days = table.days
        features = table.lines
        hasFeatures = !table.lines.isEmpty
        self.words = words
    }

    private static func table(
        _ home: String, _ store: CareStore, last: LocalDay, _ words: Phrases
    ) throws -> FeatureTable {
        let days = (0..<dayCount).map { last.advanced(by: -$0) }
        var features: [DailyFeature] = []
        try store.forEachFeature(home: home, from: days.last, to: last) { features.append($0) }
        return FeatureTable(features, days: days, words)
    }
}
