import CareModel

/// One day's value of one feature against its own past.
struct Finding: Sendable, Equatable {
    var feature: String
    var family: Alert.Family
    var day: LocalDay
    /// Standard deviations from the expected, on the transformed scale; towards the watched side only.
    var z: Double
    var member: Alert.Member
}

/// The plain deviation detector: each feature against the mean and spread of its last 56 days, one-sided where only
/// one side matters. A later detector replaces it behind `observe`, `revise` and `baseline`.
struct RobustDeviation: Sendable, Equatable {
    static let windowDays: Int32 = 56
    static let shortestHistoryDays = 14

    /// By `WatchedFeature.all`: observed days, oldest first.
    private(set) var history: [[Observation]] = Array(repeating: [], count: WatchedFeature.all.count)
    /// By `WatchedFeature.all`: days on which a technical fault masked the feature, oldest first.
    private(set) var masked: [[Int32]] = Array(repeating: [], count: WatchedFeature.all.count)

    struct Observation: Sendable, Equatable {
        var day: Int32
        var value: Double
    }

    init() {}
    init(history: [[Observation]], masked: [[Int32]]) {
        self.history = history
        self.masked = masked
    }

    /// A day as the detector takes it.
    struct Day {
        var day: LocalDay
        /// By feature; missing and withheld ones left out.
        var values: [String: Double] = [:]
        /// Features that a technical fault masked.
        var masked: Set<String> = []
        /// Of the home's messages.
        var lossShare = 0.0
    }

    /// Takes a day and compares each value with the days before.
    mutating func observe(_ day: Day) -> [Finding] {
        var findings: [Finding] = []
        for (index, watched) in WatchedFeature.all.enumerated() {
            if let value = day.values[watched.name], var finding = compare(value, day.day, index) {
                // What is counted misses what was lost, on this day and on those before.
                finding.z = thousandth(finding.z / (1 + 2 * day.lossShare))
                findings.append(finding)
            }
            take(day, index)
        }
        return findings
    }

    /// Takes a day that was observed before with what it is now.
    mutating func revise(_ day: Day) {
        for index in WatchedFeature.all.indices {
            history[index].removeAll { $0.day == day.day.number }
            masked[index].removeAll { $0 == day.day.number }
            take(day, index)
        }
    }

    private mutating func take(_ day: Day, _ index: Int) {
        let name = WatchedFeature.all[index].name
        if let value = day.values[name] { put(Observation(day: day.day.number, value: value), index) }
        // Before anything was observed nothing was masked.
        guard day.masked.contains(name), let first = history[index].first, first.day < day.day.number else { return }
        let at = masked[index].firstIndex { $0 > day.day.number } ?? masked[index].endIndex
        masked[index].insert(day.day.number, at: at)
        let newest = masked[index].last ?? day.day.number
        masked[index].removeAll { $0 < newest - Self.windowDays - 7 }
    }

    /// Starts these features anew.
    mutating func forget(_ features: Set<String>) {
        for (index, watched) in WatchedFeature.all.enumerated() where features.contains(watched.name) {
            history[index] = []
            masked[index] = []
        }
    }

    /// What is usual for a feature on a day, from the days before it; nil under 14 observed days.
    func baseline(_ feature: String, on day: LocalDay) -> Baseline? {
        guard let index = WatchedFeature.indexByName[feature], let usual = usual(index, before: day) else { return nil }
        let watched = WatchedFeature.all[index]
        return Baseline(
            expected: thousandth(watched.restore(usual.mean)),
            usualLow: thousandth(watched.restore(usual.mean - 1.96 * usual.spread)),
            usualHigh: thousandth(watched.restore(usual.mean + 1.96 * usual.spread)))
    }

    private mutating func put(_ observation: Observation, _ index: Int) {
        let at = history[index].firstIndex { $0.day > observation.day } ?? history[index].endIndex
        history[index].insert(observation, at: at)
        let newest = history[index].last?.day ?? observation.day
        // A week beyond the window, so that revising a recent day still sees its own past.
        history[index].removeAll { $0.day < newest - Self.windowDays - 7 }
    }

    private func compare(_ value: Double, _ day: LocalDay, _ index: Int) -> Finding? {
        let watched = WatchedFeature.all[index]
        guard let usual = usual(index, before: day), let baseline = baseline(watched.name, on: day) else { return nil }
        let z = (watched.transform(value) - usual.mean) / usual.spread
        let side: Double
        switch watched.direction {
        case .up: side = z
        case .down: side = -z
        case .both: side = abs(z)
        }
        return Finding(
            feature: watched.name, family: watched.family, day: day, z: thousandth(side),
            member: Alert.Member(
                feature: watched.name, value: value, expected: baseline.expected, usualLow: baseline.usualLow,
                usualHigh: baseline.usualHigh, direction: z >= 0 ? "up" : "down"))
    }

    /// Mean and standard deviation of the last 56 days before `day` on the transformed scale, values further than
    /// three robust deviations from the median drawn in to that distance.
    private func usual(_ index: Int, before day: LocalDay) -> (mean: Double, spread: Double)? {
        let watched = WatchedFeature.all[index]
        let past = history[index].filter { $0.day < day.number && $0.day >= day.number - Self.windowDays }
        guard past.count >= Self.shortestHistoryDays else { return nil }
        var values = past.map { watched.transform($0.value) }.sorted()
        let centre = values[values.count / 2]
        let reach = 3 * max(Self.scale(values, centre), watched.leastSpread)
        for i in values.indices { values[i] = min(max(values[i], centre - reach), centre + reach) }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let spread = max(variance.squareRoot(), watched.leastSpread) * (1 + 1 / count).squareRoot()
        return (mean, spread * widening(index, before: day, observed: past.count))
    }

    /// What a fault masked might have shown that more is usual: each masked day widens the band by twice the share of
    /// one observed day.
    private func widening(_ index: Int, before day: LocalDay, observed: Int) -> Double {
        let days = masked[index].count { $0 < day.number && $0 >= day.number - Self.windowDays }
        return min(Self.mostWidening, 1 + 2 * Double(days) / Double(observed))
    }

    private static let mostWidening = 1.5

    /// The larger of the median deviation and the breadth of the middle four fifths, each scaled to a normal
    /// distribution's standard deviation. The first alone is nothing where half of the days are alike, as the minutes
    /// out of the home are when every other day is spent indoors.
    private static func scale(_ sorted: [Double], _ centre: Double) -> Double {
        let deviations = sorted.map { abs($0 - centre) }.sorted()
        let tenth = sorted.count / 10
        let breadth = sorted[sorted.count - 1 - tenth] - sorted[tenth]
        return max(1.4826 * deviations[deviations.count / 2], breadth / 2.5631)
    }
}

func thousandth(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
