import CareEngine
import CareModel
import DeviceProfiles
import Pipeline
import Simulator

/// Recorded homes: each planted episode in a run of its own, the recording itself as the twin of all.
struct RecordedTrials: Sendable {
    let homes: [RecordedHome]
    /// Of each shape and severity, in each home.
    let plantings: Int
    let seed: UInt64
    let profiles: DeviceProfiles
    let settings: EngineSettings

    /// Below this share of known days an episode is not planted there.
    static let leastKnownShare = 0.8

    func run(_ index: Int) -> HomeTrial {
        let home = homes[index]
        var calendar = HomeCalendar(timeZone: home.definition.timeZone)
        let first = calendar.day(of: home.inputs[0].at)
        let last = calendar.day(of: home.inputs[home.inputs.count - 1].at)
        var whole = TrialRecorder(definition: home.definition, profiles: profiles, settings: settings)
        for input in home.inputs { whole.take(input) }
        let twin = whole.finish(at: calendar.start(of: last))
        var chance = SeededChance(seed: seed &+ UInt64(index) &* 0x9e37_79b9)
        let episodes = schedule(home, first: first, last: last, known: twin.knownDays, &chance)
        let nightVisits = whole.mean("toilet_visits_night")
        // Up to an episode its run is the twin's.
        var common = TrialRecorder(definition: home.definition, profiles: profiles, settings: settings)
        var next = 0
        var planted: [HomeTrial.Planting] = []
        for episode in episodes {
            let start = calendar.start(of: episode.first)
            while home.inputs[next].at < start {
                common.take(home.inputs[next])
                next += 1
            }
            let end = calendar.start(of: min(last, episode.hitDays.upperBound.next))
            let until = home.inputs[next...].firstIndex { $0.at >= end } ?? home.inputs.count
            var planting = EventPlanting(episode, in: home.definition, nightVisits: nightVisits, seed: chance.bits())
            var run = common
            for input in planting.planted(into: Array(home.inputs[next..<until])) { run.take(input) }
            planted.append(HomeTrial.Planting(run: run.finish(at: end), episodes: [episode]))
        }
        return HomeTrial(
            home: home.definition.id, firstDay: first, twin: twin, plantings: planted, contexts: [:])
    }

    /// By their first days: each shape and severity `plantings` times, where the recording is long and whole enough.
    private func schedule(
        _ home: RecordedHome, first: LocalDay, last: LocalDay, known: Set<LocalDay>, _ chance: inout SeededChance
    ) -> [PlantedEpisode] {
        let rooms = RecordedRooms(home.definition)
        let hasWeight = home.inputs.contains { $0.readings.contains { $0.quantity == .bodyWeight } }
        var found: [PlantedEpisode] = []
        for kind in EpisodeKind.known where EventPlanting.canShow(kind, rooms, hasWeight: hasWeight) {
            for severity in Severity.allCases {
                for _ in 0..<plantings {
                    let share = chance.uniform()
                    let uti = Simulation.utiDays.lowerBound + Int(share * Double(Simulation.utiDays.count))
                    let days = kind == .utiLike ? uti : kind.usualDays
                    let starts = (HomeTally.learningDays..<max(HomeTally.learningDays + 1, last.number - first.number))
                        .map {
                            PlantedEpisode(kind: kind, severity: severity, first: first.advanced(by: $0), days: days)
                        }
                        .filter { Self.fits($0, last: last, known: known) }
                    let draw = chance.uniform()
                    guard !starts.isEmpty else { continue }
                    found.append(starts[Int(draw * Double(starts.count))])
                }
            }
        }
        return found.enumerated().sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }.map(
            \.element)
    }

    /// It ends before the recording does, and the home is seen on most of its days, the first among them.
    private static func fits(_ episode: PlantedEpisode, last: LocalDay, known: Set<LocalDay>) -> Bool {
        guard episode.hitDays.upperBound < last, known.contains(episode.first) else { return false }
        let seen = (0..<episode.days).count { known.contains(episode.first.advanced(by: Int32($0))) }
        return Double(seen) >= leastKnownShare * Double(episode.days)
    }
}
