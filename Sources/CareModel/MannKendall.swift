/// Whether a series rises or falls: how many more of its pairs rise than fall, and how likely chance alone gives as many.
///
/// H. B. Mann, Econometrica 13 (1945) 245-259; M. G. Kendall, Rank Correlation Methods (1975), with his correction for
/// ties.
package struct MannKendall: Equatable, Sendable {
    /// Pairs that rise less pairs that fall.
    package let s: Double
    /// Of S where there is no trend and every day stands for itself.
    package let variance: Double
    /// By how much days that resemble the ones before widen the variance; below 1 as computed, see `test`.
    package let rawFactor: Double

    /// `detrended`: the values less the trend's line, for their likeness from day to day.
    package init(values: [Double], detrended: [Double]) {
        precondition(values.count == detrended.count)
        var score = 0
        for later in values.indices.dropFirst() {
            let value = values[later]
            var rises = 0
            for earlier in 0..<later { rises += (value > values[earlier] ? 1 : 0) - (value < values[earlier] ? 1 : 0) }
            score += rises
        }
        s = Double(score)
        func weight(_ n: Int) -> Double { Double(n * (n - 1) * (2 * n + 5)) }
        let tied = Ranks(values).tied
        variance = (weight(values.count) - tied.reduce(0) { $0 + weight($1) }) / 18
        rawFactor = Self.factor(Ranks(Self.withoutRounding(detrended)).ranks)
    }

    /// The factor that is used: days that alternate must not make a chance finding sure, so it is never below 1.
    package var factor: Double { max(1, rawFactor) }

    /// Standard normal where there is no trend.
    package var z: Double { Self.z(s, variance * factor) }

    /// How likely chance alone gives as much of a trend in either direction, 0-1.
    package var probability: Double { Self.probability(z) }

    package static func z(_ s: Double, _ variance: Double) -> Double {
        guard variance > 0, s != 0 else { return 0 }
        return (s - (s > 0 ? 1 : -1)) / variance.squareRoot()
    }

    package static func probability(_ z: Double) -> Double { min(1, 2 * NormalDistribution.upperTail(abs(z))) }

    /// Equal where they differ by less than a billionth of the breadth, so that what is left of the rounding decides no
    /// ranks.
    private static func withoutRounding(_ values: [Double]) -> [Double] {
        guard let low = values.min(), let high = values.max(), high > low else { return values }
        return values.map { (($0 - low) / (high - low) * 1e9).rounded() }
    }

    /// K. H. Hamed and A. R. Rao, J. Hydrol. 204 (1998) 182-196: from the autocorrelations of the ranks that differ from
    /// nothing at 5 %. Observed days count as consecutive.
    private static func factor(_ ranks: [Double]) -> Double {
        let count = ranks.count
        guard count > 3 else { return 1 }
        let mean = Double(count + 1) / 2
        let deviations = ranks.map { $0 - mean }
        let whole = deviations.reduce(0) { $0 + $1 * $1 }
        guard whole > 0 else { return 1 }
        let limit = NormalDistribution.quantile975 / Double(count).squareRoot() * whole
        var sum = 0.0
        for lag in 1..<count {
            var product = 0.0
            for index in lag..<count { product += deviations[index] * deviations[index - lag] }
            guard abs(product) > limit else { continue }
            sum += Double((count - lag) * (count - lag - 1) * (count - lag - 2)) * (product / whole)
        }
        return 1 + 2 / Double(count * (count - 1) * (count - 2)) * sum
    }
}

/// The places of values in their order, from 1; equal ones share the mean of theirs.
struct Ranks {
    private(set) var ranks: [Double]
    /// How many are equal, for each value that occurs more than once.
    private(set) var tied: [Int] = []

    init(_ values: [Double]) {
        ranks = Array(repeating: 0, count: values.count)
        let order = values.indices.sorted { values[$0] < values[$1] }
        var first = 0
        while first < order.count {
            var end = first + 1
            while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
            for place in first..<end { ranks[order[place]] = Double(first + end + 1) / 2 }
            if end - first > 1 { tied.append(end - first) }
            first = end
        }
    }
}
