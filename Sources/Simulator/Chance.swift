/// All chance in one home, as a function of what it is for and when.
///
/// Nothing is drawn from one shared sequence: each draw is a hash of (seed, home, purpose, time or day). Adding or removing
/// something at one place therefore moves no draw at any other, which is what makes twins comparable.
struct Chance: Sendable {
    /// SplitMix64's increment: 2^64 over the golden ratio.
    static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// What a draw is for: each purpose is a source of chance of its own.
    enum Purpose: UInt64 {
        case routine = 1, sleep, night, meals, toilets, outings, naps, visits, leisure, steps, motion, fridge, door
        case vitals, weather, link, battery, beats, inactive, kitchen, plantedToilets, plantedNight, plan
        case duplicate, stale, missingOff, dropped, outOfOrder, late
        case pace, guests, wander, missedMeals, bedDropout, bathroomDoor, appliance, variant, absence, fault
        case withdrawal, plantedFridge, plantedNap
    }

    private let root: UInt64

    init(seed: UInt64, home: Int) {
        root = Self.mixed(Self.mixed(seed &+ Self.increment) &+ UInt64(bitPattern: Int64(home)) &* Self.increment)
    }

    /// SplitMix64's output function (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators").
    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// 64 random bits for one purpose at one place.
    func bits(_ purpose: Purpose, _ a: Int64, _ b: Int = 0) -> UInt64 {
        let first = Self.mixed(root ^ (purpose.rawValue &* Self.increment))
        let second = Self.mixed(first &+ UInt64(bitPattern: a) &* Self.increment)
        return Self.mixed(second &+ UInt64(bitPattern: Int64(b)) &* Self.increment)
    }

    /// Uniform in 0 ..< 1.
    func uniform(_ purpose: Purpose, _ a: Int64, _ b: Int = 0) -> Double {
        Double(bits(purpose, a, b) >> 11) * 0x1p-53
    }

    /// Uniform in `range`.
    func uniform(_ purpose: Purpose, _ a: Int64, _ b: Int = 0, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform(purpose, a, b)
    }

    /// A generator for one purpose at one place.
    func stream(_ purpose: Purpose, _ a: Int64, _ b: Int = 0) -> RandomStream {
        RandomStream(seed: bits(purpose, a, b))
    }
}
