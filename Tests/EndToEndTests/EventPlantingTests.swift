import CareModel
import Foundation
import Pipeline
import Simulator
import Testing

@testable import vardag

@Suite("Planting into recorded logs")
struct EventPlantingTests {
    private static let devices: [(DeviceKind, String, Placement)] = [
        (.motion, "bathroom", .none), (.motion, "bedroom", .none), (.motion, "kitchen", .none),
        (.motion, "hallway", .none), (.motion, "living_room", .none), (.door, "hallway", .outerDoor),
        (.selfMonitoring, "", .none),
    ]
    private static let home = HomeDefinition(
        id: "h", resident: "h", timeZone: TimeZone(identifier: "Europe/London") ?? .gmt, baseTopic: "homes/h",
        devices: devices.enumerated().map {
            Device(
                number: UInt16($0), name: "d\($0)", kind: $1.0, room: $1.1, placement: $1.2, topic: "homes/h/d\($0)")
        })
    private static let firstDay = LocalDay(year: 2026, month: 2, day: 2) ?? LocalDay(number: 0)

    /// 2026-02-02 in London is in UTC.
    private static func at(_ day: Int, _ minute: Double) -> Timestamp {
        Timestamp(seconds: Int64(firstDay.number) * 86_400 + Int64(day) * 86_400 + Int64(minute * 60))
    }

    private static func sign(_ device: UInt16, _ day: Int, _ minute: Double, _ quantity: Quantity = .occupancy)
        -> HomeRun.Input
    {
        HomeRun.Input(
            at: at(day, minute),
            readings: [Reading(device: device, quantity: quantity, value: 1, time: at(day, minute))])
    }

    private func plant(
        _ kind: EpisodeKind, _ severity: Severity, days: Int, _ inputs: [HomeRun.Input], seed: UInt64 = 1
    ) -> [HomeRun.Input] {
        var planting = EventPlanting(
            PlantedEpisode(kind: kind, severity: severity, first: Self.firstDay, days: days), in: Self.home,
            nightVisits: 2, seed: seed)
        return planting.planted(into: inputs)
    }

    @Test func moreNightVisits() {
        let planted = plant(.utiLike, .severe, days: 10, [])
        let visits = planted.filter { $0.readings[0].device == 0 && $0.readings[0].value == 1 }
        // Ten nights of 1.5 x 2 + 1.5 visits, each with two to eight signs.
        let starts = zip(visits, [visits[0]] + visits).count { $0.at.minutes(since: $1.at) > 3 } + 1
        #expect((25...60).contains(starts), "\(starts)")
        for input in planted {
            let minute = Int(input.at.milliseconds / 60_000 % 1440)
            #expect(minute >= 23 * 60 || minute <= 5 * 60 + 10)
        }
        #expect(zip(planted, planted.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(planted.map(\.at) == plant(.utiLike, .severe, days: 10, []).map(\.at))
        #expect(planted.map(\.at) != plant(.utiLike, .severe, days: 10, [], seed: 2).map(\.at))
    }

    @Test func wanderingGoesFromRoomToRoom() {
        let planted = plant(.nightWandering, .severe, days: 7, [])
        let signs = planted.filter { $0.readings[0].value == 1 }
        #expect(Set(signs.map { $0.readings[0].device }) == [2, 3, 4])
        let nights = Dictionary(grouping: signs) { $0.at.milliseconds / 86_400_000 }
        #expect((4...7).contains(nights.count))
        for night in nights.values {
            let minutes = night[night.count - 1].at.minutes(since: night[0].at)
            #expect((100...170).contains(minutes))
            #expect(Set(night.map { $0.readings[0].device }).count == 3)
        }
    }

