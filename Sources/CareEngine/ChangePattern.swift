import CareModel

/// Several features that change together in one way: their weighted sum is scored as one.
struct ChangePattern: Sendable {
    enum Side: Sendable { case up, down, both }

    let name: String
    let family: Alert.Family
    let side: Side
    /// Days over which it is looked for: a pace changes slowly, a weight that matters does so within days.
    let horizons: [Int]
    /// Places in `WatchedFeature.all`; the first must be observed.
    let members: [Int]
    let weights: [Double]
    /// Added to its family's threshold: a change that is hardly ever of weight must be rarer to tell.
    let margin: Double
    /// By the observed members as bits: one over the standard deviation of their weighted sum.
    private let scales: [Double]

    init(
        _ name: String, _ family: Alert.Family, _ side: Side, _ weighted: KeyValuePairs<String, Double>,
        over horizons: [Int] = ChangeDetector.horizons, margin: Double = 0
    ) {
        self.name = name
        self.family = family
        self.side = side
        self.horizons = horizons
        self.margin = margin
        members = weighted.map { Self.place($0.key) }
        let weights = weighted.map(\.value)
        self.weights = weights
        let names = weighted.map(\.key)
        scales = (0..<(1 << weights.count)).map { observed in
            var variance = 0.0
            for i in weights.indices where observed >> i & 1 == 1 {
                for j in weights.indices where observed >> j & 1 == 1 {
                    variance += weights[i] * weights[j] * (i == j ? 1 : Self.correlation(names[i], names[j]))
                }
            }
            return variance > 0 ? 1 / variance.squareRoot() : 0
        }
    }

    private static func place(_ feature: String) -> Int {
        guard let place = WatchedFeature.indexByName[feature] else { preconditionFailure("\(feature) is not watched") }
        return place
    }

    /// The normal score of the day's pattern from the features' u, which begin at `start`, and by how much it may be off
    /// by their `doubts`; `ChangeDetector.unknown` stands for a u that is not known. Such a member counts as usual where
    /// there is doubt (a fault masked it), and is left out otherwise. The score is nil where the first member is unknown.
    func score(_ u: [Double], _ doubts: [Float], from start: Int) -> (score: Double?, doubt: Double) {
        var (sum, doubt, observed) = (0.0, 0.0, 0)
        for i in 0..<members.count {
            let place = start + members[i]
            let (u, off) = (u[place], Double(doubts[place]))
            if u != ChangeDetector.unknown { sum += weights[i] * u } else if off == 0 { continue }
            doubt += abs(weights[i]) * off
            observed |= 1 << i
        }
        let lead = start + members[0]
        guard u[lead] != ChangeDetector.unknown else { return (nil, Double(doubts[lead])) }
        return (sum * scales[observed], min(doubt * scales[observed], ChangeDetector.mostDoubt))
    }

    /// Which members' weighted u point where the sum does, largest first.
    func leading(_ u: [Double?]) -> [Int] {
        let shares = members.map { (member: $0, share: weighted($0, u)) }
        let sum = shares.reduce(0) { $0 + $1.share }
        return shares.filter { $0.share * sum > 0 }.sorted { abs($0.share) > abs($1.share) }.map(\.member)
    }

    /// A member's part of the sum.
    func share(of member: Int, in u: [Double?]) -> Double { abs(weighted(member, u)) }

    private func weighted(_ member: Int, _ u: [Double?]) -> Double {
        guard let place = members.firstIndex(of: member), let u = u[member] else { return 0 }
        return u * weights[place]
    }

    /// Of u between pairs of features on normal days, measured on simulated residents.
    private static func correlation(_ a: String, _ b: String) -> Double {
        correlations[[a, b].sorted().joined(separator: " ")] ?? 0
    }

    private static let correlations: [String: Double] = [
        "activity_minutes kitchen_minutes": 0.3110772232545906,
        "activity_minutes sleep_duration": -0.1347014432441969,
        "activity_minutes room_transitions": 0.3489837467774643,
        "bed_exits_night night_out_of_bed": 0.8995215218048344,
        "bed_exits_night sleep_duration": -0.0570527809695359,
        "bed_exits_night toilet_visits_day": 0.01001827127073157,
        "bed_exits_night toilet_visits_night": 0.7730293153693921,
        "bed_in_time bed_out_time": 0.018872645243063896,
        "fridge_opens kitchen_minutes": 0.49699297809952,
        "fridge_opens meal_prep": 0.46956714102962455,
        "kitchen_minutes meal_prep": 0.6526242850866193,
        "kitchen_minutes sleep_duration": 0.003976893295690971,
        "kitchen_minutes room_transitions": 0.3898969217036901,
        "night_out_of_bed sleep_duration": -0.09688773470432294,
        "room_transitions sleep_duration": -0.049293485870013996,
        "toilet_visits_day toilet_visits_night": -0.033252259766592455,
    ]

    static let all: [ChangePattern] = [
        .init(
            "toilet up", .toilet, .up, ["toilet_visits_night": 1, "toilet_visits_day": 0.5, "bed_exits_night": 0.6]),
        .init("toilet night", .toilet, .up, ["toilet_visits_night": 1]),
        .init("toilet day", .toilet, .up, ["toilet_visits_day": 1]),
        .init(
            "sleep broken", .sleep, .up, ["night_out_of_bed": 1, "bed_exits_night": 0.6, "sleep_duration": -0.7]),
        .init("sleep short", .sleep, .both, ["sleep_duration": 1]),
        .init("phase", .sleep, .both, ["bed_in_time": 1, "bed_out_time": 1]),
        .init("bed time", .sleep, .both, ["bed_in_time": 1]),
        .init("wake time", .sleep, .both, ["bed_out_time": 1]),
        .init("out of bed", .sleep, .up, ["night_out_of_bed": 1]),
        .init("meals down", .meals, .down, ["kitchen_minutes": 1, "meal_prep": 1, "fridge_opens": 1]),
        .init("kitchen", .meals, .down, ["kitchen_minutes": 1]),
        .init("meals", .meals, .down, ["meal_prep": 1]),
        .init(
            "inactive", .activity, .down,
            ["activity_minutes": 1, "room_transitions": 1, "kitchen_minutes": 0.5, "sleep_duration": -0.5]),
        .init("activity", .activity, .down, ["activity_minutes": 1]),
        .init("out", .activity, .down, ["time_out_of_home": 1]),
        .init("gait", .gait, .down, ["transition_speed": 1], over: [7, 14]),
        .init("weight", .weight, .both, ["weight": 1], over: [1, 2, 3, 5]),
        .init("blood pressure", .vitals, .both, ["bp_systolic": 1]),
        .init("pulse", .vitals, .both, ["heart_rate_resting": 1]),
        // What no described change brings, for those that nobody described: ten or thirty times as rare.
        .init("fridge up", .meals, .up, ["fridge_opens": 1], margin: 1),
        .init("meals up", .meals, .up, ["kitchen_minutes": 1, "meal_prep": 1, "fridge_opens": 1], margin: 1.5),
        .init("activity up", .activity, .up, ["activity_minutes": 1], margin: 0.75),
        .init("rooms", .activity, .both, ["room_transitions": 1], margin: 1.25),
        .init(
            "toilet fewer", .toilet, .down, ["toilet_visits_day": 1, "toilet_visits_night": 0.5], margin: 1.5),
    ]
}
