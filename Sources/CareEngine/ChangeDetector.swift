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
    /// Beside `scores`: standard deviations by which the u may be off after a technical fault.
    var doubts = [Float](repeating: 0, count: keptDays * features)

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
        /// For a part of the day nothing of the home could be seen.
        var isUnseen = false
        /// Whether others were there is hardly known.
        var isNearlyCrowded = false
        /// That, or messages were lost: what is learned from it may be a little off.
        var isImpaired: Bool { isUnseen || lossShare > 0 }
    }

    // MARK: Taking days

    /// Takes the next day. `features` are `WatchedFeature.all`, but for a comparison of the arithmetic.
    mutating func observe(_ day: Day, as features: [WatchedFeature] = WatchedFeature.all) {
        open(day.day.number)
        for index in 0..<Self.features {
            let watched = features[index]
            let u = day.values[index].flatMap { value in
                normals[index].observe(watched.transform(value), on: day.day, prior: watched.priorSpread)
            }
            if day.values[index] == nil { normals[index].skip() }
            put(u.map { $0 / (1 + 2 * day.lossShare) }, of: day, index)
            markFault(of: day, index)
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
            put(u.map { $0 / (1 + 2 * day.lossShare) }, of: day, index)
            markFault(of: day, index)
            normals[index].miss(Self.missedBeside)
        }
    }

    /// By how much the day's u may be off, and by how much what is usual is off for not having learned from it.
    private mutating func markFault(of day: Day, _ index: Int) {
        let place = place(day.day.number, index)
        guard day.values[index] != nil else {
            doubts[place] = Float(doubtOfMasked(day, index))
            if doubts[place] == Float(Self.mostDoubt) { normals[index].miss(Self.missedDay) }
            return
        }
        let unseen = Self.doubtOfUnseen(day, index)
        let u = scores[place] == Self.unknown ? 0 : abs(scores[place])
        let missed = normals[index].missed.squareRoot() * (1 + Self.missedSpread * u)
        let isPerhapsAnothers = Self.isPerhapsAnothers(day, index) && normals[index].missed > Self.leastMissed
        let another = isPerhapsAnothers && scores[place] > 0 && scores[place] != Self.unknown ? scores[place] : 0
        doubts[place] = Float(min(max(unseen + missed, another), Self.mostDoubt))
        let isElsewhere = day.withheld.contains { $0 == .deadSensor || $0 == .coverage || $0 == .outage }
        let known = isElsewhere ? Self.missedBeside : day.isImpaired ? Self.missedOfImpaired : 0
        let part = max(known, min(unseen / 2, Self.missedDay), isPerhapsAnothers ? Self.missedDay / 2 : 0)
        if part > 0 { normals[index].miss(part) }
    }

    /// After a fault it is also not certain who was a visitor.
    private func doubtOfMasked(_ day: Day, _ index: Int) -> Double {
        guard normals[index].days > 0, let reason = day.withheld[index] else { return 0 }
        if reason.isFault { return Self.mostDoubt }
        guard reason == .visitor, normals[index].missed > Self.leastMissed else { return 0 }
        return Self.isPerhapsAnothers(day, index) ? Self.mostDoubt : Self.mostDoubt / 2
    }

    /// What a visitor does most of: to move about, in the kitchen too.
    private static func isPerhapsAnothers(_ day: Day, _ index: Int) -> Bool {
        let family = WatchedFeature.all[index].family
        return day.isNearlyCrowded && (family == .activity || family == .meals)
    }

    /// What was not seen of a day may have made it an ordinary one; a pace is measured on a few ways.
    private static func doubtOfUnseen(_ day: Day, _ index: Int) -> Double {
        let watched = WatchedFeature.all[index]
        if watched.family == .gait { return day.isUnseen ? mostDoubt / 2 : 0 }
        return watched.isOfTheWholeDay ? doubtOfUnseenDay * (1 - day.coverage[index]) : 0
    }

    // Standard deviations that a day would have taught: one that a fault masked; one on which a fault masked other
    // features, so that a visitor may not have been noticed; one with lost messages. Chosen on simulated homes with faults
    // (docs/simulator.md).
    private static let missedDay = 2.0
    private static let missedBeside = 0.5
    private static let missedOfImpaired = 0.3
    private static let leastMissed = 1e-4
    /// What is missed of the spread, as a share of a u: a value far off would have widened it.
    private static let missedSpread = 0.25

    /// Standard deviations by which a whole day may have been another: of one hour unseen nearly two.
    private static let doubtOfUnseenDay = 40.0

    /// Standard deviations by which a day that a fault masked may have been the other way: no care alert may come of it.
    static let mostDoubt = 2.0

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
            for slot in 0..<Self.keptDays { blank(slot * Self.features + index) }
        }
    }

    private mutating func blank(_ place: Int) {
        scores[place] = Self.unknown
        values[place] = .infinity
        reasons[place] = 0
        doubts[place] = 0
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

    /// After a technical fault, some of what is kept may be off.
    var isInDoubt: Bool { doubts.contains { $0 > 0 } }

    /// By family, in the order of `Alert.Family.changes`; nil where nothing was observed today. `withDoubt`: what is left
    /// of it after technical faults.
    func evidence(withDoubt: Bool = true) -> [Evidence?] {
        var found = [Evidence?](repeating: nil, count: Alert.Family.changes.count)
        guard newest != nil else { return found }
        for (index, pattern) in ChangePattern.all.enumerated() {
            guard let (score, horizon) = strongest(pattern, withDoubt: withDoubt) else { continue }
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

    /// A pattern's score of the newest day at each of `horizons`; nil where too little was observed. `withDoubt`: what is
    /// left of it when every masked day had spoken against the change, and each other by as much as it may be off.
    func scores(of pattern: ChangePattern, withDoubt: Bool = true) -> [Double?] {
        guard let newest, case (let today?, var doubt) = seen(pattern, at: place(newest, 0)) else {
            return Self.horizons.map { _ in nil }
        }
        var result: [Double?] = [withDoubt ? Self.shrunk(today, by: doubt) : today]
        var (sum, count, masked, back) = (min(max(today, -3.5), 3.5), 1, 0, 1)
        for horizon in Self.horizons.dropFirst() {
            while back < min(horizon, daysKept) {
                let (score, off) = seen(pattern, at: place(newest - Int32(back), 0))
                if let score {
                    sum += min(max(score, -3.5), 3.5)
                    count += 1
                    doubt += off
                } else if off > 0 {
                    masked += 1
                    doubt += off
                }
                back += 1
            }
            let isEnough = daysKept >= horizon && count >= (horizon + 1) / 2
            let (left, days) = withDoubt ? (Self.shrunk(sum, by: doubt), count + masked) : (sum, count)
            result.append(isEnough ? left / Double(days).squareRoot() : nil)
        }
        return result
    }

    private static func shrunk(_ sum: Double, by doubt: Double) -> Double {
        sum > 0 ? max(0, sum - doubt) : min(0, sum + doubt)
    }

    /// A pattern's score on the day whose features begin there, and by how much it may be off.
    private func seen(_ pattern: ChangePattern, at start: Int) -> (score: Double?, doubt: Double) {
        let (score, doubt) = pattern.score(scores, doubts, from: start)
        let isPerhapsAnothers = pattern.margin > 0 && score != nil && doubt > Self.noticeableDoubt
        return (score, isPerhapsAnothers ? max(doubt, Self.doubtOfSomebodyElse) : doubt)
    }

    /// What is often somebody else's doing: after a fault it may be that of a visitor who was not noticed.
    private static let doubtOfSomebodyElse = 0.2
    private static let noticeableDoubt = 0.02

    private func strongest(_ pattern: ChangePattern, withDoubt: Bool) -> (score: Double, horizon: Int)? {
        var best: (score: Double, horizon: Int)?
        var bestSide = -Double.infinity
        for (score, horizon) in zip(scores(of: pattern, withDoubt: withDoubt), Self.horizons) {
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
        isKept(day) ? seen(pattern, at: place(day.number, 0)).score : nil
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
