import CareModel
import Store

/// The page at `/alerts/<id>`: why one alert was told, on what it rests, and what was done about it.
struct AlertPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    /// So that the card does not lead to where the reader is.
    let isOwnPage = true
    let isUnseen: Bool
    let residentLink: String?
    let historyLink: String
    let devicesLink: String
    let alert: AlertView
    /// The days that it rests on, in words; nil where it rests on what happened within a day.
    let restsOn: String?
    let charts: [FeatureChart]
    let hasCharts: Bool
    let evidence: EvidenceView?
    let days: DaysView?
    let sensors: AlertSensors
    let carePlan: CarePlanView?
    let calls: [CallView]
    let hasCalls: Bool
    let similar: [SimilarAlert]
    let hasSimilar: Bool

    static let similarLimit = 20
    /// Days after the alert that its charts go on for.
    private static let daysAfter: Int32 = 14

    struct CallView {
        let calledAt: MomentView
        let recipient: String
        let callText: String
    }

    /// How well the days are known.
    struct EvidenceView {
        let coverageText: String
        let knownDays: String
        let missing: [String]
        let hasMissing: Bool
    }

    /// The days that an alert is about: its horizon's, or those from when it began until it was told.
    static func days(of alert: Alert, _ clock: inout HomeClock) -> ClosedRange<LocalDay> {
        let told = clock.day(of: alert.raisedAt ?? alert.onset)
        guard let evidence = alert.evidence else {
            let first = clock.day(of: alert.onset)
            return max(first, told.advanced(by: 1 - DaysView.dayCount))...max(first, told)
        }
        // Told at the midnight that ends the newest day.
        let last = told.previous
        return last.advanced(by: 1 - Int32(clamping: max(evidence.horizonDays, 1)))...last
    }

    init(
        _ alert: Alert, _ store: CareStore, _ status: GatewayStatus, _ answers: HomeAnswers, _ book: HomeBook,
        _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        var clock = book.clock(of: alert.home)
        let marked = Self.days(of: alert, &clock)
        let last = min(clock.day(of: status.clock).previous, marked.upperBound.advanced(by: Self.daysAfter))
        let period = last.advanced(by: 1 - FeatureChart.dayCount)...last
        var measured: [DailyFeature] = []
        let names = Set(alert.features.map(\.feature))
        if !names.isEmpty {
            try store.forEachFeature(home: alert.home, from: period.lowerBound, to: last) {
                if names.contains($0.feature), $0.resident == alert.resident { measured.append($0) }
            }
        }
        let resident = answers.status?.resident ?? book.resident(of: alert.home) ?? alert.resident
        let staff = try Staff(store, asker: request.signedIn)
        var frame = FrameView(
            title: "\(alert.home == HomeBook.gateway ? "Vardag" : resident): \(words.language.pick(alert.title))",
            request,
            asOf: clock.moment(status.clock), seen: try store.lastOutgoingCursor())
        frame.notice = try NoticeView(request.told, store, book, staff, words, now: status.clock)
        frame.origin = .init(pageWord: StepForm.alertPage, feedQuery: "")
        self.frame = frame
        banner = BannerView(status, words, &clock)
        isUnseen = try store.alerts(home: alert.home, open: true).contains(where: \.isUnreachableHome)
        residentLink = alert.home == HomeBook.gateway ? nil : PagePath.resident(alert.home)
        historyLink = PagePath.history(alert.home, days: FeatureHistoryPage.choices[1])
        devicesLink = PagePath.devices(alert.home)
        self.alert = AlertView(
            alert, words, &clock, now: status.clock, coverage: AlertCoverage([alert], measured, &clock)[alert],
            staff: staff, choices: staff.choices(home: book.definition(of: alert.home), id: alert.home))
        charts = Self.charts(alert, measured, period, marked, words)
        hasCharts = !charts.isEmpty
        restsOn = alert.evidence.map { _ in Self.text(marked, words) }
        evidence = alert.evidence.map { Self.view($0, words) }
        days = DaysView(answers.pictures, words, &clock)
        sensors = AlertSensors(alert, answers.status, devices: book.devices(of: alert.home) ?? [], words)
        carePlan = book.definition(of: alert.home).map { CarePlanView($0.carePlan, for: alert, words) }
        calls = try store.calls(alert: alert.id).map { call in
            CallView(
                calledAt: clock.moment(call.at), recipient: call.recipient,
                callText: words.say("call.\(call.kind.rawValue)"))
        }
        hasCalls = !calls.isEmpty
        similar = try store.alerts(like: alert, limit: Self.similarLimit).map { SimilarAlert($0, words, &clock) }
        hasSimilar = !similar.isEmpty
        self.words = words
    }

    private static func charts(
        _ alert: Alert, _ measured: [DailyFeature], _ period: ClosedRange<LocalDay>, _ marked: ClosedRange<LocalDay>,
        _ words: Phrases
    ) -> [FeatureChart] {
        let byName = Dictionary(grouping: measured, by: \.feature)
        return alert.features.compactMap { member in
            guard let features = byName[member.feature] else { return nil }
            return FeatureChart(
                FeatureName(member.feature), key: member.feature, features, days: period, marked: marked, words)
        }
    }

    private static func view(_ evidence: Alert.Evidence, _ words: Phrases) -> EvidenceView {
        let missing =
            DayNotes(
                evidence.missingDays.map { ($0.date, $0.reason.map { words.text($0) } ?? words.say("missing")) },
                limit: Int(DaysView.dayCount) * 2, words
            ).texts
        return EvidenceView(
            coverageText: FeatureTable.percent(evidence.coverage),
            knownDays: words.say(
                "daysSeen",
                ["seen": max(evidence.horizonDays - evidence.missingDays.count, 0), "days": evidence.horizonDays]),
            missing: missing, hasMissing: !missing.isEmpty)
    }

    private static func text(_ days: ClosedRange<LocalDay>, _ words: Phrases) -> String {
        days.lowerBound == days.upperBound
            ? words.text(days.lowerBound) : "\(words.text(days.lowerBound)) – \(words.text(days.upperBound))"
    }
}
