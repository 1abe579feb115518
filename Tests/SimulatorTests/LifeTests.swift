import CareModel
import Foundation
import Testing

@testable import Simulator

struct LifeTests {
    @Test func eventsPerDayAreThoseOfARealHome() {
        for index in 0..<6 {
            for day in Simulation(seed: 11).days(index, days: 10, start: SimulatedLife.start) {
                #expect((300...1500).contains(day.messages.count), "home \(index) on \(day.day)")
            }
        }
    }

    @Test func messagesAreInTimeOrderAndWithinTheirDay() {
        var calendar = HomeCalendar(timeZone: Simulation.stockholm)
        for day in Simulation(seed: 11).days(0, days: 4, start: SimulatedLife.start, plan: .quirky) {
            #expect(zip(day.messages, day.messages.dropFirst()).allSatisfy { $0.at <= $1.at })
            #expect(day.messages.allSatisfy { calendar.day(of: $0.at) == day.day })
        }
    }

    @Test func habitsAreSane() {
        let days = 60
        var (nights, outings, sleeps, toilets) = (0, 0, 0.0, 0)
        for index in 0..<4 {
            let home = SimulatedLife.home(index, days: days)
            let frames = home.rows("sleep")
            sleeps += frames.map { $0.end.minutes(since: $0.start) }.reduce(0, +) / Double(frames.count)
            outings += home.rows("outing").count
            toilets += home.rows("toilet_visit").count
            nights +=
                home.rows("toilet_visit").filter { visit in
                    frames.contains { $0.start <= visit.start && visit.end <= $0.end }
                }.count
        }
        let all = Double(4 * days)
        #expect((0.5...2.2).contains(Double(nights) / all), "night visits \(Double(nights) / all)")
        #expect((0.35...1).contains(Double(outings) / all), "outings \(Double(outings) / all)")
        #expect((4.5...9.5).contains(Double(toilets) / all), "toilet visits \(Double(toilets) / all)")
        #expect((430...590).contains(sleeps / 4), "minutes in bed \(sleeps / 4)")
    }

    @Test func careComesOncePerWeekOnItsWeekday() {
        let home = SimulatedLife.home(days: 56)
        var calendar = home.calendar()
        let visits = home.rows("visit").map { calendar.day(of: $0.start).weekday }
        let weekdays = visits.filter { $0 < 5 }
        #expect(weekdays.count == 8)
        #expect(Set(weekdays).count == 1)
    }

    /// Wake times on the wall clock must not move with the change of the clocks, in either direction.
    @Test(arguments: [(2026, 3, 29, 23), (2026, 10, 25, 25)])
    func daylightSavingKeepsTheRoutineOnTheWallClock(year: Int, month: Int, day: Int, hours: Int) throws {
        let change = try #require(LocalDay(year: year, month: month, day: day))
        let home = SimulatedLife.home(days: 29, start: change.advanced(by: -14))
        var calendar = home.calendar()
        #expect(calendar.start(of: change.next).minutes(since: calendar.start(of: change)) == Double(hours * 60))
        var (before, after) = ([Double](), [Double]())
        for frame in home.rows("sleep") {
            let minutes = Double(calendar.wallMilliseconds(of: frame.end)) / 60_000
            if calendar.day(of: frame.end) < change { before.append(minutes) } else { after.append(minutes) }
        }
        let means = [before, after].map { $0.reduce(0, +) / Double($0.count) }
        #expect(abs(means[0] - means[1]) < 25)
        #expect(home.truth.allSatisfy { $0.start <= $0.end })
        let beats = home.messages(from: "climate").filter { calendar.day(of: $0.at) == change }.count
        #expect(abs(beats - hours) <= 1)
    }

    @Test func motionKeepsToTheSensorsCadence() {
        let home = SimulatedLife.home(days: 7)
        var last: SimulatedMessage?
        var (cadence, offs) = (0, 0)
        for message in home.messages(from: "kitchen-motion") {
            guard let before = last else {
                last = message
                continue
            }
            let seconds = Double(message.at.milliseconds(since: before.at)) / 1000
            let (was, now) = (
                before.payload.contains("\"occupancy\":true"), message.payload.contains("\"occupancy\":true")
            )
            if was, !now {
                offs += 1
                #expect(seconds <= 90.001)
            }
            if was, now, seconds >= 60 { cadence += 1 }
            last = message
        }
        #expect(cadence > 100 && offs > 100)
    }
}
