/// The standard normal distribution by the four basic operations and the square root alone, so that every machine gives
/// the same bits: a library's `exp` may differ in the last place.
package enum NormalDistribution {
    /// The value that a share of .975 stays below: half the width of a 95 % interval.
    package static let quantile975 = 1.959_963_984_540_054

    private static let rootOfTwoPi = 2.506_628_274_631_000_5

    /// P(Z > z), to a relative error of 1e-13 for z up to 37; 0 beyond.
    ///
    /// Below 2.5 by the series around 0 (G. Marsaglia, "Evaluating the Normal Distribution", J. Stat. Softw. 11(4),
    /// 2004), above by Laplace's continued fraction (Abramowitz and Stegun 26.2.14).
    package static func upperTail(_ z: Double) -> Double {
        guard !z.isNaN else { return .nan }
        if z < 0 { return 1 - upperTail(-z) }
        guard z < 38 else { return 0 }
        let density = exponential(-z * z / 2) / rootOfTwoPi
        guard z < 2.5 else {
            var rest = 0.0
            for k in stride(from: 80.0, to: 0, by: -1) { rest = k / (z + rest) }
            return density / (z + rest)
        }
        var (term, sum, k) = (z, z, 1.0)
        while term > sum * 1e-17 {
            k += 2
            term *= z * z / k
            sum += term
        }
        return 0.5 - density * sum
    }

    /// e to the power of `x`, to the last place or two: x = k ln 2 + r with r at most half of ln 2, then r's series.
    package static func exponential(_ x: Double) -> Double {
        guard x > -708 else { return x.isNaN ? .nan : 0 }
        guard x < 709 else { return .infinity }
        let k = (x * 1.442_695_040_888_963_4).rounded()
        // ln 2 in two parts, the first with so few bits that its product with k is exact (W. J. Cody and W. Waite).
        let r = x - k * 0x1.62e42fee00000p-1 - k * 1.908_214_929_270_587_7e-10
        var sum = 1.0
        for n in stride(from: 13.0, to: 0, by: -1) { sum = 1 + r / n * sum }
        return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
    }
}
