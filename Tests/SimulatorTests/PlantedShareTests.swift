import CareModel
import Testing

@testable import Simulator

/// What is planted comes to what docs/simulator.md says of it, over many homes.
struct PlantedShareTests {
    private static let simulation = Simulation(seed: 20_261)
    /// A Tuesday.
    private static let day = 15

    /// Of each home, with the episode and without, nobody else coming.
    private func pairs(_ episode: Episode, days: Int) -> [(home: SimulatedHome, twin: SimulatedHome)] {
        (0..<24).map { index in
            var plan = Self.simulation.plan(index, days: days, hasFaults: false).twin
            plan.habits.care = .none
            plan.habits.guestShare = 0
            let twin = Self.simulation.home(index, days: days, start: SimulatedLife.start, plan: plan)
            plan.episodes = [episode]
            return (Self.simulation.home(index, days: days, start: SimulatedLife.start, plan: plan), twin)
        }
    }

    /// Minutes, from `day` on, in which a motion sensor saw somebody.
    private func activeMinutes(_ home: SimulatedHome, days: Int) -> Double {
        var calendar = home.calendar()
        let first = SimulatedLife.start.advanced(by: Int32(Self.day))
        var minutes: Set<Int64> = []
        for message in home.messages
        where message.topic.hasSuffix("-motion") && message.payload.contains("\"occupancy\":true") {
            let day = calendar.day(of: message.at)
            if day >= first, day < first.advanced(by: Int32(days)) { minutes.insert(message.at.milliseconds / 60_000) }
        }
        return Double(minutes.count)
    }

    private func activityLeft(_ kind: EpisodeKind, _ severity: Severity, days: Int) -> Double {
        let pairs = pairs(.days(kind, severity, from: Self.day), days: Self.day + days + 1)
        let (home, twin) = pairs.reduce(into: (0.0, 0.0)) {
            $0.0 += activeMinutes($1.home, days: days)
            $0.1 += activeMinutes($1.twin, days: days)
        }
        return home / twin
    }

    /// Of the whole day, the night's visits to the toilet with it.
    @Test(arguments: [(Severity.mild, 0.35), (.moderate, 0.2), (.severe, 0.1)])
    func inactiveDayLeavesItsShare(_ severity: Severity, share: Double) {
        let left = activityLeft(.inactiveDay, severity, days: 1)
        #expect((share...share + 0.12).contains(left), "\(left)")
    }

    @Test(arguments: [(Severity.mild, 0.75), (.moderate, 0.6), (.severe, 0.45)])
    func restInBedLeavesItsShare(_ severity: Severity, share: Double) {
        let left = activityLeft(.bedRest, severity, days: 5)
        #expect(abs(left - share) < 0.1, "\(left)")
    }

    @Test(arguments: [(Severity.mild, 0.5), (.moderate, 1), (.severe, 1.5)])
    func visitsToTheToiletAtNightRiseByTheirShare(_ severity: Severity, more: Double) {
        let nights = 10
        let pairs = pairs(.days(.utiLike, severity, from: Self.day, days: nights), days: Self.day + nights + 2)
        let (visits, usual) = pairs.reduce(into: (0.0, 0.0)) { sum, pair in
            for sleep in pair.twin.rows("sleep").dropFirst(Self.day).prefix(nights + 1) {
                func count(_ home: SimulatedHome) -> Double {
                    Double(home.rows("toilet_visit").filter { $0.start >= sleep.start && $0.end <= sleep.end }.count)
                }
                sum.0 += count(pair.home)
                sum.1 += count(pair.twin)
            }
        }
        let asked = (1 + more) * usual + more * Double(nights * pairs.count)
        #expect(abs(visits / asked - 1) < 0.1, "\(visits / asked)")
    }
}
