/// The slope of a series that outliers hardly move: the median of the slopes between all pairs of points.
///
/// H. Theil, Proc. K. Ned. Akad. Wet. A 53 (1950); P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379-1389.
package struct TheilSen: Sendable {
    /// Between all pairs of points, more and more in order with each selection.
    private var slopes: [Double] = []
    private let values: [Double]
    private let days: [Double]

    /// `days`: strictly ascending; `values`: as many, at least two of them.
    package init(days: [Double], values: [Double]) {
        precondition(days.count == values.count && days.count > 1)
        self.days = days
        self.values = values
        slopes.reserveCapacity(days.count * (days.count - 1) / 2)
        for later in 1..<days.count {
            let (day, value) = (days[later], values[later])
            for earlier in 0..<later { slopes.append((value - values[earlier]) / (day - days[earlier])) }
        }
    }

    /// In the values' unit a day.
    package mutating func slope() -> Double { median(&slopes) }

    /// The value that the line of this slope has on day 0: the medians of values and days lie on it.
    package func intercept(slope: Double) -> Double {
        var (days, values) = (days, values)
        return median(&values) - slope * median(&days)
    }

    /// The slopes between which the true one lies with a confidence of 95 %, from the variance of Mann-Kendall's S
    /// (Sen 1968, equation 2.6).
    package mutating func interval(variance: Double) -> ClosedRange<Double> {
        let count = Double(slopes.count)
        let reach = NormalDistribution.quantile975 * variance.squareRoot()
        let high = min(Int(((count + reach) / 2).rounded(.toNearestOrEven)), slopes.count - 1)
        let low = max(Int(((count - reach) / 2).rounded(.toNearestOrEven)) - 1, 0)
        let lowest = select(low, in: &slopes)
        return lowest...max(lowest, select(high, in: &slopes))
    }
}

/// The middle of the values, of an even number the mean of the two in the middle; they are reordered.
private func median(_ values: inout [Double]) -> Double {
    let upper = select(values.count / 2, in: &values)
    guard values.count.isMultiple(of: 2) else { return upper }
    // All before it are no greater.
    var lower = values[0]
    for index in 1..<(values.count / 2) { lower = max(lower, values[index]) }
    return (lower + upper) / 2
}

/// The value that would stand at `rank` in order; those before it are no greater, those after it no smaller.
///
/// C. A. R. Hoare, "Algorithm 65: Find", Comm. ACM 4 (1961) 321, with the middle of three as the pivot.
private func select(_ rank: Int, in values: inout [Double]) -> Double {
    var (low, end) = (0, values.count)
    while true {
        let (first, middle, last) = (values[low], values[(low + end) / 2], values[end - 1])
        let pivot = max(min(first, last), min(max(first, last), middle))
        let equal = gather(&values, low..<end) { $0 < pivot }
        if rank < equal {
            end = equal
            continue
        }
        low = gather(&values, equal..<end) { $0 == pivot }
        if rank < low { return pivot }
    }
}

/// Moves those that belong to the front of the range, and gives the end of them. Without a branch a value, because which
/// way a value goes cannot be foreseen.
private func gather(_ values: inout [Double], _ range: Range<Int>, _ belongs: (Double) -> Bool) -> Int {
    var end = range.lowerBound
    for index in range {
        let value = values[index]
        values[index] = values[end]
        values[end] = value
        end += belongs(value) ? 1 : 0
    }
    return end
}
