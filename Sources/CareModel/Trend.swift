/// How a feature went over a window of days: the Theil-Sen slope with its 95 % interval, and whether Mann-Kendall's test
/// calls it a trend. Days without a value are left out.
package struct Trend: Hashable, Sendable {
    /// The windows that are reported, in days.
    package static let windows: [Int32] = [30, 90]
    /// With fewer observed days nothing is said.
    package static let fewestDays = 14
    /// A trend is one that chance alone gives less often than this.
    package static let significance = 0.05

    package let observedDays: Int
    /// In the feature's unit.
    package let perWeek: Double
    /// With 95 % confidence; from the same variance as the test.
    package let low: Double
    package let high: Double
    /// How likely chance alone gives as much of a trend in either direction, 0-1.
    package let probability: Double
    package let direction: Direction
    /// The first day of the new level: where there is a trend, and one step explains it better than a straight line.
    package let changed: LocalDay?
    /// From the first to the last observed day.
    package let days: ClosedRange<LocalDay>
    private let valueOnFirst: Double

    /// Of the straight line with this slope through the middle of the values.
    package func value(on day: LocalDay) -> Double {
        valueOnFirst + perWeek / 7 * Double(day.number - days.lowerBound.number)
    }

    package enum Direction: String, Hashable, Sendable, Codable {
        case up, down, none
    }

    /// `points`: by day, at most one a day. Nil under 14 of them, and where one is not finite.
    package init?(_ points: [(day: LocalDay, value: Double)]) {
        guard let line = TrendLine(points), let first = points.first?.day, let last = points.last?.day else {
            return nil
        }
        var slopes = line.slopes
        days = first...last
        valueOnFirst = slopes.intercept(slope: line.summary.perWeek / 7)
        let interval = slopes.interval(variance: line.test.variance * line.test.factor)
        observedDays = points.count
        perWeek = line.summary.perWeek
        (low, high) = (interval.lowerBound * 7, interval.upperBound * 7)
        probability = line.test.probability
        direction = line.summary.direction
        let step = direction == .none ? nil : LevelStep(days: line.days, values: line.values)
        changed = step.map { points[$0.index].day }
    }

    /// Of what one feature showed on the `window` days up to `last` and was not withheld: of the resident and of the
    /// definition of its newest day.
    package init?(_ features: [DailyFeature], last: LocalDay, window: Int32) {
        let days = last.advanced(by: 1 - window)...last
        let seen = features.filter { days.contains($0.date) && $0.withheld == nil && $0.value?.isFinite == true }
            .sorted { $0.date < $1.date }
        guard let newest = seen.last else { return nil }
        self.init(
            seen.compactMap { feature in
                guard feature.resident == newest.resident, feature.definitionVersion == newest.definitionVersion else {
                    return nil
                }
                return feature.value.map { (feature.date, $0) }
            })
    }
}

/// The trend of a feature before the day of a value, beside it in the update to the risk model.
package struct FeatureTrend: Hashable, Sendable {
    /// The Theil-Sen slope in the feature's unit a week, over the last 90 days.
    package var perWeek: Double
    package var direction: Trend.Direction
    /// 1 - p of Mann-Kendall's two-sided test: near 1 where chance alone would hardly give as much of a trend, 0-1. Not
    /// the probability that there is a trend.
    package var probability: Double

    package init(perWeek: Double, direction: Trend.Direction, probability: Double) {
        self.perWeek = perWeek
        self.direction = direction
        self.probability = probability
    }

    /// `points`: by day, at most one a day. Nil under 14 of them, and where one is not finite.
    package init?(_ points: [(day: LocalDay, value: Double)]) {
        guard let line = TrendLine(points) else { return nil }
        self = line.summary
    }
}

/// What slope and test have in common.
private struct TrendLine {
    let days: [Double]
    let values: [Double]
    let slopes: TheilSen
    let test: MannKendall
    let summary: FeatureTrend

    init?(_ points: [(day: LocalDay, value: Double)]) {
        guard points.count >= Trend.fewestDays, let first = points.first?.day.number,
            points.allSatisfy({ $0.value.isFinite })
        else { return nil }
        let days = points.map { Double($0.day.number - first) }
        let values = points.map(\.value)
        var slopes = TheilSen(days: days, values: values)
        let slope = slopes.slope()
        test = MannKendall(values: values, detrended: zip(days, values).map { $1 - slope * $0 })
        let hasTrend = test.probability < Trend.significance
        summary = FeatureTrend(
            perWeek: slope * 7, direction: hasTrend ? (test.s > 0 ? .up : .down) : .none,
            probability: 1 - test.probability)
        self.days = days
        self.values = values
        self.slopes = slopes
    }
}

/// The most likely single change of level in a series.
///
/// The split whose two sides differ most in rank (A. N. Pettitt, Appl. Stat. 28 (1979) 126-135), the difference measured
/// in its own standard deviations so that the middle is not preferred, with a week of observed days on either side.
package struct LevelStep: Equatable, Sendable {
    /// The first point of the new level.
    package let index: Int

    static let fewestDays = 7

    /// Nil where a straight line explains the ranks at least as well, and where all values are the same.
    package init?(days: [Double], values: [Double]) {
        let count = values.count
        guard count >= 2 * Self.fewestDays else { return nil }
        let centre = Double(count + 1) / 2
        let meanDay = days.reduce(0, +) / Double(count)
        var (sum, best, at) = (0.0, 0.0, 0)
        var (product, breadth) = (0.0, 0.0)
        for (index, rank) in Ranks(values).ranks.enumerated() {
            if index >= Self.fewestDays, index <= count - Self.fewestDays {
                let share = sum * sum * Double(count) / Double(index * (count - index))
                if share > best { (best, at) = (share, index) }
            }
            sum += rank - centre
            product += (days[index] - meanDay) * (rank - centre)
            breadth += (days[index] - meanDay) * (days[index] - meanDay)
        }
        guard best > product * product / breadth else { return nil }
        index = at
    }
}
