import CareModel
import Testing

@testable import Simulator

/// Planted situations within a day, and the shapes of days that concern nights, meals and gait.
struct SituationTests {
    private func planted(_ episode: Episode, days: Int) -> (home: SimulatedHome, twin: SimulatedHome) {
        var plan = Plan(episodes: [episode])
        plan.added = ["bathroom-door"]
        return (SimulatedLife.home(days: days, plan: plan), SimulatedLife.home(days: days, plan: plan.twin))
    }

    private func moved(_ home: SimulatedHome, from: Timestamp, to: Timestamp) -> [SimulatedMessage] {
        home.messages.filter {
            $0.at > from && $0.at < to
                && ($0.payload.contains("\"occupancy\":true") || $0.payload.contains("\"contact\":false"))
        }
    }

    @Test func nobodyGetsUp() throws {
        let (home, _) = planted(.noGettingUp(at: PlanTime(day: 3, minute: 270), minutes: 600), days: 5)
        let row = try #require(home.rows("no_getting_up").first)
        let others = moved(home, from: row.start, to: row.end.adding(minutes: -1)).filter {
            !$0.topic.hasSuffix("/bed") && !$0.topic.hasSuffix("/bedroom-motion")
                && !$0.topic.hasSuffix("bathroom-door")
        }
        #expect(others.isEmpty)
        #expect(home.rows("sleep").contains { $0.end == row.end })
        #expect(home.rows("visit").contains { $0.start == row.end && $0.planted })
    }

    @Test func bathroomIsOccupiedForLong() throws {
        let (home, twin) = planted(.longBathroomStay(at: PlanTime(day: 3, minute: 640), minutes: 130), days: 5)
        let row = try #require(home.rows("long_bathroom_stay").first)
        #expect(home.rows("toilet_visit").contains { $0.start == row.start && $0.end == row.end && $0.planted })
        let elsewhere = moved(home, from: row.start.adding(minutes: 3), to: row.end.adding(minutes: -1))
            .filter { !$0.topic.contains("bathroom") }
        #expect(elsewhere.isEmpty)
        #expect(!moved(twin, from: row.start, to: row.end).allSatisfy { $0.topic.contains("bathroom") })
    }

    @Test(arguments: [
        Episode.nightExit(at: PlanTime(day: 2, minute: 150), minutes: 45),
        .notReturned(at: PlanTime(day: 2, minute: 850), minutes: 1200),
    ])
    func doorOpensAndNobodyIsThere(episode: Episode) throws {
        let (home, _) = planted(episode, days: 6)
        let row = try #require(home.rows(episode.kind.rawValue).first)
        let opened = home.transitions(of: "front-door", to: "\"contact\":false")
        #expect(opened.contains { abs($0.milliseconds(since: row.start)) <= 12_000 })
        #expect(opened.contains { abs($0.milliseconds(since: row.end)) <= 1000 })
        let inside = moved(home, from: row.start.adding(minutes: 3), to: row.end.adding(seconds: -1))
            .filter { !$0.topic.contains("bathroom-door") }
        #expect(inside.isEmpty)
        #expect(home.rows("outing").contains { $0.start == row.start && $0.end == row.end && $0.planted })
    }

    @Test func nightsAreWandered() throws {
        let (home, twin) = planted(.days(.nightWandering, .severe, from: 5, days: 7), days: 14)
        let nights = home.rows("wandering")
        #expect(twin.rows("wandering").isEmpty && nights.count > 30)
        #expect(nights.allSatisfy { $0.planted })
        var calendar = home.calendar()
        let dates = Set(nights.map { calendar.day(of: $0.end.adding(hours: -12)) })
        #expect((4...7).contains(dates.count))
        let minutes = nights.reduce(0) { $0 + $1.end.minutes(since: $1.start) } / Double(dates.count)
        #expect((90...170).contains(minutes), "\(minutes)")
    }

    @Test func mealsAreMissed() throws {
        let (home, twin) = planted(.days(.missedMeals, .severe, from: 10, days: 4), days: 15)
        let window = try #require(home.rows("missed_meals").first)
        func meals(_ home: SimulatedHome) -> Int {
            home.rows("meal").count { $0.start >= window.start && $0.start < window.end }
        }
        #expect(meals(home) * 2 < meals(twin) && meals(twin) >= 11)
    }

    @Test func walkingSlowsDown() {
        let (home, twin) = planted(.days(.gaitSlowing, .severe, from: 0, days: 84), days: 84)
        #expect(home.messages != twin.messages)
        var plan = Plan(episodes: [.days(.gaitSlowing, .moderate, from: 0, days: 84)])
        plan.faults = Faults()
        let routine = Routine(Chance(seed: 7, home: 0))
        let last = DayEffects(plan.episodes, day: 83, routine: routine)
        #expect(abs(last.stepFactor - 1.128) < 0.002)
    }
}