    @Test func missedMealsLeaveShortVisitsAndOtherRooms() {
        var inputs: [HomeRun.Input] = []
        for day in 0..<4 {
            for minute in stride(from: 720.0, through: 735, by: 3) { inputs.append(Self.sign(2, day, minute)) }
            inputs.append(Self.sign(2, day, 900))
            inputs.append(Self.sign(4, day, 910))
        }
        func count(_ severity: Severity, _ device: UInt16) -> Int {
            (0..<20).reduce(0) { sum, seed in
                sum
                    + plant(.missedMeals, severity, days: 4, inputs, seed: seed).count {
                        $0.readings.first?.device == device
                    }
            }
        }
        #expect(count(.severe, 4) == 80)
        // Of 80 meals of six signs and 80 single signs: 15 % of the meals are left.
        #expect((80 + 6 * 3...80 + 6 * 23).contains(count(.severe, 2)), "\(count(.severe, 2))")
        #expect(count(.mild, 2) > count(.severe, 2) + 100)
    }

    @Test func inactiveDayKeepsNightsAndLiveness() {
        var inputs: [HomeRun.Input] = []
        for minute in stride(from: 0.0, to: 2880, by: 5) {
            inputs.append(Self.sign(4, 0, minute))
            inputs.append(Self.sign(3, 0, minute + 1, .battery))
        }
        inputs.append(Self.sign(5, 0, 600.5, .contactOpen))
        inputs.sort { $0.at < $1.at }
        let planted = plant(.inactiveDay, .severe, days: 1, inputs)
        func count(_ device: UInt16, _ from: Double, _ to: Double) -> Int {
            planted.count {
                $0.readings.first?.device == device && $0.at >= Self.at(0, from) && $0.at < Self.at(0, to)
            }
        }
        #expect(planted.count == inputs.count)
        #expect(count(4, 0, 360) == 72 && count(4, 1440, 2880) == 288)
        #expect((4...46).contains(count(4, 360, 1440)), "\(count(4, 360, 1440))")
        #expect(count(3, 0, 2880) == 576)
        #expect(count(5, 0, 2880) == 0)
    }

    @Test func nightsMoveWithoutChangingPlaces() {
        let inputs = stride(from: 0.0, to: 2 * 1440, by: 10).map { Self.sign(UInt16($0 / 10) % 5, 0, $0) }
        let planted = plant(.sleepShift, .mild, days: 1, inputs)
        #expect(planted.map { $0.readings[0].device } == inputs.map { $0.readings[0].device })
        func moved(_ minute: Double) -> Double {
            let index = Int(minute / 10)
            return planted[index].at.minutes(since: inputs[index].at)
        }
        #expect(moved(17 * 60) == 0)
        #expect(moved(23 * 60) == 60 && moved(31 * 60) == 60)
        #expect(abs(moved(20 * 60) - 30) < 1e-9 && abs(moved(35 * 60) - 30) < 1e-9)
        #expect(moved(39 * 60) == 0)
        #expect(planted.allSatisfy { $0.readings[0].time == $0.at })
    }

    @Test func stepsBetweenRoomsSlowDown() {
        // Living room, 10 s later the hallway, a minute later the kitchen.
        let inputs = [Self.sign(4, 13, 600), Self.sign(3, 13, 600 + 1.0 / 6), Self.sign(2, 13, 601.2)]
        let planted = plant(.gaitSlowing, .severe, days: 84, inputs)
        #expect(planted[0].at == inputs[0].at && planted[2].at == inputs[2].at)
        // Two weeks at 2 %: 10 s / 0.98^2 = 10.41 s.
        #expect(abs(planted[1].at.milliseconds(since: planted[0].at) - 10_412) <= 3)
    }

    @Test func weightRisesOverThreeDays() {
        let inputs = (0..<12).map { day in
            let time = Self.at(day, 480)
            return HomeRun.Input(
                at: time, readings: [Reading(device: 6, quantity: .bodyWeight, value: 70, time: time)])
        }
        let weights = plant(.weightGain, .severe, days: 10, inputs).map { $0.readings[0].value }
        #expect(weights == [71, 72] + Array(repeating: 73, count: 8) + [70, 70])
    }
}
