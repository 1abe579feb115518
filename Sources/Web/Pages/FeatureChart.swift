import CareModel

/// One feature's days as a drawing, and the same as a table: a point a day, of a long time a point a week.
struct FeatureChart {
    let chartID: String
    let featureText: String
    let latestText: String
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
    /// Around the days that an alert rests on.
    let markPath: String?
    let trendPath: String?
    let framePath: String
    let valueTicks: [Tick]
    let dayTicks: [Tick]
    /// Days that are missing or kept out of the comparison for a reason of the feature's own.
    let notes: [String]
    let hasNotes: Bool
    /// What a row of the table is: a day or a week.
    let rowHead: String
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

    /// `features`: those of one name; `days`: without gaps, the earliest first; `marked`: the days that an alert rests
    /// on; `trend`: drawn over its days.
    init(
        _ name: FeatureName, key: String, _ features: [DailyFeature], days: ClosedRange<LocalDay>,
        step: ChartStep = .day, trends: [String] = [], trend: Trend? = nil, marked: ClosedRange<LocalDay>? = nil,
        _ words: Phrases
    ) {
        self.trends = trends
        let all = step.points(features, days)
        let language = words.language
        chartID = PagePath.anchor(key, of: "feature")
        featureText = name.text(unit: features.first?.unit ?? "", language)
        let dayCount = Int(days.upperBound.number - days.lowerBound.number) + 1
        latestText = Self.latest(name, features, dayCount: dayCount, words)
        drawingText =
            "\(name.text(language)). \(latestText). \(words.say("chartAdvice", ["days": dayCount]))"
        let values = all.compactMap { $0?.value } + all.compactMap(\.?.usual).flatMap { [$0.usualLow, $0.usualHigh] }
        let scale = ChartScale(
            values: values.filter(\.isFinite), dayCount: dayCount, daysPerPoint: step.days,
            fromZero: !name.isClockTime && name.group != .measured && name.group != .climate)
        let plot = ChartPlot(
            all, scale, shades: ChartStep.day.points(features, days),
            marked: marked.flatMap { Self.indexes($0, in: days) },
            trend: trend.flatMap { Self.ends($0, in: days) })
        markPath = plot.mark.ifAny
        trendPath = plot.trend.ifAny
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
            (scale.plotLeft, 0, "start"), (scale.x(day: dayCount / 2), dayCount / 2, "middle"),
            (scale.plotRight, dayCount - 1, "end"),
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
        rowHead = step == .day ? words.say("day") : words.say("week")
        rows =
            step == .day
            ? features.sorted { $0.date > $1.date }.map { Self.row($0, name, words) }
            : Self.weeks(all, features, days, name, words)
    }

    /// The place of the days in the drawing; nil where none of them is in it.
    private static func indexes(_ marked: ClosedRange<LocalDay>, in days: ClosedRange<LocalDay>) -> ClosedRange<Int>? {
        guard marked.overlaps(days) else { return nil }
        let first = days.lowerBound.number
        let clamped = marked.clamped(to: days)
        return Int(clamped.lowerBound.number - first)...Int(clamped.upperBound.number - first)
    }

    private static func ends(_ trend: Trend, in days: ClosedRange<LocalDay>) -> ChartPlot.Line? {
        guard let indexes = indexes(trend.days, in: days) else { return nil }
        let first = days.lowerBound
        return ChartPlot.Line(
            from: (indexes.lowerBound, trend.value(on: first.advanced(by: Int32(indexes.lowerBound)))),
            to: (indexes.upperBound, trend.value(on: first.advanced(by: Int32(indexes.upperBound)))))
    }

    private static func latest(
        _ name: FeatureName, _ features: [DailyFeature], dayCount: Int, _ words: Phrases
    ) -> String {
        guard let last = features.filter({ $0.value != nil }).max(by: { $0.date < $1.date }), let value = last.value
        else { return words.say("noValue", ["days": dayCount]) }
        let text = "\(words.shortText(last.date)): \(self.value(value, name, last.unit, words))"
        return last.usual.map { "\(text) (\(words.say("usually")) \(usual($0, name, last.unit, words)))" } ?? text
    }

    /// Stretches of time in hours and minutes.
    static func value(_ value: Double, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        guard unit == "min", !name.isClockTime, value.isFinite, abs(value) < 1e6 else {
            return name.text(value, words.language)
        }
        return words.text(minutes: Int(value.rounded()))
    }

    static func usual(_ usual: Baseline, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        let (low, high) = (value(usual.usualLow, name, unit, words), value(usual.usualHigh, name, unit, words))
        return low == high ? low : "\(low)–\(high)"
    }

    /// Why a day's value is missing or kept apart, or who was there; nil for an ordinary day.
    private static func reason(_ feature: DailyFeature, _ words: Phrases) -> String? {
        if let withheld = feature.withheld { return words.text(withheld) }
        if feature.value == nil { return words.say("missing") }
        return feature.context == .alone ? nil : words.text(feature.context)
    }

    /// A line a week, the latest first: the median, how many days it is of, and between which values they lie.
    private static func weeks(
        _ points: [DailyFeature?], _ features: [DailyFeature], _ days: ClosedRange<LocalDay>, _ name: FeatureName,
        _ words: Phrases
    ) -> [Row] {
        points.compactMap { $0 }.sorted { $0.date > $1.date }.map { week in
            let span = week.date...min(week.date.advanced(by: 6), days.upperBound)
            let values = features.filter { span.contains($0.date) }.compactMap { day in
                week.withheld == nil && day.withheld != nil ? nil : day.value
            }
            var notes = [words.say("daysSeen", ["seen": values.count, "days": ChartStep.week.days])]
            if let low = values.min(), let high = values.max(), low < high {
                notes.append("\(value(low, name, week.unit, words))–\(value(high, name, week.unit, words))")
            }
            if let reason = week.withheld.map({ words.text($0) }) { notes.append(reason) }
            return Row(
                rowDay: MomentView(
                    machine: span.lowerBound.description,
                    people: "\(words.shortText(span.lowerBound)) – \(words.shortText(span.upperBound))"),
                valueText: week.value.map { value($0, name, week.unit, words) } ?? "–",
                usualText: week.usual.map { usual($0, name, week.unit, words) } ?? "–",
                rowNote: notes.joined(separator: ", "))
        }
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
