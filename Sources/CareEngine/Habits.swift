import CareModel

/// What is usual for this resident within the day, from the days that closed: the ground of the situations' limits.
struct Habits: Sendable, Equatable {
    static let keptDays: Int32 = 56
    static let shortestHistoryDays = 14

    /// By day, oldest first.
    private(set) var days: [HabitDay] = []

    init(days: [HabitDay] = []) { self.days = days }

    var isLearned: Bool { days.count >= Self.shortestHistoryDays }

    /// Takes a closed day, or a closed day measured again.
    mutating func put(_ day: HabitDay) {
        days.removeAll { $0.day == day.day }
        days.insert(day, at: days.firstIndex { $0.day > day.day } ?? days.endIndex)
        let newest = days.last?.day ?? day.day
        days.removeAll { $0.day <= newest - Self.keptDays }
    }

    /// Drops what rests on the sensors of these features.
    mutating func forget(_ features: Set<String>) {
        for index in days.indices {
            if features.contains("toilet_visits_day") { days[index].bathroom = [nil, nil] }
            if features.contains("outings") {
                days[index].out = [nil, nil]
                days[index].lastReturn = nil
                days[index].exits = []
            }
        }
    }

    func values(_ value: (HabitDay) -> Double?) -> [Double] { days.compactMap(value) }
}

/// The longest of what happened on one day, in minutes; nil where there was nothing of the kind.
struct HabitDay: Sendable, Equatable {
    var day: Int32
    /// Quiet at home, out of bed in the daytime, by the part of the day in which it began (`DayPart`).
    var quiet: [Double?] = [nil, nil, nil]
    /// In the bathroom until noticed elsewhere: by day, by night.
    var bathroom: [Double?] = [nil, nil]
    /// From the outer door until noticed again: gone out by day, in the evening or night.
    var out: [Double?] = [nil, nil]
    /// When the resident was last noticed again after the outer door, minutes after local midnight.
    var lastReturn: Double?
    /// Outer door in the night and nobody noticed for ten minutes, minutes after the midnight in the night.
    var exits: [Double] = []
    /// Walks about the home in the sleeping hours.
    var walks = 0
    /// Of the waking day, the share in which an outing could not be seen, or whose messages were lost: 0 to 1.
    var unseenShare = 0.0
}

/// The parts of a waking day.
enum DayPart: Int, Sendable {
    case morning, afternoon, evening

    static let afternoonFrom = 12 * 60
    static let eveningFrom = 17 * 60
}

/// Limits beyond which a situation is out of this resident's ordinary; nil while too little is known. Derived from
/// `Habits` and never written.
struct SituationLimits: Sendable, Equatable {
    /// By `DayPart`, minutes.
    var quiet: [Int64?] = [nil, nil, nil]
    /// By day, by night.
    var bathroom: [Int64?] = [nil, nil]
    /// Gone out by day, in the evening or night.
    var out: [Int64?] = [nil, nil]
    /// Minutes after local midnight.
    var lastReturn: Int64?
    /// Usual walks in a night; more are wandering.
    var walks: Int?
    /// Nightly exits of the last 28 days.
    var exits: [[Double]]?
    /// So much could not be seen, or was lost, that what is usual may miss something.
    var isWidened = false

    init() {}

    init(_ habits: Habits) {
        guard habits.isLearned else { return }
        quiet = quiet.indices.map { part in
            Self.tail(habits.values { $0.quiet[part] }, leastSpread: 20, floor: Self.quietFloor)
        }
        bathroom = bathroom.indices.map { part in
            Self.tail(habits.values { $0.bathroom[part] }, leastSpread: 5, floor: Self.bathroomFloor)
        }
        let unseenDays = habits.days.reduce(0) { $0 + $1.unseenShare }
        let widening = min(Self.mostWidening, 1 + unseenDays / 2)
        isWidened = widening > Self.noticeableWidening
        out = out.indices.map { part in
            Self.tail(habits.values { $0.out[part] }, leastSpread: 30, floor: Self.outFloor)
                .map { Int64(Double($0) * widening) }
        }
        lastReturn = Self.tail(habits.values(\.lastReturn), leastSpread: 60, floor: 0)
        walks = Self.usualWalks(habits.days.map { Double($0.walks) })
        exits = habits.days.suffix(28).map(\.exits)
    }

    static let quietFloor = 240.0
    static let bathroomFloor = 60.0
    static let outFloor = 360.0
    /// Outings differ from each other more than stays in a room: the longest may be just the one that was not seen.
    static let mostWidening = 1.5
    private static let noticeableWidening = 1.1

    /// The length that a day's longest exceeds with a chance of .0005: the .9995 quantile of a Gumbel distribution,
    /// which daily maxima follow, fitted by moments, with at least the given standard deviation. Minutes, never below
    /// the floor nor the longest seen; nil under ten days.
    ///
    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods 1.3.6.6.16 (extreme value type I): beta = s*sqrt(6)/pi,
    /// mu = mean - .5772*beta, quantile mu - beta*ln(-ln p).
    static func tail(_ longest: [Double], leastSpread: Double, floor: Double) -> Int64? {
        guard longest.count >= 10 else { return nil }
        let count = Double(longest.count)
        let mean = longest.reduce(0, +) / count
        let variance = longest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let beta = max(leastSpread, variance.squareRoot()) * 0.779_697
        let quantile = mean + beta * (7.600_652 - 0.577_216)
        return Int64(max(floor, quantile, longest.max() ?? 0).rounded(.up))
    }

    /// The upper end of the usual number: mean plus three standard deviations on Anscombe's root scale, on which a
    /// count's spread is 1.
    private static func usualWalks(_ counts: [Double]) -> Int? {
        guard counts.count >= Habits.shortestHistoryDays else { return nil }
        let roots = counts.map { 2 * ($0 + 0.375).squareRoot() }
        let mean = roots.reduce(0, +) / Double(roots.count)
        let variance = roots.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(roots.count - 1)
        let high = mean + 3 * max(1, variance.squareRoot())
        return max(Int(counts.max() ?? 0), Int(high * high / 4 - 0.375))
    }

    /// On two or more nights of the last 28 the resident went out within two hours of that time.
    func isUsualExit(_ minute: Double) -> Bool {
        guard let exits else { return true }
        return exits.count { night in night.contains { abs($0 - minute) <= 120 } } >= 2
    }
}
