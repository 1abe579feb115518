import Foundation

/// A small seeded generator: SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators").
struct SeededChance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func bits() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Uniform in 0 ..< 1.
    mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// Poisson count by Knuth's product method, for small means.
    mutating func poisson(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var (product, count) = (uniform(), 0)
        while product > limit {
            product *= uniform()
            count += 1
        }
        return count
    }
}
