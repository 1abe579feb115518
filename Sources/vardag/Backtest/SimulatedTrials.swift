import CareEngine
import CareModel
import DeviceProfiles
import Simulator

/// Simulated homes with a schedule of episodes, each beside its twin without.
struct SimulatedTrials: Sendable {
    let simulation: Simulation
    let days: Int
    let profiles: DeviceProfiles
    let settings: EngineSettings
    let plans: [Plan]

    /// The first day of the first home; the others begin 37 days apart, round the year, so that all seasons come.
    static let firstDay = LocalDay(year: 2026, month: 1, day: 5) ?? LocalDay(number: 0)

    init(homes: Int, days: Int, seed: UInt64, profiles: DeviceProfiles, settings: EngineSettings) {
        simulation = Simulation(seed: seed)
        (self.days, self.profiles, self.settings) = (days, profiles, settings)
        plans = simulation.schedule(homes: homes, days: days)
    }

    static func start(of home: Int) -> LocalDay { firstDay.advanced(by: Int32(home * 37 % 365)) }

    func run(_ index: Int) -> HomeTrial {
        let (plan, start) = (plans[index], Self.start(of: index))
        let planted = record(index, plan: plan, start: start, id: nil)
        let twin = record(index, plan: plan.twin, start: start, id: nil)
        let episodes = plan.episodes.map { episode in
            PlantedEpisode(
                kind: episode.kind, severity: episode.severity, first: start.advanced(by: Int32(episode.start.day)),
                days: episode.days)
        }
        return HomeTrial(
            home: Simulation.id(index), firstDay: start, twin: twin.run,
            plantings: [HomeTrial.Planting(run: planted.run, episodes: episodes)], contexts: contexts(twin.truth, start)
        )
    }

    private func record(
        _ index: Int, plan: Plan, start: LocalDay, id: String?
    ) -> (run: TrialRun, truth: [TruthRow]) {
        var stream = simulation.days(index, days: days, start: start, plan: plan, id: id)
        var recorder = TrialRecorder(definition: stream.definition, profiles: profiles, settings: settings)
        var truth: [TruthRow] = []
        while let day = stream.next() {
            truth += day.truth
            for message in day.messages {
                recorder.take(
                    topic: message.topic, payload: Array(message.payload.utf8), isRetained: message.retained,
                    at: message.at)
            }
        }
        var calendar = HomeCalendar(timeZone: Simulation.stockholm)
        return (recorder.finish(at: calendar.start(of: start.advanced(by: Int32(days)))), truth)
    }

    /// A visit that nobody planned, a time away, an outage of more than 100 minutes, a dead sensor, and a change of the
    /// clocks: on each of their days and the two after.
    private func contexts(_ truth: [TruthRow], _ start: LocalDay) -> [LocalDay: Set<TrialContext>] {
        var calendar = HomeCalendar(timeZone: Simulation.stockholm)
        var found: [LocalDay: Set<TrialContext>] = [:]
        func note(_ context: TrialContext, _ first: LocalDay, _ last: LocalDay) {
            var day = first
            while day <= last.advanced(by: 2) {
                found[day, default: []].insert(context)
                day = day.next
            }
        }
        let care = Set(truth.filter { $0.kind == "care_visit" }.map(\.start))
        for row in truth {
            let context: TrialContext? =
                switch row.kind {
                case "visit": care.contains(row.start) ? nil : .visit
                case "absence", "hospital_stay": .absence
                case "outage": row.end.minutes(since: row.start) > 100 ? .outage : nil
                default: row.kind.hasPrefix("dead_sensor") ? .deadSensor : nil
                }
            if let context { note(context, calendar.day(of: row.start), calendar.day(of: row.end)) }
        }
        for number in 0..<days {
            let day = start.advanced(by: Int32(number))
            if calendar.start(of: day.next) != calendar.start(of: day).adding(hours: 24) {
                note(.clockChange, day, day)
            }
        }
        return found
    }
}
