import CareModel

/// Finds changes against the resident's own normal: a normal score u per feature and day, patterns of features, and
/// windows of one to fourteen days. Constant time and state per feature and day.
///
/// Source: own design (docs/quality.md), checked to 1e-9 against an independent implementation.
struct ChangeDetector: Sendable, Equatable {
    /// Stands for a u or a value that is not known.
    static let unknown = Double.infinity
    static let keptDays = 14
    static let horizons = [1, 2, 3, 5, 7, 14]
    private static let features = WatchedFeature.all.count

    /// By `WatchedFeature.all`.
    var normals = [OwnNormal](repeating: OwnNormal(), count: features)
    /// The newest day taken, and how many were taken or passed since the first, at most `keptDays`.
    var newest: Int32?
    var daysKept = 0
    /// Of the last 14 days, day number modulo 14 times the number of features: u, the values, and why they are not
    /// there (0, or the place in `Withheld.allCases` plus one).
    var scores = [Double](repeating: unknown, count: keptDays * features)
    var values = [Float](repeating: .infinity, count: keptDays * features)
    var reasons = [UInt8](repeating: 0, count: keptDays * features)
    /// By `WatchedFeature.all`: for how many days what is usual is known less well, after a technical fault.
    var afterFault = [UInt8](repeating: 0, count: features)

    init() {}

    /// A day as the detector takes it; by `WatchedFeature.all`.
    struct Day {
        var day: LocalDay
        /// Missing and withheld ones nil.
        var values = [Double?](repeating: nil, count: features)
        var withheld = [Withheld?](repeating: nil, count: features)
        /// Share of each feature's window in which its sensors were alive, 0-1.
        var coverage = [Double](repeating: 1, count: features)
        /// Of the home's messages: what is counted misses what was lost, on this day and on those before.
        var lossShare = 0.0
        /// A part of the day could not be seen, or messages were lost: what is learned from it may be a little off.
        var isImpaired = false
    }

    // MARK: Taking days

    /// Takes the next day. `features` are `WatchedFeature.all`, but for a comparison of the arithmetic.
    mutating func observe(_ day: Day, as features: [WatchedFeature] = WatchedFeature.all) {
        open(day.day.number)
        for index in 0..<Self.features {
            let watched = features[index]
            let isLearned = normals[index].days > 0
            let u = day.values[index].flatMap { value in
                normals[index].observe(watched.transform(value), on: day.day, prior: watched.priorSpread)
            }
            if day.values[index] == nil { normals[index].skip() }
            let isMasked = day.values[index] == nil && day.withheld[index]?.isFault == true
            markFault(index, isMasked: isMasked && isLearned, isImpaired: day.isImpaired && isLearned)
            put(u.map { Self.judged($0, of: day, index) }, of: day, index)
        }
    }

    /// Takes what became known of a day that was taken before. What was known then stays learned, but the day is judged by
    /// what is known now.
    mutating func revise(_ day: Day) {
        guard let newest, day.day.number <= newest, day.day.number > newest - Int32(daysKept) else { return }
        for index in 0..<Self.features {
            let watched = WatchedFeature.all[index]
            let known = values[place(day.day.number, index)]
            guard day.values[index].map({ Float($0) }) ?? .infinity != known else { continue }
            let u = day.values[index].flatMap { value in
                let before = seen(index, on: day.day.previous).value
                return normals[index].observeLate(
                    watched.transform(value), on: day.day, after: before.map(watched.transform),
                    isNewest: day.day.number == newest, isLearned: known != .infinity, prior: watched.priorSpread)
            }
            afterFault[index] = max(afterFault[index], Self.leastAfterFault)
            put(u.map { Self.judged($0, of: day, index) }, of: day, index)
        }
    }

    /// What is left of a day's u when what could not be seen of it had spoken against the change.
    private static func judged(_ u: Double, of day: Day, _ index: Int) -> Double {
        let unseen = WatchedFeature.all[index].isOfTheWholeDay ? 1 - day.coverage[index] : 0
        return shrunk(u / (1 + 2 * day.lossShare), by: doubtOfUnseenDay * unseen)
    }

    /// Standard deviations by which a whole day may have been another: of one hour unseen nearly two.
    private static let doubtOfUnseenDay = 40.0

