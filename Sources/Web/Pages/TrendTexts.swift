import CareModel
import Foundation

/// What a chart says of a feature's trend: a sentence for each window.
struct TrendTexts {
    /// Empty for what is a difference already.
    let texts: [String]
    /// Of the longest window, where there is one.
    let trend: Trend?

    static let longest = Trend.windows.max() ?? 0

    /// `features`: those of one name; `last`: the last day of the windows.
    init(
        _ name: FeatureName, _ features: [DailyFeature], last: LocalDay, windows: [Int32] = Trend.windows,
        _ words: Phrases
    ) {
        guard !name.isDifference else {
            (texts, trend) = ([], nil)
            return
        }
        let unit = features.first?.unit ?? ""
        let trends = windows.map { (window: $0, trend: Trend(features, last: last, window: $0)) }
        trend = trends.last?.trend.flatMap { $0.direction == .none ? nil : $0 }
        texts =
            trends.allSatisfy { $0.trend == nil }
            ? [words.trendUnknown(fewest: Trend.fewestDays)]
            : trends.compactMap { window, trend in
                trend.map { "\(words.text(daysBack: window)): \(Self.text($0, name, unit, words))" }
            }
    }

    /// Without the window.
    static func text(_ trend: Trend, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        func amount(_ value: Double) -> String { Self.amount(value, name, unit, words) }
        let slope = words.text(
            perWeek: amount(trend.perWeek), from: amount(trend.low), to: amount(trend.high))
        let way = words.text(trend.direction, isClockTime: name.isClockTime)
        guard trend.direction != .none else { return "\(way), \(slope); \(words.text(chance: trend.probability))" }
        let since = trend.changed.map { words.text(sinceAbout: $0) } ?? words.gradually
        return "\(way) \(since), \(slope); \(words.text(chance: trend.probability))"
    }

    /// With two or three digits that say something, and the unit where it is not how often.
    private static func amount(_ value: Double, _ name: FeatureName, _ unit: String, _ words: Phrases) -> String {
        let shown = name.isShare ? value * 100 : value
        let decimals = abs(shown) >= 9.95 ? 0 : abs(shown) >= 0.995 ? 1 : 2
        let digits = String(format: "%.\(decimals)f", abs(shown))
        let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
        let number = (shown < 0 && !isZero ? "\u{2212}" : "") + (isZero ? "0" : digits)
        let text = words.catalogue.number(number)
        if name.isShare { return "\(text) %" }
        return unit.isEmpty || unit == "count" || name.base.hasPrefix("routine_")
            ? text : "\(text) \(Phrases.unit(unit))"
    }
}
