import CareModel

/// All features' charts, by what belongs together, and what the home does not have.
struct FeatureCharts {
    let groups: [Group]
    let lacking: [Lack]
    /// Days on which the resident was not alone at home.
    let contexts: [String]
    let hasContexts: Bool

    private static let contextLimit = 12

    struct Group {
        let groupID: String
        let groupText: String
        let charts: [FeatureChart]
    }

    /// A feature without any value.
    struct Lack {
        let lackText: String
        let reasonText: String
    }

    /// `all`: with the days before `days` that trends go back to; `devices`: the home's, nil where they are not known;
    /// `trendOver`: where the trend of that many days alone is told, and drawn.
    init(
        _ all: [DailyFeature], days: ClosedRange<LocalDay>, step: ChartStep = .day, trendOver window: Int32? = nil,
        devices: [Device]?, _ words: Phrases
    ) {
        let features = all.filter { $0.date >= days.lowerBound }
        let withPast = Dictionary(grouping: all, by: \.feature)
        let byName = Dictionary(grouping: features, by: \.feature)
        let charts = byName.keys.map { (name: FeatureName($0), key: $0) }
            .sorted { ($0.name.rank, $0.key) < ($1.name.rank, $1.key) }
        groups = FeatureGroup.allCases.compactMap { group in
            let members = charts.filter { $0.name.group == group }
            guard !members.isEmpty else { return nil }
            return Group(
                groupID: "group-\(group.rawValue)", groupText: words.text(group),
                charts: members.map { name, key in
                    let told = TrendTexts(
                        name, withPast[key] ?? [], last: days.upperBound, windows: window.map { [$0] } ?? Trend.windows,
                        words)
                    return FeatureChart(
                        name, key: key, byName[key] ?? [], days: days, step: step, trends: told.texts,
                        trend: window == nil ? nil : told.trend, words)
                })
        }
        let contextOfDay = Dictionary(features.map { ($0.date, $0.context) }) { $0 == .alone ? $1 : $0 }
        contexts =
            DayNotes(
                contextOfDay.map { ($0, $1 == .alone ? nil : words.text($1)) }, limit: Self.contextLimit, words
            ).texts
        hasContexts = !contexts.isEmpty
        let present = Set(charts.map { $0.name.base })
        lacking = features.isEmpty ? [] : Self.lacking(present, devices, words)
    }

    /// The features that the home lacks the sensors for have no rows at all, not even empty ones.
    private static func lacking(_ present: Set<Substring>, _ devices: [Device]?, _ words: Phrases) -> [Lack] {
        KnownFeature.all.filter { !present.contains($0.name) }.map { feature in
            let hasSensor = devices.map { feature.need.isMet(by: $0) ?? false } ?? false
            return Lack(
                lackText: words.say("feature.\(feature.name)"),
                reasonText: hasSensor ? words.say("notYet") : "\(words.say("needs")) \(words.text(feature.need))")
        }
    }
}
