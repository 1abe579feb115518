import CareModel

/// What one point of a chart stands for.
enum ChartStep {
    case day
    /// The median of seven days.
    case week

    var days: Int { self == .day ? 1 : 7 }

    /// One entry a day or week, nil without a row. `features`: those of one name.
    func points(_ features: [DailyFeature], _ days: ClosedRange<LocalDay>) -> [DailyFeature?] {
        let count = Int(days.upperBound.number - days.lowerBound.number) + 1
        let byDay = Dictionary(features.map { ($0.date, $0) }) { first, _ in first }
        let daily = (0..<count).map { byDay[days.lowerBound.advanced(by: Int32($0))] }
        guard self == .week else { return daily }
        return stride(from: 0, to: count, by: self.days).map { start in
            Self.median(
                daily[start..<min(start + self.days, count)].compactMap { $0 },
                from: days.lowerBound.advanced(by: Int32(start)))
        }
    }

    /// The middle of those days' values; of days that are kept out of the comparison only where there are no others.
    private static func median(_ days: [DailyFeature], from first: LocalDay) -> DailyFeature? {
        let compared = days.filter { $0.withheld == nil && $0.value != nil }
        let seen = compared.isEmpty ? days.filter { $0.value != nil } : compared
        guard var week = seen.last ?? days.last else { return nil }
        week.date = first
        week.value = middle(seen.compactMap(\.value))
        week.usual = usual(days.compactMap(\.usual))
        week.coverage = middle(days.map(\.coverage)) ?? 0
        return week
    }

    private static func usual(_ usual: [Baseline]) -> Baseline? {
        guard let expected = middle(usual.map(\.expected)), let low = middle(usual.map(\.usualLow)),
            let high = middle(usual.map(\.usualHigh))
        else { return nil }
        return Baseline(expected: expected, usualLow: low, usualHigh: high)
    }

    /// Nil of nothing.
    static func middle(_ values: [Double]) -> Double? {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        let upper = sorted[sorted.count / 2]
        return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
    }
}
