import CareModel

/// A condition whose usual signs a change resembles: a remark on an alert, off unless set, never an alert of its own and
/// no diagnosis.
///
/// Pure, and apart from detection: reads the detector's scores and values of the last days, and nothing that it says
/// moves a threshold. A sign is "up" where the scores of the last days together are above what one normal day in twenty
/// would give.
enum ConditionHint: String, CaseIterable, Sendable {
    /// Over the same two to five days: more toilet visits at night and by day, and more unrest at night.
    case urinaryInfection = "uti_like"
    /// Weight gained fast, and within the week more toilet visits or more unrest at night. Sleep in a chair is another
    /// usual sign, which no feature measures.
    case heartFailure = "heart_failure_like"

    /// Families on whose alerts it is a remark.
    var families: [Alert.Family] {
        switch self {
        case .urinaryInfection: [.toilet, .sleep]
        case .heartFailure: [.weight, .toilet, .sleep]
        }
    }

    /// Those that the days up to `day` resemble, on an alert of this family.
    static func found(_ detector: ChangeDetector, on day: LocalDay, family: Alert.Family) -> [ConditionHint] {
        let signs = ConditionSigns(detector, on: day)
        return allCases.filter { $0.families.contains(family) && $0.resembles(signs) }
    }

    private func resembles(_ signs: ConditionSigns) -> Bool {
        switch self {
        case .urinaryInfection:
            (2...5).contains { days in
                signs.isUp("toilet_visits_night", over: days) && signs.isUp("toilet_visits_day", over: days)
                    && signs.isRestless(over: days)
            }
        case .heartFailure:
            signs.weightIsUp
                && (2...7).contains { signs.isUp("toilet_visits_night", over: $0) || signs.isRestless(over: $0) }
        }
    }
}

/// What conditions are told by, from the detector's last fourteen days.
struct ConditionSigns {
    private let detector: ChangeDetector
    private let day: LocalDay

    /// Standard normal; one day in twenty lies above.
    private static let up = 1.645

    /// At most so many days before, so many kilograms less: more than 2 kg in three days (European Society of
    /// Cardiology, guidelines for acute and chronic heart failure 2012, on self-care; kept in those of 2016 and 2021),
    /// 3 lb in a day or 5 lb in a week (American Heart Association, advice on daily weighing).
    private static let gains: [(days: Int32, kilograms: Double)] = [(1, 1.36), (3, 2.0), (7, 2.27)]

    init(_ detector: ChangeDetector, on day: LocalDay) {
        (self.detector, self.day) = (detector, day)
    }

    /// The newest day and at least half of the days must be known.
    func isUp(_ feature: String, over days: Int) -> Bool {
        guard let place = WatchedFeature.indexByName[feature] else { return false }
        let known = (0..<Int32(days)).map { detector.u(on: day.advanced(by: -$0))[place] }
        guard known.first != .some(nil) else { return false }
        let scores = known.compactMap { $0 }.map { min(max($0, -3.5), 3.5) }
        guard scores.count * 2 >= days else { return false }
        return scores.reduce(0, +) / Double(scores.count).squareRoot() >= Self.up
    }

    func isRestless(over days: Int) -> Bool {
        isUp("night_out_of_bed", over: days) || isUp("bed_exits_night", over: days)
    }

    /// The newest weight of the last two days, against those before it.
    var weightIsUp: Bool {
        guard let place = WatchedFeature.indexByName["weight"] else { return false }
        func weight(_ back: Int32) -> Double? { detector.seen(place, on: day.advanced(by: -back)).value }
        guard let newest = (Int32(0)...1).first(where: { weight($0) != nil }), let now = weight(newest) else {
            return false
        }
        return Self.gains.contains { limit in
            (1...limit.days).contains { back in
                weight(newest + back).map { thousandth(now - $0) >= limit.kilograms } ?? false
            }
        }
    }
}
