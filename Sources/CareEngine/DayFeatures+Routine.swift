import CareModel
import Foundation

/// The shape of the day against the days before it.
extension DayFeatures {
    /// Days that make a routine.
    static let routineDays: Int32 = 28
    private static let fewestRoutineDays = 14
    private static let circadianDays: Int32 = 7
    private static let fewestCircadianDays = 5

    func routine() -> [MeasuredFeature] {
        let devices = map.activitySensors
        func whole(_ name: String, _ unit: String, _ value: Double?) -> [MeasuredFeature] {
            feature(name, unit, devices, in: windows.whole, value.map(thousandth))
        }
        let past = history.profiles(before: windows.day, days: Self.routineDays, rooms: map.rooms.count)
        var features: [MeasuredFeature] = []
        if past.count >= Self.fewestRoutineDays, map.watchedRooms.count >= 2 {
            let before = DayProfile.sum(past.map(\.profile))
            features += whole("routine_entropy", "bit", entropy(adding(before, profile.counts)))
            features += whole("routine_distance", "share", distance(before, profile.counts))
        }
        let week = history.profiles(before: windows.day, days: Self.circadianDays - 1, rooms: map.rooms.count)
        guard week.count >= Self.fewestCircadianDays - 1 else { return features }
        let rhythm = CircadianRhythm(hours: week.map { $0.profile.hours } + [profile.hours])
        features += whole("circadian_is", "ratio", rhythm.interdailyStability)
        features += whole("circadian_iv", "ratio", rhythm.intradailyVariability)
        features += whole("circadian_l5", "min/h", rhythm.leastActive5)
        features += whole("circadian_m10", "min/h", rhythm.mostActive10)
        return features
    }

    private func adding(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(+) }

    /// Shannon entropy in bits of activity over room and hour; nil without any.
    private func entropy(_ counts: [Double]) -> Double? {
        let sum = counts.reduce(0, +)
        guard sum > 0 else { return nil }
        return counts.reduce(0) { total, count in
            count > 0 ? total - count / sum * log2(count / sum) : total
        }
    }

    /// Jensen-Shannon distance (base 2), 0 for the same profile to 1 for nothing in common; nil without activity.
    private func distance(_ a: [Double], _ b: [Double]) -> Double? {
        let (sumA, sumB) = (a.reduce(0, +), b.reduce(0, +))
        guard sumA > 0, sumB > 0 else { return nil }
        var divergence = 0.0
        for (x, y) in zip(a, b) {
            let (p, q) = (x / sumA, y / sumB)
            let middle = (p + q) / 2
            if p > 0 { divergence += p * log2(p / middle) / 2 }
            if q > 0 { divergence += q * log2(q / middle) / 2 }
        }
        return max(0, min(1, divergence)).squareRoot()
    }
}

/// Activity minutes by room and hour of one day.
struct DayProfile: Sendable, Equatable {
    /// By room * 24 + hour of the local day, 0 to 60.
    var minutes: [UInt8]

    init(minutes: [UInt8]) { self.minutes = minutes }

    init(_ timeline: Timeline, windows: DayWindows) {
        minutes = Array(repeating: 0, count: timeline.active.count * 24)
        for (room, spans) in timeline.active.enumerated() where !spans.isEmpty {
            for hour in 0..<24 {
                let window = TimeSpan(start: windows.hours[hour], end: windows.hours[hour + 1])
                guard window.start < window.end else { continue }
                minutes[room * 24 + hour] = UInt8(clamping: min(60, ActiveMinutes(spans, in: window).count))
            }
        }
    }

    var counts: [Double] { minutes.map(Double.init) }

    /// Activity by hour, all rooms together.
    var hours: [Double] {
        (0..<24).map { hour in
            stride(from: hour, to: minutes.count, by: 24).reduce(0) { $0 + Double(minutes[$1]) }
        }
    }

    func minutes(in room: Int) -> Int {
        guard room * 24 + 24 <= minutes.count else { return 0 }
        return minutes[(room * 24)..<(room * 24 + 24)].reduce(0) { $0 + Int($1) }
    }

    var total: Int { minutes.reduce(0) { $0 + Int($1) } }

    static func sum(_ profiles: [DayProfile]) -> [Double] {
        var sum = [Double](repeating: 0, count: profiles.first?.minutes.count ?? 0)
        for profile in profiles where profile.minutes.count == sum.count {
            for index in sum.indices { sum[index] += Double(profile.minutes[index]) }
        }
        return sum
    }
}

/// Non-parametric circadian rhythm analysis of hourly activity.
///
/// Source: Witting et al. 1990, "Alterations in the circadian rest-activity rhythm in aging and Alzheimer's disease".
struct CircadianRhythm {
    /// 0 for noise to 1 for the same day every day; nil without variation.
    let interdailyStability: Double?
    /// About 0 for a slow wave to 2 for noise; nil without variation.
    let intradailyVariability: Double?
    /// Mean of the five least and of the ten most active hours in a row of the mean day (min/h).
    let leastActive5: Double
    let mostActive10: Double

    /// `hours`: 24 values a day, oldest day first.
    init(hours days: [[Double]]) {
        let all = days.flatMap { $0 }
        let count = Double(all.count)
        let mean = all.reduce(0, +) / max(1, count)
        let byHour = (0..<24).map { hour in days.reduce(0) { $0 + $1[hour] } / Double(max(1, days.count)) }
        let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let betweenHours = byHour.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let steps = zip(all, all.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
        interdailyStability = variance > 0 ? count * betweenHours / (24 * variance) : nil
        intradailyVariability = variance > 0 ? count * steps / ((count - 1) * variance) : nil
        func meanHours(_ width: Int, from hour: Int) -> Double {
            (0..<width).reduce(0) { $0 + byHour[(hour + $1) % 24] } / Double(width)
        }
        leastActive5 = (0..<24).map { meanHours(5, from: $0) }.min() ?? 0
        mostActive10 = (0..<24).map { meanHours(10, from: $0) }.max() ?? 0
    }
}
