import CareModel

/// The detector to beat, on the same published features: each day's value against the mean and standard deviation of
/// the last 56 days, summed over windows of 1 to 14 days.
enum WindowedZ {
    static let baselineDays: Int32 = 56
    static let leastDays = 14
    static let windows = [1, 2, 3, 5, 7, 14]
    /// After an alert's end none of the family for so many days from its beginning; open for at most `longestDays`.
    static let restDays: Int32 = 7
    static let longestDays: Int32 = 28

    /// How much one day deviates, the largest over the family's features and windows.
    struct DayScore: Hashable, Sendable {
        var day: LocalDay
        var score: Double
    }

    enum Scale: Sendable { case count, duration, identity }
    enum Side: Sendable { case up, down, both }

    struct Input: Sendable {
        var feature: String
        var family: Alert.Family
        var scale: Scale
        var side: Side

        /// To a scale on which the spread hardly depends on the level (Anscombe's root for counts).
        func transform(_ value: Double) -> Double {
            switch scale {
            case .count: 2 * (max(value, 0) + 0.375).squareRoot()
            case .duration: (max(value, 0) + 1).squareRoot()
            case .identity: value
            }
        }
    }

    static let inputs: [Input] = [
        Input(feature: "toilet_visits_night", family: .toilet, scale: .count, side: .up),
        Input(feature: "toilet_visits_day", family: .toilet, scale: .count, side: .up),
        Input(feature: "sleep_duration", family: .sleep, scale: .duration, side: .both),
        Input(feature: "bed_exits_night", family: .sleep, scale: .count, side: .up),
        Input(feature: "night_out_of_bed", family: .sleep, scale: .duration, side: .up),
        Input(feature: "bed_in_time", family: .sleep, scale: .identity, side: .both),
        Input(feature: "bed_out_time", family: .sleep, scale: .identity, side: .both),
        Input(feature: "kitchen_minutes", family: .meals, scale: .duration, side: .down),
        Input(feature: "meal_prep", family: .meals, scale: .count, side: .down),
        Input(feature: "fridge_opens", family: .meals, scale: .count, side: .down),
        Input(feature: "time_out_of_home", family: .activity, scale: .duration, side: .both),
        Input(feature: "room_transitions", family: .activity, scale: .count, side: .both),
        Input(feature: "activity_minutes", family: .activity, scale: .duration, side: .both),
        Input(feature: "transition_speed", family: .gait, scale: .identity, side: .down),
        Input(feature: "weight", family: .weight, scale: .identity, side: .both),
        Input(feature: "bp_systolic", family: .vitals, scale: .identity, side: .both),
        Input(feature: "heart_rate_resting", family: .vitals, scale: .identity, side: .both),
    ]

    /// Scores by family from a home's values by feature, each in the order of days.
    static func scores(of values: [String: [LocalDay: Double]]) -> [Alert.Family: [DayScore]] {
        var found: [Alert.Family: [LocalDay: Double]] = [:]
        for input in inputs {
            for (day, score) in evidence(of: values[input.feature] ?? [:], input) {
                found[input.family, default: [:]][day] = max(found[input.family]?[day] ?? 0, score)
            }
        }
        return found.mapValues { days in
            days.map { DayScore(day: $0, score: $1) }.sorted { $0.day < $1.day }
        }
    }

    /// By day: the largest of the windows' means of daily z, times the root of the days observed in it.
    static func evidence(of values: [LocalDay: Double], _ input: Input) -> [LocalDay: Double] {
        let days = values.keys.sorted()
        let y = days.map { input.transform(values[$0] ?? 0) }
        var z: [LocalDay: Double] = [:]
        var found: [LocalDay: Double] = [:]
        var first = 0
        for (index, day) in days.enumerated() {
            while days[first].number < day.number - baselineDays { first += 1 }
            guard index - first >= leastDays, let daily = deviation(of: y[index], from: y[first..<index]) else {
                continue
            }
            z[day] = daily
            var strongest = 0.0
            for window in windows {
                let seen = (0..<window).compactMap { z[day.advanced(by: Int32(-$0))] }
                guard seen.count >= (window + 1) / 2 else { continue }
                let sum = seen.reduce(0, +) / Double(seen.count).squareRoot()
                let directed = input.side == .up ? sum : input.side == .down ? -sum : abs(sum)
                strongest = max(strongest, directed)
            }
            found[day] = strongest
        }
        return found
    }

    /// In standard deviations; nil where all past days are alike.
    private static func deviation(of value: Double, from past: ArraySlice<Double>) -> Double? {
        let count = Double(past.count)
        let mean = past.reduce(0, +) / count
        let squares = past.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let spread = (squares / (count - 1)).squareRoot()
        return spread > 1e-9 ? (value - mean) / spread : nil
    }

    /// Days on which the family is told. Over after three days below three quarters of the threshold; none within
    /// `restDays` of the one before.
    static func alerts(_ scores: [DayScore], threshold: Double) -> [LocalDay] {
        var raised: [LocalDay] = []
        var isOpen = false
        var quiet = 0
        for day in scores {
            if isOpen {
                quiet = day.score < 0.75 * threshold ? quiet + 1 : 0
                if let last = raised.last, quiet >= 3 || day.day.number - last.number >= longestDays { isOpen = false }
                continue
            }
            guard day.score >= threshold, (raised.last?.number).map({ day.day.number - $0 >= restDays }) ?? true else {
                continue
            }
            raised.append(day.day)
            (isOpen, quiet) = (true, 0)
        }
        return raised
    }

    /// For each family the lowest threshold, in steps of 0.02, with which these runs get no more alerts than `alerts`
    /// from the `counting` days on.
    static func thresholds(
        for runs: [(scores: [Alert.Family: [DayScore]], from: LocalDay)], alerts allowed: Double
    ) -> [Alert.Family: Double] {
        var found: [Alert.Family: Double] = [:]
        for family in Alert.Family.changes {
            let scores = runs.map { (days: $0.scores[family] ?? [], from: $0.from) }
            var threshold = 12.0
            while threshold > 0.5 {
                let lower = threshold - 0.02
                let count = scores.reduce(0) { sum, run in
                    sum + alerts(run.days, threshold: lower).count { $0 >= run.from }
                }
                guard Double(count) <= allowed else { break }
                threshold = lower
            }
            found[family] = threshold
        }
        return found
    }
}
