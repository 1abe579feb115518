import CareModel
import Foundation
import Testing

@testable import Simulator

/// Homes as they come: layouts, devices, habits, absences, and the ways in which they go wrong.
struct VariantTests {
    @Test(arguments: 0..<6) func moreDaysBeginLikeFewer(index: Int) {
        let simulation = Simulation(seed: 31)
        func home(_ days: Int) -> SimulatedHome {
            simulation.home(index, days: days, start: SimulatedLife.start, plan: simulation.plan(index, days: days))
        }
        let (few, more) = (home(44), home(57))
        let isPrefix = Array(more.messages.prefix(few.messages.count)) == few.messages
        #expect(isPrefix)
        #expect(few.messages.count > 5000)
    }

    @Test(arguments: 0..<3) func demonstrationGoesOnAsItBegan(index: Int) {
        let few = Simulation.demoHome(index, days: 40, start: SimulatedLife.start)
        let more = Simulation.demoHome(index, days: 43, start: SimulatedLife.start)
        let isPrefix = Array(more.messages.prefix(few.messages.count)) == few.messages
        #expect(isPrefix)
    }

    @Test(arguments: Layout.allCases) func roomsAreThoseOfTheLayout(layout: Layout) {
        var plan = Plan()
        plan.layout = layout
        let home = SimulatedLife.home(days: 4, plan: plan)
        let rooms = Set(home.definition.devices.filter { $0.kind == .motion }.map(\.room))
        let expected: [Layout: Int] = [.oneRoom: 4, .twoRooms: 5, .threeRooms: 6, .fourRooms: 7]
        #expect(rooms.count == expected[layout])
        #expect(rooms.contains("bedroom") == (layout != .oneRoom))
        for device in home.definition.devices where device.kind == .motion {
            #expect(home.messages(from: device.name).contains { $0.payload.contains("\"occupancy\":true") })
        }
        let bed = home.definition.devices.first { $0.kind == .bed }
        #expect(bed?.room == (layout == .oneRoom ? "living_room" : "bedroom"))
    }

