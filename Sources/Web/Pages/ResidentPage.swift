import CareModel
import Store

/// The page at `/residents/<home>`: one home's alerts with their history, and its days.
struct ResidentPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let now: NowView
    let days: DaysView?
    let charts: FeatureCharts
    let hasCharts: Bool
    let hasLacking: Bool
    let devicesLink: String
    let historyLink: String
    let reportLink: String
    /// Nil for a home without a file.
    let carePlan: CarePlanView?
    let isUnseen: Bool
    let open: [AlertView]
    let nothingOpen: String?
    let suppressed: [AlertView]
    let hasSuppressed: Bool
    let recent: [AlertView]
    let recentCount: Int
    let tableDays: [MomentView]
    let features: [FeatureTable.Line]

    static let tableDayCount: Int32 = 14
    static let recentLimit = 30

    /// Throws `Refusal.noSuchHome` for a home that nobody knows.
    init(
        home: String, _ store: CareStore, _ status: GatewayStatus, _ answers: HomeAnswers, _ book: HomeBook,
        _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let seen = try store.lastOutgoingCursor()
        let summary = try store.homeSummaries(of: [home]).first
        guard summary != nil || book.knows(home) else { throw Refusal.noSuchHome }
        let alerts = try store.alerts(home: home, open: true).sorted(by: AlertListPage.isBefore)
        let closed = try store.alerts(home: home, open: false, limit: Self.recentLimit, newestFirst: true)
        var clock = book.clock(of: home)
        let last = clock.day(of: status.clock)
        let period = last.advanced(by: -FeatureChart.dayCount)...last.previous
        let trendStart = last.advanced(by: -TrendTexts.longest)
        var withPast: [DailyFeature] = []
        try store.forEachFeature(home: home, from: min(trendStart, period.lowerBound), to: last) {
            withPast.append($0)
        }
        let measured = withPast.filter { $0.date >= period.lowerBound }
        let coverage = AlertCoverage(alerts + closed, measured, &clock)
        let staff = try Staff(store, asker: request.signedIn)
        let choices = staff.choices(home: book.definition(of: home), id: home)
        let calls = try store.calls(alerts: (alerts + closed).map(\.id))
        func views(_ alerts: [Alert]) -> [AlertView] {
            alerts.map {
                AlertView(
                    $0, words, &clock, now: status.clock, coverage: coverage[$0], staff: staff, choices: choices,
                    calls: calls[$0.id] ?? [])
            }
        }
        var frame = FrameView(
            title: answers.status?.resident ?? book.resident(of: home) ?? summary?.resident ?? home, request,
            asOf: clock.moment(status.clock), seen: seen)
        frame.notice = try NoticeView(request.told, store, book, staff, words, now: status.clock)
        self.frame = frame
        banner = BannerView(status, words, &clock)
        now = NowView(home: home, answers.status, lastMessageAt: summary?.lastMessageAt, words, &clock)
        days = DaysView(answers.pictures, words, &clock)
        charts = FeatureCharts(
            withPast, days: period, devices: answers.status?.devices.map(\.device) ?? book.devices(of: home), words)
        hasCharts = !measured.isEmpty
        hasLacking = !charts.lacking.isEmpty
        devicesLink = PagePath.devices(home)
        (historyLink, reportLink) = (PagePath.history(home), PagePath.report(home))
        carePlan = book.definition(of: home).map { CarePlanView($0.carePlan, words) }
        isUnseen = alerts.contains(where: \.isUnreachableHome)
        open = views(alerts.filter { $0.state == .firing || $0.state == .acknowledged })
        nothingOpen =
            open.isEmpty ? (status.faults.isEmpty ? words.say("nothingOpen") : words.say("nothingKnown")) : nil
        suppressed = views(alerts.filter { $0.state == .suppressed })
        hasSuppressed = !suppressed.isEmpty
        recent = views(closed)
        recentCount = recent.count
        let table = FeatureTable(
            measured, days: (1...Self.tableDayCount).map { last.advanced(by: -$0) }, words)
        tableDays = table.days
        features = table.lines
        self.words = words
    }
}
