import CareModel
import Store

/// The sheet at `/residents/<home>/report?days=`: what the sensors showed of a resident, to be printed.
struct ReportPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let sheet: SheetView
    let residentLink: String
    let choices: [FeatureHistoryPage.Choice]
    let groups: [Group]
    let hasFeatures: Bool
    /// Features of which days are missing, and those that the home cannot have.
    let gaps: [Gap]
    let hasGaps: Bool
    let contexts: [String]
    let hasContexts: Bool
    let alerts: [AlertLine]
    let hasAlerts: Bool

    static let choices: [Int32] = [30, 90]
    private static let noteLimit = 6

    struct Group {
        let groupText: String
        let lines: [Line]
    }

    struct Line {
        let featureText: String
        let middleText: String
        let usualText: String
        let daysText: String
        let trendText: String
        let versionText: String
    }

    struct Gap {
        let gapText: String
        let reasons: [String]
    }

    struct AlertLine {
        let alertAt: MomentView
        let alertTitle: String
        let priorityText: String
        let outcomeText: String
        let verdictText: String
        let delayText: String
    }

    /// Throws `Refusal.noSuchHome` for a home that nobody knows.
    init(
        home: String, days wanted: Int32, _ store: CareStore, _ status: GatewayStatus, _ answers: HomeAnswers,
        _ book: HomeBook, _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let summary = try store.homeSummaries(of: [home]).first
        guard summary != nil || book.knows(home) else { throw Refusal.noSuchHome }
        var clock = book.clock(of: home)
        let last = clock.day(of: status.clock).previous
        let period = last.advanced(by: 1 - wanted)...last
        let features = try store.presentResidentsFeatures(home: home, from: period.lowerBound, to: last).filter {
            !Self.isOfOneRoom($0.feature)
        }
        let charts = FeatureCharts(
            features, days: period, trendOver: wanted,
            devices: answers.status?.devices.map(\.device) ?? book.devices(of: home), words)
        let resident = answers.status?.resident ?? book.resident(of: home) ?? summary?.resident ?? home
        let title = "\(resident): \(words.say("report"))"
        frame = FrameView(title: title, request, asOf: clock.moment(status.clock), seen: nil)
        banner = BannerView(status, words, &clock)
        sheet = SheetView(
            title: title, about: "\(period.lowerBound) – \(last)", request, at: status.clock, &clock)
        residentLink = PagePath.resident(home)
        choices = Self.choices.map { days in
            FeatureHistoryPage.Choice(
                choiceLink: PagePath.report(home, days: days) + (request.chosen.map { "&lang=\($0.rawValue)" } ?? ""),
                choiceText: words.text(daysBack: days), isChosen: days == wanted)
        }
        let byName = Dictionary(grouping: features, by: \.feature)
        let names = byName.keys.map { (name: FeatureName($0), key: $0) }
            .sorted { ($0.name.rank, $0.key) < ($1.name.rank, $1.key) }
        groups = FeatureGroup.allCases.compactMap { group in
            let lines = names.filter { $0.name.group == group }.map { name, key in
                Self.line(name, byName[key] ?? [], dayCount: wanted, last, words)
            }
            return lines.isEmpty ? nil : Group(groupText: words.text(group), lines: lines)
        }
        hasFeatures = !groups.isEmpty
        let missing = names.compactMap { name, key in Self.gap(name, byName[key] ?? [], words) }
        gaps = Self.gathered(missing + charts.lacking.map { Gap(gapText: $0.lackText, reasons: [$0.reasonText]) })
        hasGaps = !gaps.isEmpty
        contexts = charts.contexts
        hasContexts = charts.hasContexts
        let present = features.last?.resident
        alerts = try Self.alerts(home: home, store, since: clock.start(of: period.lowerBound))
            .filter { present == nil || $0.resident == present }
            .map { Self.line($0, words, &clock) }
        hasAlerts = !alerts.isEmpty
        self.words = words
    }

    /// A resident's activity room by room stands on the pages alone.
    private static func isOfOneRoom(_ feature: String) -> Bool {
        feature.hasPrefix("activity_minutes:") || feature.hasPrefix("activity_share:")
    }

    /// Those that somebody was told of, newest first.
    private static func alerts(home: String, _ store: CareStore, since: Timestamp) throws -> [Alert] {
        // A change is told up to its longest horizon after it began.
        try store.alerts(home: home, from: since.adding(hours: -24 * 60))
            .filter { $0.priority != .technical && ($0.raisedAt.map { $0 >= since } ?? false) }
            .sorted { ($0.raisedAt ?? $0.onset, $0.id) > ($1.raisedAt ?? $1.onset, $1.id) }
    }

    private static func line(_ alert: Alert, _ words: Phrases, _ clock: inout HomeClock) -> AlertLine {
        AlertLine(
            alertAt: clock.moment(alert.raisedAt ?? alert.onset), alertTitle: words.language.pick(alert.title),
            priorityText: words.text(alert.priority), outcomeText: words.outcome(of: alert),
            verdictText: alert.verdict.map { words.text($0) } ?? "–",
            delayText: alert.minutesUntilTakenOn.map { words.text(minutes: $0) } ?? "–")
    }

    private static func line(
        _ name: FeatureName, _ features: [DailyFeature], dayCount: Int32, _ last: LocalDay, _ words: Phrases
    ) -> Line {
        let compared = features.filter { $0.withheld == nil && $0.value != nil }
        let unit = features.last?.unit ?? ""
        let usual = features.last { $0.usual != nil }?.usual
        return Line(
            featureText: name.text(unit: unit, words.language),
            middleText: ChartStep.middle(compared.compactMap(\.value))
                .map { FeatureChart.value($0, name, unit, words) } ?? "–",
            usualText: usual.map { FeatureChart.usual($0, name, unit, words) } ?? "–",
            daysText: "\(compared.count)/\(dayCount)",
            trendText: Self.trend(name, features, dayCount: dayCount, last, words),
            versionText: Set(features.map(\.definitionVersion)).sorted().map(String.init).joined(separator: ", "))
    }

    /// A steady course in a word, so that what changed stands out.
    private static func trend(
        _ name: FeatureName, _ features: [DailyFeature], dayCount: Int32, _ last: LocalDay, _ words: Phrases
    ) -> String {
        guard !name.isDifference, let trend = Trend(features, last: last, window: dayCount) else { return "–" }
        guard trend.direction != .none else { return words.text(trend.direction, isClockTime: name.isClockTime) }
        return TrendTexts.text(trend, name, features.last?.unit ?? "", words)
    }

    /// Features with the same reasons as one, in the order in which their first comes.
    private static func gathered(_ gaps: [Gap]) -> [Gap] {
        var (order, names): ([[String]], [[String]: [String]]) = ([], [:])
        for gap in gaps {
            if names[gap.reasons] == nil { order.append(gap.reasons) }
            names[gap.reasons, default: []].append(gap.gapText)
        }
        return order.map { Gap(gapText: (names[$0] ?? []).joined(separator: "; "), reasons: $0) }
    }

    /// Days on which nothing was measured or what was is not compared; nil where there are none.
    private static func gap(_ name: FeatureName, _ features: [DailyFeature], _ words: Phrases) -> Gap? {
        let reasons = features.compactMap { day -> (day: LocalDay, text: String?)? in
            if let withheld = day.withheld { return (day.date, words.text(withheld)) }
            return day.value == nil ? (day.date, words.say("missing")) : nil
        }
        guard !reasons.isEmpty else { return nil }
        return Gap(
            gapText: name.text(words.language),
            reasons: DayNotes(reasons, limit: Self.noteLimit, words).texts)
    }
}
