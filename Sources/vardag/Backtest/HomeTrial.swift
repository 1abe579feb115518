import CareModel
import Simulator

/// What one home came to, with its planted episodes and without.
struct HomeTrial: Sendable {
    var home: String
    var firstDay: LocalDay
    var twin: TrialRun
    /// One run with many episodes, or one for each.
    var plantings: [Planting]
    /// What else happened on the twin's days.
    var contexts: [LocalDay: Set<TrialContext>]

    struct Planting: Sendable {
        var run: TrialRun
        var episodes: [PlantedEpisode]
    }
}

/// A planted episode of whole days.
struct PlantedEpisode: Hashable, Sendable {
    var kind: EpisodeKind
    var severity: Severity
    var first: LocalDay
    var days: Int

    /// Days at whose end an alert counts as one of this episode.
    var hitDays: ClosedRange<LocalDay> {
        let last = first.advanced(by: Int32(days - 1))
        return first...(kind.isSlow ? last : last.advanced(by: Int32(Simulation.hitDays)))
    }
}

/// What the engine and the baseline made of one log.
struct TrialRun: Sendable {
    /// Of changes, told to somebody; by day.
    var alerts: [RaisedAlert] = []
    /// The baseline's evidence by family, one for each day that has any, by day.
    var scores: [Alert.Family: [WindowedZ.DayScore]] = [:]
    /// Days with known activity.
    var knownDays: Set<LocalDay> = []
    /// Days on which a feature of movement was withheld as if devices had failed, and as what.
    var maskedDays: [LocalDay: Set<Withheld>] = [:]
    /// The detector's deviations of single features, standard normal where nothing happens; those of a day together.
    var deviations: [LocalDay: [Double]] = [:]
}

/// An alert, as far as scoring needs it.
struct RaisedAlert: Hashable, Sendable {
    var family: Alert.Family
    /// The day that was closed when it was raised.
    var day: LocalDay
}

/// What may explain a false alert; each holds for its day and the two after.
enum TrialContext: String, CaseIterable, Sendable {
    case visit, absence, outage
    case deadSensor = "dead_sensor"
    case clockChange = "clock_change"
}
