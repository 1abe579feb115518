import CareModel
import Store

/// The page at `/residents/<home>/features?days=30|90|365`: each feature over a long time, with its trend.
struct FeatureHistoryPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let residentLink: String
    let choices: [Choice]
    let pointText: String
    let charts: FeatureCharts
    let hasCharts: Bool

    static let choices: [Int32] = [30, 90, 365]
    /// Whole weeks: what the longest choice draws.
    static let weekDays: Int32 = 364

    struct Choice {
        let choiceLink: String
        let choiceText: String
        let isChosen: Bool
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
        let isLong = wanted > Self.choices[1]
        let dayCount = isLong ? Self.weekDays : wanted
        let period = last.advanced(by: 1 - dayCount)...last
        let features = try store.presentResidentsFeatures(home: home, from: period.lowerBound, to: last)
        let resident = answers.status?.resident ?? book.resident(of: home) ?? summary?.resident ?? home
        frame = FrameView(
            title: "\(resident): \(words.say("featureHistory"))", request, asOf: clock.moment(status.clock),
            seen: try store.lastOutgoingCursor())
        banner = BannerView(status, words, &clock)
        residentLink = PagePath.resident(home)
        choices = Self.choices.map { days in
            Choice(
                choiceLink: PagePath.history(home, days: days) + (request.chosen.map { "&lang=\($0.rawValue)" } ?? ""),
                choiceText: words.text(daysBack: days), isChosen: days == wanted)
        }
        pointText = isLong ? words.say("pointIsWeek") : words.say("pointIsDay")
        charts = FeatureCharts(
            features, days: period, step: isLong ? .week : .day, trendOver: dayCount,
            devices: answers.status?.devices.map(\.device) ?? book.devices(of: home), words)
        hasCharts = !features.isEmpty
        self.words = words
    }
}

extension CareStore {
    /// The features of the days, of the resident of the newest of them: nobody's before.
    func presentResidentsFeatures(home: String, from: LocalDay, to: LocalDay) throws -> [DailyFeature] {
        var features: [DailyFeature] = []
        try forEachFeature(home: home, from: from, to: to) { features.append($0) }
        let resident = features.last?.resident
        return features.filter { $0.resident == resident }
    }
}
