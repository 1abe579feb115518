import Foundation

/// Events over an exposure, with the exact interval of their rate (Garwood 1936).
struct PoissonRate: Encodable, Equatable {
    var count: Int
    /// Per unit of exposure, with the 95 % interval; nil without exposure.
    var rate: Double?
    var low: Double?
    var high: Double?

    init(count: Int, exposure: Double) {
        self.count = count
        guard exposure > 0 else { return }
        let mean = Self.interval(count)
        rate = Self.rounded(Double(count) / exposure)
        low = Self.rounded(mean.lowerBound / exposure)
        high = Self.rounded(mean.upperBound / exposure)
    }

    /// The means under which a count as high, or as low, still has a chance of .025.
    static func interval(_ count: Int) -> ClosedRange<Double> {
        let low = count == 0 ? 0 : solve(below: Double(count)) { 1 - atMost(count - 1, mean: $0) < 0.025 }
        let high = solve(below: 2 * Double(count) + 20) { atMost(count, mean: $0) > 0.025 }
        return low...high
    }

    /// The mean up to which `holds`.
    private static func solve(below top: Double, _ holds: (Double) -> Bool) -> Double {
        var (low, high) = (0.0, top)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The chance of at most `count`: its own term, then those below by their ratio.
    private static func atMost(_ count: Int, mean: Double) -> Double {
        guard mean > 0 else { return 1 }
        var logTerm = -mean
        for number in 0..<count { logTerm += log(mean / Double(number + 1)) }
        var (sum, ratio) = (1.0, 1.0)
        for number in stride(from: count, to: 0, by: -1) {
            ratio *= Double(number) / mean
            sum += ratio
            if ratio < 1e-17 * sum { break }
        }
        return min(1, exp(logTerm + log(sum)))
    }

    static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
