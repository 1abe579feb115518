import Foundation

/// A small seeded generator: xoshiro256** 1.0 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number
/// generators", 2018), its four words filled by SplitMix64 as the authors advise.
struct RandomStream: RandomNumberGenerator {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    init(seed: UInt64) {
        var state = seed
        func word() -> UInt64 {
            state &+= Chance.increment
            return Chance.mixed(state)
        }
        (s0, s1, s2, s3) = (word(), word(), word(), word())
    }

    /// The state itself; not all zero.
    init(words: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = words }

    mutating func next() -> UInt64 {
        let product = s1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// Uniform in 0 ..< 1.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in `low ..< high`.
    mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// True with the given probability.
    mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

    /// Standard normal as the sum of twelve uniforms (Irwin-Hall): bounded by six and, without logarithms, the same to
    /// the last bit on every platform.
    mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += uniform() }
        return sum
    }

    mutating func normal(_ mean: Double, _ deviation: Double) -> Double { mean + deviation * normal() }

    /// Poisson count by Knuth's product method; for the small means of a home's day.
    mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        let limit = exp(-mean)
        var (product, count) = (uniform(), 0)
        while product > limit {
            product *= uniform()
            count += 1
        }
        return count
    }
}
