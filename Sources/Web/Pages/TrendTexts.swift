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
        let way = words.text(trend.direction, isClockTime: name.isClockTime)
        let since = trend.changed.map { words.text(sinceAbout: $0) } ?? words.gradually
        let said = [
            trend.direction == .none ? way : "\(way) \(since)",
            steepness(trend, in: words) { amount($0, name, unit, words) },
        ]
        return "\(said.compactMap(\.self).joined(separator: ", ")); \(words.text(chance: trend.probability))"
    }

    /// Of small whole numbers the median slope is none, though more of them rise than fall: then how much it is at
    /// most, and nil where that is none too.
    private static func steepness(_ trend: Trend, in words: Phrases, amount: (Double) -> String) -> String? {
        guard trend.direction != .none, amount(trend.perWeek) == amount(0) else {
            return words.text(perWeek: amount(trend.perWeek), from: amount(trend.low), to: amount(trend.high))
        }
        let most = amount(trend.direction == .up ? trend.high : trend.low)
        return most == amount(0) ? nil : words.text(perWeekAtMost: most)
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
