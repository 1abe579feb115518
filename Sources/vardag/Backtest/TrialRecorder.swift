import CareEngine
import CareModel
import DeviceProfiles
import Pipeline

/// Runs one home's messages through the pipeline in memory and keeps what scoring needs.
struct TrialRecorder {
    private var run: HomeRun
    private var calendar: HomeCalendar
    private var alerts: [String: Alert] = [:]
    private var values: [String: [LocalDay: Double]] = [:]
    private var known: Set<LocalDay> = []
    private var deviations: [LocalDay: [String: Double]] = [:]
    private var masked: [LocalDay: [String: Withheld]] = [:]

    private static let inputs = Set(WindowedZ.inputs.map(\.feature))
    /// What an inactive day looks like; the night before it is not of it.
    private static let movement: Set = [
        "activity_minutes", "room_transitions", "kitchen_minutes", "meal_prep", "fridge_opens", "toilet_visits_day",
    ]

    init(definition: HomeDefinition, profiles: DeviceProfiles, settings: EngineSettings) {
        run = HomeRun(definition: definition, profiles: profiles, settings: settings)
        calendar = HomeCalendar(timeZone: definition.timeZone)
    }

    mutating func take(topic: String, payload: [UInt8], isRetained: Bool, at time: Timestamp) {
        var effects: [Effect] = []
        run.take(topic: topic, payload: payload, isRetained: isRetained, at: time) { effects.append($0) }
        keep(effects)
    }

    mutating func take(_ input: HomeRun.Input) {
        var effects: [Effect] = []
        run.take(input) { effects.append($0) }
        keep(effects)
    }

    /// Of a feature's days so far; 0 without.
    func mean(_ feature: String) -> Double {
        let days = values[feature] ?? [:]
        // In a fixed order, so that the sum is the same in every run.
        return days.isEmpty ? 0 : days.values.sorted().reduce(0, +) / Double(days.count)
    }

    /// Closes all days before `end`, and tells what came of them.
    mutating func finish(at end: Timestamp) -> TrialRun {
        var effects: [Effect] = []
        run.advance(to: end) { effects.append($0) }
        run.settle { effects.append($0) }
        keep(effects)
        var result = TrialRun(
            scores: WindowedZ.scores(of: values), knownDays: known, maskedDays: masked.mapValues { Set($0.values) },
            deviations: deviations.mapValues { $0.values.sorted() })
        for alert in alerts.values {
            guard let raised = alert.raisedAt, Alert.Family.changes.contains(alert.family) else { continue }
            result.alerts.append(
                RaisedAlert(family: alert.family, day: calendar.day(of: raised.adding(milliseconds: -1))))
        }
        result.alerts.sort { ($0.day, $0.family.rawValue) < ($1.day, $1.family.rawValue) }
        return result
    }

    private mutating func keep(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .alert(let alert): alerts[alert.id] = alert
            case .feature(let feature): keep(feature)
            case .dayLog, .lateDataWorkedIn: break
            }
        }
    }

    /// The last revision of a day counts.
    private mutating func keep(_ feature: DailyFeature) {
        if Self.inputs.contains(feature.feature) {
            values[feature.feature, default: [:]][feature.date] = feature.withheld == nil ? feature.value : nil
        }
        deviations[feature.date, default: [:]][feature.feature] = feature.u
        if feature.feature == "activity_minutes" {
            if feature.value != nil { known.insert(feature.date) } else { known.remove(feature.date) }
        }
        guard Self.movement.contains(feature.feature) else { return }
        let fault = feature.withheld.flatMap { $0.isFault ? $0 : nil }
        masked[feature.date, default: [:]][feature.feature] = fault
        if masked[feature.date]?.isEmpty ?? false { masked[feature.date] = nil }
    }
}
