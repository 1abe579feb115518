import Testing

@testable import Simulator

struct ScheduleTests {
    private static let plans = Simulation(seed: 11).schedule(homes: 60, days: 300)

    @Test func hitWindowsLieApart() {
        for (index, plan) in Self.plans.enumerated() {
            var free = index % 3 == 0 ? 14 : 28
            for episode in plan.episodes {
                #expect(episode.start.day >= free)
                free = episode.start.day + episode.days + Simulation.hitDays + 14
                #expect(episode.start.day + episode.days + Simulation.hitDays <= 300)
            }
            #expect(!plan.episodes.isEmpty)
        }
    }

    @Test func everyShapeAndSeverityComesEquallyOften() {
        let episodes = Self.plans.flatMap(\.episodes)
        let counts = Dictionary(grouping: episodes) { "\($0.kind)-\($0.severity)" }.mapValues(\.count)
        #expect(counts.count == (EpisodeKind.known.count + EpisodeKind.keptAside.count) * 3)
        let (fewest, most) = (counts.values.min() ?? 0, counts.values.max() ?? 0)
        #expect(fewest >= 6 && most - fewest <= 3, "\(fewest) to \(most)")
    }

    @Test func onlyWhatTheHomeCanShowIsPlanted() {
        for plan in Self.plans {
            let kinds = Set(plan.episodes.map(\.kind))
            #expect(!(kinds.contains(.weightGain) && plan.leftOut.contains(Sensor.vitalsName)))
            #expect(!(kinds.contains(.fridgeVisits) && plan.leftOut.contains(Sensor.fridgeDoor.name)))
        }
    }

    @Test func absencesKeepClearOfHitWindows() {
        #expect(Self.plans.contains { !$0.absences.isEmpty })
        for plan in Self.plans {
            for absence in plan.absences {
                #expect(
                    !plan.episodes.contains {
                        absence.from.day <= $0.start.day + $0.days + Simulation.hitDays
                            && absence.to.day + 5 >= $0.start.day
                    })
            }
        }
    }

    @Test func theSameSeedGivesTheSameSchedule() {
        #expect(Simulation(seed: 11).schedule(homes: 20, days: 300) == Array(Self.plans.prefix(20)))
        #expect(Simulation(seed: 12).schedule(homes: 20, days: 300) != Array(Self.plans.prefix(20)))
    }

    /// What was drawn before shapes were kept aside is drawn still.
    @Test func keptAsideShapesAreNeverDrawn() {
        let plans = (0..<40).map { Simulation(seed: 3).plan($0, days: 200) }
        #expect(plans.allSatisfy { plan in !plan.episodes.contains { EpisodeKind.keptAside.contains($0.kind) } })
    }
}