    /// After a day that a fault masked what was learned is in doubt for twelve weeks, and as much longer as the fault
    /// lasted, up to fifteen: from the fourth, or up to the seventh, on slightly. After a day that was only impaired it is
    /// in slight doubt for three.
    private mutating func markFault(_ index: Int, isMasked: Bool, isImpaired: Bool) {
        let days = afterFault[index]
        let left = isMasked ? min(days + 1, Self.mostAfterFault) : days - min(days, 1)
        afterFault[index] = max(left, isMasked ? Self.leastAfterFault : isImpaired ? Self.slightlyAfterFault : 0)
    }

    private static let slightlyAfterFault: UInt8 = 21
    /// Days left when plain doubt has become slight.
    private static let fadedAfterFault: UInt8 = 63
    private static let leastAfterFault: UInt8 = 84
    static let mostAfterFault: UInt8 = 105

    private func place(_ day: Int32, _ index: Int) -> Int {
        let slot = (Int(day) % Self.keptDays + Self.keptDays) % Self.keptDays
        return slot * Self.features + index
    }

    private mutating func put(_ u: Double?, of day: Day, _ index: Int) {
        let place = place(day.day.number, index)
        scores[place] = u ?? Self.unknown
        values[place] = day.values[index].map { Float($0) } ?? .infinity
        reasons[place] = day.withheld[index].flatMap { Withheld.allCases.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
    }

    /// Makes room for a day; days without any news between are days not seen.
    private mutating func open(_ day: Int32) {
        let passed = newest.map { Int(day - $0) } ?? 1
        if passed > 1 {
            for index in normals.indices { normals[index].skip() }
        }
        daysKept = min(Self.keptDays, daysKept + max(1, passed))
        for back in 0..<Int32(min(Self.keptDays, max(1, passed))) {
            let from = place(day - back, 0)
            for place in from..<(from + Self.features) { blank(place) }
        }
        newest = day
    }

    /// Starts these features anew.
    mutating func forget(_ features: Set<String>) {
        for (index, watched) in WatchedFeature.all.enumerated() where features.contains(watched.name) {
            normals[index] = OwnNormal()
            afterFault[index] = 0
            for slot in 0..<Self.keptDays { blank(slot * Self.features + index) }
        }
    }

    private mutating func blank(_ place: Int) {
        scores[place] = Self.unknown
        values[place] = .infinity
        reasons[place] = 0
    }

    // MARK: What was found

    /// The strongest evidence of a family on the newest day.
    struct Evidence: Sendable, Equatable {
        var pattern: Int
        /// Days that it is taken over.
        var horizon: Int
        /// Normal score; its sign tells the direction.
        var score: Double
        /// -log10 of the chance of at least this on a normal day.
        var strength: Double

        var margin: Double { ChangePattern.all[pattern].margin }
        /// What counts within the family.
        fileprivate var aboveMargin: Double { strength - margin }
    }

    /// By family, in the order of `Alert.Family.changes`; nil where nothing was observed today.
    func evidence() -> [Evidence?] {
        var found = [Evidence?](repeating: nil, count: Alert.Family.changes.count)
        guard newest != nil else { return found }
        for (index, pattern) in ChangePattern.all.enumerated() {
            guard let (score, horizon) = strongest(pattern) else { continue }
            let evidence = Evidence(
                pattern: index, horizon: horizon, score: score, strength: Self.strength(score, pattern.side))
            let family = Self.familyOfPattern[index]
            if let best = found[family], best.aboveMargin >= evidence.aboveMargin { continue }
            found[family] = evidence
        }
        return found
    }

    private static let familyOfPattern: [Int] = ChangePattern.all.map { pattern in
        Alert.Family.changes.firstIndex(of: pattern.family) ?? 0
    }

    /// A pattern's score of the newest day at each of `horizons`; nil where too little was observed. After a technical
    /// fault it is what is left of it when every masked day had spoken against the change and what is usual is off.
    func scores(of pattern: ChangePattern) -> [Double?] {
        guard let newest, let today = score(pattern, at: place(newest, 0)) else {
            return Self.horizons.map { _ in nil }
        }
        let doubt = doubt(of: pattern)
        var result: [Double?] = [Self.shrunk(today, by: doubt)]
        var (sum, count, masked, back) = (min(max(today, -3.5), 3.5), 1, 0, 1)
        for horizon in Self.horizons.dropFirst() {
            while back < min(horizon, daysKept) {
                let place = place(newest - Int32(back), 0)
                if let score = score(pattern, at: place) {
                    sum += min(max(score, -3.5), 3.5)
                    count += 1
                } else if isFault(place + pattern.members[0]) {
                    masked += 1
                }
                back += 1
            }
            let isEnough = daysKept >= horizon && count >= (horizon + 1) / 2
            let certain = Self.shrunk(sum, by: doubt * Double(count) + Self.doubtOfMaskedDay * Double(masked))
            result.append(isEnough ? certain / Double(count + masked).squareRoot() : nil)
        }
        return result
    }

    /// Standard deviations by which what is usual of the pattern may be off on each day: .2 in the first weeks after a
    /// masked day, then .05; of more activity, which is often somebody else's, .2 all the time. Chosen on simulated homes
    /// with faults (docs/simulator.md).
    func doubt(of pattern: ChangePattern) -> Double {
        switch pattern.members.reduce(0, { max($0, afterFault[$1]) }) {
        case 0: 0
        case ...Self.fadedAfterFault: pattern.margin > 0 ? 0.2 : 0.05
        default: 0.2
        }
    }

    /// Standard deviations by which a day that a fault masked may have been the other way: no care alert may come of it.
    private static let doubtOfMaskedDay = 2.0

    private static func shrunk(_ sum: Double, by doubt: Double) -> Double {
        sum > 0 ? max(0, sum - doubt) : min(0, sum + doubt)
    }

    private func isFault(_ place: Int) -> Bool { Self.isFaultByReason[Int(reasons[place])] }

    private static let isFaultByReason = [false] + Withheld.allCases.map(\.isFault)

    /// A pattern's score on the day whose features begin there.
    private func score(_ pattern: ChangePattern, at start: Int) -> Double? {
        pattern.score(scores, from: start) { isFault($0) }
    }

    private func strongest(_ pattern: ChangePattern) -> (score: Double, horizon: Int)? {
        var best: (score: Double, horizon: Int)?
        var bestSide = -Double.infinity
        for (score, horizon) in zip(scores(of: pattern), Self.horizons) {
            guard let score, pattern.horizons.contains(horizon) else { continue }
            let side =
                switch pattern.side {
                case .up: score
                case .down: -score
                case .both: abs(score)
                }
            if side > bestSide { (best, bestSide) = ((score, horizon), side) }
        }
        return best
    }

    private static func strength(_ score: Double, _ side: ChangePattern.Side) -> Double {
        let chance =
            switch side {
            case .up: upperTail(score)
            case .down: upperTail(-score)
            case .both: 2 * upperTail(abs(score))
            }
        return -logarithm(max(chance, 1e-300)) / logarithm(10)
    }

    /// A pattern's score on a day within the last fourteen.
    func score(of pattern: ChangePattern, on day: LocalDay) -> Double? {
        isKept(day) ? score(pattern, at: place(day.number, 0)) : nil
    }

    /// The u of a day within the last fourteen, by `WatchedFeature.all`.
    func u(on day: LocalDay) -> [Double?] {
        (0..<Self.features).map { index in
            guard isKept(day) else { return nil }
            let u = scores[place(day.number, index)]
            return u == Self.unknown ? nil : u
        }
    }

    /// A feature's value on a day within the last fourteen, and why there is none.
    func seen(_ index: Int, on day: LocalDay) -> (value: Double?, withheld: Withheld?) {
        guard isKept(day) else { return (nil, nil) }
        let (value, reason) = (values[place(day.number, index)], Int(reasons[place(day.number, index)]))
        return (value == .infinity ? nil : Double(value), reason == 0 ? nil : Withheld.allCases[reason - 1])
    }

    private func isKept(_ day: LocalDay) -> Bool {
        guard let newest else { return false }
        return day.number <= newest && day.number > newest - Int32(daysKept)
    }

    /// What is usual for a feature on a day of that weekday, by what is known now; nil under about eight days.
    func baseline(_ feature: String, on day: LocalDay) -> Baseline? {
        WatchedFeature.indexByName[feature].flatMap { normals[$0].baseline(of: WatchedFeature.all[$0], on: day) }
    }
}

extension OwnNormal {
    /// What is usual on a day of that weekday; nil under about eight days.
    func baseline(of watched: WatchedFeature, on day: LocalDay) -> Baseline? {
        guard isComparable, let expected = expected(weekday: day.weekday, prior: watched.priorSpread) else {
            return nil
        }
        return Baseline(
            expected: thousandth(watched.restore(expected.mean)),
            usualLow: thousandth(watched.restore(expected.mean - 1.96 * expected.spread)),
            usualHigh: thousandth(watched.restore(expected.mean + 1.96 * expected.spread)))
    }
}

func thousandth(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
