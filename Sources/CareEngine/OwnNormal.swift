import CareModel

/// What is usual of one feature for one resident, on the transformed scale, learned day by day in constant time.
///
/// A robust exponentially forgetting mean and variance (60 days) with a prior variance, an effect of the weekday, and
/// the correlation of consecutive days. Source: own design; checked to 1e-9 against an independent implementation
/// (Tests/CareEngineTests/Golden).
struct OwnNormal: Sendable, Equatable {
    /// Of the days so far: sum of weights, mean, and sum of weighted squares.
    var weight = 0.0
    var mean = 0.0
    var squares = 0.0
    /// A smoothed u: far from zero while an excursion runs.
    var excursion = 0.0
    /// The day before: its clipped z, unless it was not seen.
    var previous = 0.0
    /// Of consecutive days, forgetting: sums of products and of squares.
    var products = 0.15 * 30
    var powers = 30.0
    /// By weekday (Monday 0): sum of deviations and of weights.
    var weekdaySums = SIMD8<Double>.zero
    var weekdayWeights = SIMD8<Double>.zero
    var isAfterSeenDay = false
    /// Variance of what the days that were not learned from would have moved the mean by, in squares of the spread. It
    /// fades as the mean forgets.
    var missed = 0.0
    /// Observed ones, and the number of the first.
    var days: Int32 = 0
    var firstDay: Int32 = 0

    private static let priorWeight = 5.0
    private static let memory = 1 - 1.0 / 60
    /// Below this much weight nothing is compared: about eight days.
    static let leastWeight = 7.0

    /// The prediction for a day and its spread.
    struct Expected {
        var mean: Double
        var spread: Double
    }

    /// Nil before anything was observed.
    func expected(weekday: Int, prior: Double) -> Expected? {
        guard days > 0 else { return nil }
        return Expected(mean: mean + weekdayEffect(weekday), spread: spread(prior))
    }

    var isComparable: Bool { weight >= Self.leastWeight }

    private func weekdayEffect(_ weekday: Int) -> Double { weekdaySums[weekday] / (weekdayWeights[weekday] + 8) }

    private func spread(_ prior: Double) -> Double {
        let variance = (2 * Self.priorWeight * prior * prior + squares) / (2 * Self.priorWeight + weight)
        return (variance * (1 + 1 / max(0.3 + weight, 0.3))).squareRoot()
    }

    /// A day that was not seen, or not to be compared.
    mutating func skip() {
        previous = 0
        isAfterSeenDay = false
    }

    /// A day's value was not learned, or may be off, by so many standard deviations.
    mutating func miss(_ deviations: Double) {
        guard days > 0 else { return }
        let step = deviations / max(weight, 1)
        missed += step * step
    }

    /// Takes the next day's value on the transformed scale; gives its normal score u once enough is known.
    mutating func observe(_ y: Double, on day: LocalDay, prior: Double) -> Double? {
        let weekday = day.weekday
        let isFirst = days == 0
        if isFirst { firstDay = day.number }
        if isFirst { mean = y - weekdayEffect(weekday) }
        let z = deviation(y, on: day, prior: prior)
        let u = Self.normalScore(innovation(z, after: isAfterSeenDay ? previous : nil), freedom: freedom)
        if isAfterSeenDay {
            products = 0.99 * products + clipped(z) * previous
            powers = 0.99 * powers + 0.5 * (previous * previous + clipped(z) * clipped(z))
        }
        previous = clipped(z)
        isAfterSeenDay = true
        let isComparable = isComparable
        excursion = 0.75 * excursion + 0.25 * min(max(u, -3), 3)
        learn(y, z: z, weekday: weekday, prior: prior, isFirst: isFirst)
        return isComparable ? u : nil
    }

    /// Takes a day that became known after later days were taken, `before` being the value of the day before it; the
    /// newest day is then what the next one follows. `isLearned`: it was taken before, with another value.
    mutating func observeLate(
        _ y: Double, on day: LocalDay, after before: Double?, isNewest: Bool, isLearned: Bool, prior: Double
    ) -> Double? {
        guard days > 0 else { return nil }
        let z = deviation(y, on: day, prior: prior)
        let zBefore = before.map { clipped(deviation($0, on: day.previous, prior: prior)) }
        let u = Self.normalScore(innovation(z, after: zBefore), freedom: freedom)
        let isComparable = isComparable
        if isNewest {
            previous = clipped(z)
            isAfterSeenDay = true
        }
        if !isLearned { learn(y, z: z, weekday: day.weekday, prior: prior, isFirst: false) }
        return isComparable ? u : nil
    }

    private func deviation(_ y: Double, on day: LocalDay, prior: Double) -> Double {
        (y - weekdayEffect(day.weekday) - mean) / spread(prior)
    }

    private func clipped(_ z: Double) -> Double { min(max(z, -3), 3) }

    /// What a day's z says beyond that of the day before, where that is known.
    private func innovation(_ z: Double, after previous: Double?) -> Double {
        guard let previous else { return z }
        let phi = min(max(products / powers, 0), 0.7)
        return (z - phi * previous) / (1 - phi * phi).squareRoot()
    }

    /// The robust update: what is far off counts little, and a running excursion is not learned as the new normal.
    private mutating func learn(_ y: Double, z: Double, weekday: Int, prior: Double, isFirst: Bool) {
        let effect = weekdayEffect(weekday)
        let error = y - effect - mean
        let spread = spread(prior)
        var share = isFirst ? 1 : min(1.2, 6 / (5 + z * z))
        if abs(excursion) > 1.2 { share *= 0.5 }
        weight = weight * Self.memory + share
        let step = share / weight * error
        squares = squares * Self.memory + share * error * (error - step)
        mean += step
        missed *= (1 - share / weight) * (1 - share / weight)
        let remainder = min(max(error + effect, -3 * spread), 3 * spread) * min(share, 1)
        weekdaySums[weekday] = 0.97 * weekdaySums[weekday] + remainder
        weekdayWeights[weekday] = 0.97 * weekdayWeights[weekday] + min(share, 1)
        days += 1
    }

    /// Degrees of freedom: six, and from the 90th to the 150th observed day up to nine, because by then the spread is
    /// known from many more days than the prior stands for.
    private var freedom: Double {
        let share = Double(days - Self.settledDays) / Double(Self.wellKnownDays - Self.settledDays)
        return Self.leastFreedom + 3 * min(max(share, 0), 1)
    }

    private static let settledDays: Int32 = 90
    private static let wellKnownDays: Int32 = 150
    private static let leastFreedom = 6.0

    /// A Student t as a normal score (Wallace 1959).
    static func normalScore(_ t: Double, freedom: Double = leastFreedom) -> Double {
        let score =
            (freedom * logarithm(1 + t * t / freedom)).squareRoot() * (8 * freedom + 1) / (8 * freedom + 3)
        return t < 0 ? -score : score
    }
}
