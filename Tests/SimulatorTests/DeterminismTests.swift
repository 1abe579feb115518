import CareModel
import Testing

@testable import Simulator

struct DeterminismTests {
    @Test func sameSeedGivesTheSameBytes() {
        var plan = Plan.quirky
        plan.episodes = [.days(.utiLike, .moderate, from: 3)]
        let (a, b) = (SimulatedLife.home(days: 12, plan: plan), SimulatedLife.home(days: 12, plan: plan))
        #expect(a.messages.map(\.line) == b.messages.map(\.line))
        #expect(a.truthCSV == b.truthCSV)
        #expect(a.devicesCSV == b.devicesCSV)
    }

    @Test func seedAndIndexChangeTheHome() {
        let home = SimulatedLife.home(days: 2, id: "x")
        #expect(home.messages != SimulatedLife.home(seed: 8, days: 2, id: "x").messages)
        #expect(home.messages != SimulatedLife.home(1, days: 2, id: "x").messages)
    }

    /// The day-by-day form is what long campaigns use; a longer run must begin like a shorter one.
    @Test func longerRunBeginsLikeTheShorter() {
        let (short, long) = (SimulatedLife.home(days: 5), SimulatedLife.home(days: 9))
        #expect(Array(long.messages.prefix(short.messages.count)) == short.messages)
    }

    /// Reference values of SplitMix64 (seed 1234567) and of xoshiro256** (state 1, 2, 3, 4) as published by the authors.
    @Test func generatorsAreTheNamedOnes() {
        var state: UInt64 = 1_234_567
        let words = (0..<3).map { _ in
            state &+= Chance.increment
            return Chance.mixed(state)
        }
        #expect(words == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
        var stream = RandomStream(words: (1, 2, 3, 4))
        let drawn = (0..<4).map { _ in stream.next() }
        #expect(drawn == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
    }

    @Test func drawsHaveTheirMoments() {
        var stream = RandomStream(seed: 3)
        let normals = (0..<20_000).map { _ in stream.normal() }
        let mean = normals.reduce(0, +) / 20_000
        let variance = normals.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.05)
        let counts = (0..<20_000).map { _ in stream.poisson(1.4) }.reduce(0, +)
        #expect(abs(Double(counts) / 20_000 - 1.4) < 0.04)
    }
}
