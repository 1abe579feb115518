import CareModel

/// One feature's last 60 days as a drawing, and the same as a table.
struct FeatureChart {
    let chartID: String
    let featureText: String
    let latestText: String
    /// Of the last 30 and 90 days.
    let trends: [String]
    let drawingText: String
    let bandPath: String?
    let usualPath: String?
    let linePath: String?
    let dotPath: String?
    let heldPath: String?
    let missingPath: String?
    let awayPath: String?
    let visitorPath: String?
    let hospitalPath: String?
    let framePath: String
    let valueTicks: [Tick]
    let dayTicks: [Tick]
    /// Days that are missing or kept out of the comparison for a reason of the feature's own.
    let notes: [String]
    let hasNotes: Bool
    let rows: [Row]

    static let dayCount: Int32 = 60
    /// Further groups of days are in the table only.
    private static let noteLimit = 3

    struct Tick {
        let x: String
        let y: String
        /// As the attribute `text-anchor`.
        let anchor: String
        let tickText: String
    }

    struct Row {
        let rowDay: MomentView
        let valueText: String
        let usualText: String
        let rowNote: String
    }

    /// `features`: those of one name; `days`: without gaps, the earliest first.
    init(
        _ name: FeatureName, key: String, _ features: [DailyFeature], days: ClosedRange<LocalDay>,
        trends: [String] = [], _ words: Phrases
    ) {
        self.trends = trends
        let byDay = Dictionary(features.map { ($0.date, $0) }) { first, _ in first }
        let count = Int(days.upperBound.number - days.lowerBound.number) + 1
        let all = (0..<count).map { byDay[days.lowerBound.advanced(by: Int32($0))] }
        let language = words.language
        chartID = PagePath.anchor(key, of: "feature")
        featureText = name.text(unit: features.first?.unit ?? "", language)
        latestText = Self.latest(name, features, words)
        drawingText = "\(name.text(language)). \(latestText). \(words.say("chartAdvice"))"
        let values = all.compactMap { $0?.value } + all.compactMap(\.?.usual).flatMap { [$0.usualLow, $0.usualHigh] }
        let scale = ChartScale(
            values: values.filter(\.isFinite), dayCount: count,
            fromZero: !name.isClockTime && name.group != .measured && name.group != .climate)
        let plot = ChartPlot(all, scale)
        bandPath = plot.band.ifAny
        usualPath = plot.expected.ifAny
        linePath = plot.line.ifAny
        dotPath = plot.dots.ifAny
        heldPath = plot.held.ifAny
        missingPath = plot.missing.ifAny
        awayPath = plot.away.ifAny
        visitorPath = plot.visitor.ifAny
        hospitalPath = plot.hospital.ifAny
        framePath = plot.frame.text
        valueTicks = scale.ticks(isClockTime: name.isClockTime).map {
            Tick(
                x: PathText.number(scale.plotLeft - 4), y: PathText.number(scale.y($0) + 4), anchor: "end",
                tickText: name.text($0, language))
        }
        dayTicks = [
            (scale.plotLeft, 0, "start"), (scale.x(count / 2), count / 2, "middle"),
            (scale.plotRight, count - 1, "end"),
        ].map { x, index, anchor in
            Tick(
                x: PathText.number(x), y: PathText.number(scale.plotBottom + 16), anchor: anchor,
                tickText: words.shortText(days.lowerBound.advanced(by: Int32(index))))
        }
        notes =
            DayNotes(
                features.filter { $0.context == .alone }.map { ($0.date, Self.reason($0, words)) },
                limit: Self.noteLimit,
                words
            ).texts
        hasNotes = !notes.isEmpty
        rows = features.sorted { $0.date > $1.date }.map { Self.row($0, name, words) }
    }

    private static func latest(_ name: FeatureName, _ features: [DailyFeature], _ words: Phrases) -> String {
        guard let last = features.filter({ $0.value != nil }).max(by: { $0.date < $1.date }), let value = last.value
        else { return words.say("noValue") }
        let text = "\(words.shortText(last.date)): \(self.value(value, name, last.unit, words))"
        return last.usual.map { "\(text) (\(words.say("usually")) \(usual($0, name, last.unit, words)))" } ?? text
    }

    /// Stretches of time in hours and minutes.
    private static func value(_ value: Double, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        guard unit == "min", !name.isClockTime, value.isFinite, abs(value) < 1e6 else {
            return name.text(value, words.language)
        }
        return words.text(minutes: Int(value.rounded()))
    }

    private static func usual(_ usual: Baseline, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        let (low, high) = (value(usual.usualLow, name, unit, words), value(usual.usualHigh, name, unit, words))
        return low == high ? low : "\(low)–\(high)"
    }

    /// Why a day's value is missing or kept apart, or who was there; nil for an ordinary day.
    private static func reason(_ feature: DailyFeature, _ words: Phrases) -> String? {
        if let withheld = feature.withheld { return words.text(withheld) }
        if feature.value == nil { return words.say("missing") }
        return feature.context == .alone ? nil : words.text(feature.context)
    }

    private static func row(_ feature: DailyFeature, _ name: FeatureName, _ words: Phrases) -> Row {
        var notes = reason(feature, words).map { [$0] } ?? []
        if feature.value == nil || feature.coverage < FeatureTable.fullCoverage {
            notes.append("\(words.say("coverage")) \(FeatureTable.percent(feature.coverage))")
        }
        if feature.revision > 0 { notes.append("\(words.say("revised")) \(feature.revision)") }
        return Row(
            rowDay: MomentView(machine: feature.date.description, people: words.text(feature.date)),
            valueText: feature.value.map { value($0, name, feature.unit, words) } ?? "–",
            usualText: feature.usual.map { usual($0, name, feature.unit, words) } ?? "–",
            rowNote: notes.joined(separator: ", "))
    }
}
