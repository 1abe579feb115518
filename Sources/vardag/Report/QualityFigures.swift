import CareEngine
import CareModel
import Foundation

/// Figures of one home, or of all together, over a period.
struct QualityFigures: Encodable {
    /// Nil for all homes together.
    var home: String?
    var residentMonths: Double
    var alerts: [Group]
    var masked: [Masked]
    var inactiveDays: Int
    var inactiveDaysMasked: Int
    var calibration: [Calibration]

    /// Alerts of one kind that somebody was told of.
    struct Group: Encodable {
        /// `changes` (against the own normal) and each of its families, `situation`, `safety`, `technical`.
        var family: String
        var perResidentMonth: PoissonRate
        var verdicts: Verdicts
        /// From the onset to the alert; nil without alerts.
        var medianDelayHours: Double?
        var p90DelayHours: Double?

        private enum CodingKeys: String, CodingKey {
            case family, verdicts
            case perResidentMonth = "per_resident_month"
            case medianDelayHours = "median_delay_hours"
            case p90DelayHours = "p90_delay_hours"
        }
    }

    /// Shares of the alerts told; they sum to one, and are nil where nobody was told of any.
    struct Verdicts: Encodable, Equatable {
        var useful: Double?
        var known: Double?
        var mistaken: Double?
        var technical: Double?
        var unrated: Double?

        init(_ alerts: [Alert]) {
            guard !alerts.isEmpty else { return }
            func share(_ verdict: Alert.Verdict?) -> Double {
                PoissonRate.rounded(Double(alerts.count { $0.verdict == verdict }) / Double(alerts.count))
            }
            useful = share(.useful)
            known = share(.known)
            mistaken = share(.mistaken)
            technical = share(.technical)
            unrated = share(nil)
        }

        private enum CodingKeys: String, CodingKey {
            case useful, known, technical, unrated
            case mistaken = "false"
        }
    }

    /// Days on which a feature of the family was kept out of the comparison.
    struct Masked: Encodable, Equatable {
        var family: String
        var reason: Withheld
        var days: Int
    }

    struct Calibration: Encodable, Equatable {
        /// `u` as detection took it, or `z` from the band stored beside the value.
        var score: String
        var count: Int
        var beyond196: Double?
        var beyond258: Double?

        private enum CodingKeys: String, CodingKey {
            case score, count
            case beyond196 = "beyond_1_96"
            case beyond258 = "beyond_2_58"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case home, alerts, masked, calibration
        case residentMonths = "resident_months"
        case inactiveDays = "inactive_days"
        case inactiveDaysMasked = "inactive_days_masked"
    }

    static let changes: [Alert.Family] = [.toilet, .sleep, .meals, .activity, .gait, .weight, .vitals]
    private static let groups: [(String, [Alert.Family])] =
        [("changes", changes)] + changes.map { ($0.rawValue, [$0]) }
        + [Alert.Family.situation, .safety, .technical].map { ($0.rawValue, [$0]) }

    init(home: String?, _ tally: QualityTally, told: [Alert]) {
        let months = Double(tally.knownDays) / SituationReport.daysInMonth
        self.home = home
        residentMonths = PoissonRate.rounded(months)
        alerts = Self.groups.map { name, families in
            let ofGroup = told.filter { families.contains($0.family) }
            let delays = ofGroup.compactMap { alert in
                alert.raisedAt.map { $0.minutes(since: alert.onset) / 60 }
            }.sorted()
            return Group(
                family: name, perResidentMonth: PoissonRate(count: ofGroup.count, exposure: months),
                verdicts: Verdicts(ofGroup), medianDelayHours: Self.quantile(0.5, of: delays),
                p90DelayHours: Self.quantile(0.9, of: delays))
        }
        masked = tally.masked.map { Masked(family: $0.family, reason: $0.reason, days: $1) }.sorted {
            ($0.family, $0.reason.rawValue) < ($1.family, $1.reason.rawValue)
        }
        inactiveDays = tally.inactiveDays
        inactiveDaysMasked = tally.inactiveDaysMasked
        calibration = [("u", tally.u), ("z", tally.z)].filter { $1.count > 0 || $0 == "u" }.map { name, scores in
            func share(_ count: Int) -> Double? {
                scores.count == 0 ? nil : (Double(count) / Double(scores.count) * 10_000).rounded() / 10_000
            }
            return Calibration(
                score: name, count: scores.count, beyond196: share(scores.beyond196),
                beyond258: share(scores.beyond258))
        }
    }

    /// Of a sorted list, between neighbours by their distance; nil when it is empty.
    static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
        guard let last = sorted.indices.last else { return nil }
        let place = share * Double(last)
        let below = Int(place)
        let above = min(below + 1, last)
        let value = sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        return (value * 10).rounded() / 10
    }
}

/// What is counted over the feature rows of one home, or of several.
struct QualityTally {
    struct Scores {
        var count = 0
        var beyond196 = 0
        var beyond258 = 0

        mutating func take(_ score: Double) {
            count += 1
            if abs(score) > 1.96 { beyond196 += 1 }
            if abs(score) > 2.58 { beyond258 += 1 }
        }

        mutating func add(_ other: Scores) {
            count += other.count
            beyond196 += other.beyond196
            beyond258 += other.beyond258
        }
    }

    struct Mask: Hashable {
        var family: String
        var reason: Withheld
    }

    /// With known activity.
    private(set) var knownDays = 0
    private(set) var masked: [Mask: Int] = [:]
    private(set) var inactiveDays = 0
    private(set) var inactiveDaysMasked = 0
    private(set) var u = Scores()
    private(set) var z = Scores()
    private var maskedToday: Set<Mask> = []
    private var today: LocalDay?

    /// Takes one home's rows in the order of their days.
    mutating func take(_ row: DailyFeature) {
        if row.date != today { (today, maskedToday) = (row.date, []) }
        if row.feature == "activity_minutes", let value = row.value {
            knownDays += 1
            if let usual = row.usual, value < usual.usualLow, row.context == .alone || row.context == .visitor {
                inactiveDays += 1
                if row.withheld?.isFault == true { inactiveDaysMasked += 1 }
            }
        }
        guard let family = HomeEngine.family(ofFeature: row.feature) else { return }
        if let reason = row.withheld {
            let mask = Mask(family: family.rawValue, reason: reason)
            if maskedToday.insert(mask).inserted { masked[mask, default: 0] += 1 }
        }
        if let score = row.u {
            u.take(score)
        } else if row.withheld == nil, let value = row.value, let usual = row.usual,
            let score = HomeEngine.score(of: value, against: usual, feature: row.feature)
        {
            z.take(score)
        }
    }

    mutating func add(_ other: QualityTally) {
        knownDays += other.knownDays
        masked.merge(other.masked, uniquingKeysWith: +)
        inactiveDays += other.inactiveDays
        inactiveDaysMasked += other.inactiveDaysMasked
        u.add(other.u)
        z.add(other.z)
    }
}
