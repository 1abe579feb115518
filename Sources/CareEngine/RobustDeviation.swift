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

    struct Observation: Sendable, Equatable {
        var day: Int32
        var value: Double
    }

    init() {}
    init(history: [[Observation]]) { self.history = history }

    /// Takes a day's observed values (missing and gated ones left out) and compares each with the days before.
    mutating func observe(_ day: LocalDay, _ values: [String: Double]) -> [Finding] {
        var findings: [Finding] = []
        for (index, watched) in WatchedFeature.all.enumerated() {
            guard let value = values[watched.name] else { continue }
            if let finding = compare(value, day, index) { findings.append(finding) }
            put(Observation(day: day.number, value: value), index)
        }
        return findings
    }

    /// Takes a changed value of a day that was observed before, or takes it out.
    mutating func revise(_ day: LocalDay, _ values: [String: Double]) {
        for (index, watched) in WatchedFeature.all.enumerated() {
            history[index].removeAll { $0.day == day.number }
            if let value = values[watched.name] { put(Observation(day: day.number, value: value), index) }
        }
    }

    /// Starts these features anew.
    mutating func forget(_ features: Set<String>) {
        for (index, watched) in WatchedFeature.all.enumerated() where features.contains(watched.name) {
            history[index] = []
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
    /// three scaled median deviations from the median drawn in to that distance.
    private func usual(_ index: Int, before day: LocalDay) -> (mean: Double, spread: Double)? {
        let watched = WatchedFeature.all[index]
        let past = history[index].filter { $0.day < day.number && $0.day >= day.number - Self.windowDays }
        guard past.count >= Self.shortestHistoryDays else { return nil }
        var values = past.map { watched.transform($0.value) }.sorted()
        let centre = values[values.count / 2]
        let deviations = values.map { abs($0 - centre) }.sorted()
        let reach = 3 * max(1.4826 * deviations[deviations.count / 2], watched.leastSpread)
        for i in values.indices { values[i] = min(max(values[i], centre - reach), centre + reach) }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let spread = max(variance.squareRoot(), watched.leastSpread) * (1 + 1 / count).squareRoot()
        return (mean, spread)
    }
}

func thousandth(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
