import CareModel
import Testing

@testable import Simulator

struct EpisodeTests {
    private func pair(_ episode: Episode, days: Int = 60) -> (home: SimulatedHome, twin: SimulatedHome) {
        let plan = Plan(episodes: [episode])
        return (SimulatedLife.home(days: days, plan: plan), SimulatedLife.home(days: days, plan: plan.twin))
    }

    private func rows(_ home: SimulatedHome, _ kind: String, in window: TruthRow) -> [TruthRow] {
        home.rows(kind).filter { $0.start >= window.start && $0.start < window.end }
    }

    @Test func toiletVisitsRise() throws {
        let (home, twin) = pair(.days(.utiLike, .severe, from: 20, days: 10), days: 32)
        let window = try #require(home.rows("uti_like").first)
        let (more, usual) = (rows(home, "toilet_visit", in: window), rows(twin, "toilet_visit", in: window))
        #expect(more.count >= usual.count + 25)
        #expect(more.filter(\.planted).count >= 25)
        #expect(Set(usual.map(\.start)).subtracting(more.map(\.start)).count < usual.count / 3)
    }

    @Test func kitchenDeclines() throws {
        let (home, twin) = pair(.days(.kitchenDecline, .severe, from: 5, days: 40), days: 46)
        let window = try #require(home.rows("kitchen_decline").first)
        func minutes(_ home: SimulatedHome) -> Double {
            let last = window.end.adding(hours: -10 * 24)
            return rows(home, "kitchen", in: window).filter { $0.start > last }.reduce(0) {
                $0 + $1.end.minutes(since: $1.start)
            }
        }
        #expect((0.25...0.65).contains(minutes(home) / minutes(twin)))
    }

    @Test func sleepShifts() throws {
        let (home, twin) = pair(.days(.sleepShift, .moderate, from: 10, days: 10), days: 21)
        let window = try #require(home.rows("sleep_shift").first)
        for (shifted, usual) in zip(rows(home, "sleep", in: window).dropLast(), rows(twin, "sleep", in: window)) {
            #expect(abs(shifted.start.minutes(since: usual.start) - 100) < 0.1)
        }
    }

    @Test func inactiveDayIsInactive() {
        let (home, twin) = pair(.days(.inactiveDay, .severe, from: 10), days: 12)
        func motions(_ home: SimulatedHome) -> Int {
            var calendar = home.calendar()
            return home.messages.filter {
                $0.topic.hasSuffix("-motion") && $0.payload.contains("\"occupancy\":true")
                    && calendar.day(of: $0.at) == SimulatedLife.start.advanced(by: 10)
            }.count
        }
        #expect(Double(motions(home)) < 0.5 * Double(motions(twin)))
    }

    @Test func weightRises() {
        let (home, twin) = pair(.days(.weightGain, .moderate, from: 10), days: 18)
        func weights(_ home: SimulatedHome) -> [Double] {
            home.messages.filter { $0.topic.hasSuffix("/vitals/weight") }
                .compactMap { Double($0.payload.dropFirst(10).dropLast()) }
        }
        let gains = zip(weights(home), weights(twin)).map { $0 - $1 }
        #expect(gains.prefix(5).allSatisfy { $0 == 0 })
        #expect(abs((gains.last ?? 0) - 2) < 0.11)
    }

    @Test func fallIsSilentWhileTheSensorsLive() throws {
        let (home, _) = pair(.fall(at: PlanTime(day: 3, minute: 10 * 60), minutes: 300), days: 5)
        let fall = try #require(home.rows("fall").first)
        let inside = home.messages.filter {
            $0.at > fall.start.adding(minutes: 3) && $0.at < fall.end.adding(minutes: -1)
        }
        #expect(inside.count > 30)
        #expect(
            !inside.contains { $0.payload.contains("\"occupancy\":true") || $0.payload.contains("\"contact\":false") })
        #expect(home.rows("visit").contains { $0.start == fall.end && $0.planted })
        #expect(!home.truth.contains { $0.kind == "outing" && $0.start < fall.end && $0.end > fall.start })
    }

    @Test func safetyDevicesSpeak() throws {
        var plan = Plan()
        plan.episodes = [
            .sosPress(at: PlanTime(day: 1, minute: 600)), .smoke(at: PlanTime(day: 1, minute: 700), minutes: 8),
            .leak(at: PlanTime(day: 1, minute: 800), minutes: 130),
        ]
        let home = SimulatedLife.home(days: 3, plan: plan)
        let press = try #require(home.rows("sos").first)
        let actions = home.messages(from: "sos-button").filter { $0.payload.contains("\"action\"") }
        #expect(actions.map(\.at) == [press.start, press.start.adding(milliseconds: 300)])
        #expect(actions[0].payload.contains("\"emergency\"") && actions[1].payload.contains("\"action\":\"\""))
        let smoke = try #require(home.rows("smoke").first)
        #expect(home.transitions(of: "smoke-alarm", to: "\"smoke\":true") == [smoke.start])
        let leak = try #require(home.rows("leak").first)
        #expect(home.transitions(of: "kitchen-leak", to: "\"water_leak\":true") == [leak.start])
        #expect(home.messages(from: "kitchen-leak").filter { $0.payload.contains("true") }.count >= 3)
    }
}