    @Test func addedDevicesSpeakAndAreListed() throws {
        var plan = Plan()
        plan.added = ["bathroom-door", "chair", "kettle", "stove", "tv", "microwave"]
        let home = SimulatedLife.home(days: 6, plan: plan)
        for name in ["kettle", "stove", "tv", "microwave"] {
            let powers = home.messages(from: name).compactMap { $0.payload.firstMatch(of: /"power":([0-9.]+)/)?.1 }
            let watts = powers.compactMap { Double($0) }
            #expect(watts.max() ?? 0 > 50 && watts.min() == 0.3, "\(name)")
        }
        let chair = home.transitions(of: "chair", to: "\"occupancy\":true").count
        #expect(chair > 20)
        let shut = home.transitions(of: "bathroom-door", to: "\"contact\":true")
        #expect(shut.count > 12)
        for at in shut { #expect(home.rows("toilet_visit").contains { $0.start <= at && at <= $0.end }) }
        let list = try #require(home.messages.first { $0.topic.hasSuffix("bridge/devices") })
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(list.payload.utf8)) as? [[String: Any]])
        #expect(parsed.count == 19)
    }

    @Test func nobodyIsHomeDuringAnAbsence() throws {
        var plan = Plan()
        plan.absences = [
            Absence(.hospital, from: PlanTime(day: 3, minute: 600), to: PlanTime(day: 6, minute: 700)),
            Absence(.away, from: PlanTime(day: 9, minute: 500), to: PlanTime(day: 10, minute: 900)),
        ]
        let home = SimulatedLife.home(days: 14, plan: plan)
        #expect(home.rows("hospital_stay").count == 1 && home.rows("absence").count == 1)
        for row in home.rows("hospital_stay") + home.rows("absence") {
            let (from, to) = (row.start.adding(minutes: 3), row.end.adding(minutes: -1))
            let inside = home.messages.filter { $0.at > from && $0.at < to }
            #expect(inside.count > 100)
            #expect(!inside.contains { $0.payload.contains("\"occupancy\":true") || $0.topic.contains("vitals") })
            #expect(!inside.contains { $0.payload.contains("\"contact\":false") })
            #expect(!home.truth.contains { $0 != row && $0.start > from && $0.end < to })
        }
        #expect(home.rows("sleep").count == 14 + 1 - 3 - 1)
    }

    @Test func helpComesWhenPlanned() {
        var plan = Plan()
        plan.habits = Habits(care: .morningsAndEvenings)
        let home = SimulatedLife.home(days: 10, plan: plan)
        #expect(home.rows("care_visit").count == 20)
        #expect(home.rows("visit").count >= 20)
        plan.habits = Habits(care: .none, guestShare: 1)
        #expect(SimulatedLife.home(days: 10, plan: plan).rows("care_visit").isEmpty)
        #expect(SimulatedLife.home(days: 10, plan: plan).rows("visit").count >= 5)
    }

    @Test func habitsDriftSlowly() {
        var plan = Plan()
        plan.habits.drift.wakeMinutes = 120
        let (drifting, steady) = (
            SimulatedLife.home(days: 90, plan: plan).rows("sleep"), SimulatedLife.home(days: 90).rows("sleep")
        )
        let moved = zip(drifting, steady).map { $0.end.minutes(since: $1.end) }
        #expect(abs(moved[1]) < 2)
        #expect(abs((moved.last ?? 0) - 30) < 2)
    }

    @Test func withoutHeartbeatsOnlyActivitySpeaks() {
        var plan = Plan(leftOut: ["vitals"])
        plan.hasHeartbeats = false
        let (home, usual) = (SimulatedLife.home(days: 4, plan: plan), SimulatedLife.home(days: 4))
        #expect(!home.messages.contains { $0.retained || $0.topic.contains("bridge") })
        #expect(home.messages(from: "climate").isEmpty && home.messages(from: "smoke-alarm").isEmpty)
        #expect(
            home.transitions(of: "kitchen-motion", to: "\"occupancy\":true").count
                == usual.transitions(of: "kitchen-motion", to: "\"occupancy\":true").count)
    }

    @Test func batteryRunsOutAndIsChanged() {
        var plan = Plan()
        plan.faults.deadSensors = [.init(device: "kitchen-motion", fromDay: 10, untilDay: 13)]
        let home = SimulatedLife.home(days: 16, plan: plan)
        let levels = home.messages(from: "kitchen-motion").compactMap { message in
            message.payload.firstMatch(of: /"battery":(\d+)/).flatMap { Int($0.1) }
        }
        #expect(levels.min() == 5 && levels.first ?? 0 > 12 && levels.last == 100)
        let row = home.rows("dead_sensor:kitchen-motion").first
        #expect(row.map { $0.end.minutes(since: $0.start) } == 4320.0)
        let said = home.messages(from: "kitchen-motion/availability").map(\.payload)
        #expect(said.suffix(2) == [#"{"state":"offline"}"#, #"{"state":"online"}"#])
    }

    @Test func queueDeliversLateAndInOrder() throws {
        var plan = Plan(lastSeen: .iso8601)
        let clean = SimulatedLife.home(days: 5, plan: plan)
        plan.faults.outages = [
            .init(
                from: PlanTime(day: 2, minute: 600), to: PlanTime(day: 2, minute: 840), announced: false, isQueued: true
            )
        ]
        let home = SimulatedLife.home(days: 5, plan: plan)
        #expect(Set(home.messages.map(\.payload)) == Set(clean.messages.map(\.payload)))
        let row = try #require(home.rows("outage").first)
        #expect(!home.messages.contains { $0.at >= row.start && $0.at < row.end })
        let burst = home.messages.filter { $0.at >= row.end && $0.at < row.end.adding(minutes: 2) }
        let sources = burst.compactMap { message in
            message.payload.firstMatch(of: /"last_seen":"([^"]+)"/).flatMap { Timestamp(iso8601: $0.1) }
        }.filter { $0 < row.end }
        #expect(sources.count > 80 && sources == sources.sorted())
    }

    @Test func clockIsWrongForAWhile() {
        var plan = Plan(lastSeen: .epochMilliseconds)
        plan.faults.clockSteps = [
            .init(from: PlanTime(day: 1, minute: 0), to: PlanTime(day: 2, minute: 0), seconds: -7200)
        ]
        let home = SimulatedLife.home(days: 4, plan: plan)
        let row = home.rows("clock_step").first
        for message in home.messages(from: "climate") {
            let said = message.payload.firstMatch(of: /"last_seen":(\d+)/).flatMap { Int64($0.1) } ?? 0
            let isWrong = row.map { message.at >= $0.start && message.at < $0.end } ?? false
            #expect(message.at.milliseconds - said == (isWrong ? 7_200_000 : 0))
        }
    }

    @Test func bedSensorLosesItsSleeperForAMoment() {
        var plan = Plan()
        plan.faults.bedDropoutsAnHour = 0.3
        let home = SimulatedLife.home(days: 8, plan: plan)
        let ups = home.transitions(of: "bed", to: "\"occupancy\":true").count
        #expect(ups > SimulatedLife.home(days: 8).transitions(of: "bed", to: "\"occupancy\":true").count + 8)
        #expect(home.truthCSV == SimulatedLife.home(days: 8).truthCSV)
    }
}
