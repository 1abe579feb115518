import CareModel
import Foundation
import Testing

@Suite("Civil time of a home")
struct HomeCalendarTests {
    static let zones = [
        "Europe/Stockholm", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
        "America/St_Johns", "Pacific/Auckland", "Africa/Casablanca",
    ]

    private func calendar(_ zone: String) throws -> HomeCalendar {
        HomeCalendar(timeZone: try #require(TimeZone(identifier: zone)))
    }

    @Test(
        "a moment lies in the day that begins before it, at random and around every change of the clock",
        arguments: zones)
    func momentsInDays(zone: String) throws {
        var home = try calendar(zone)
        var random = SeededNumbers(3)
        var moments = (0..<400).map { _ in
            Timestamp(milliseconds: .random(in: 1_600_000_000_000...1_900_000_000_000, using: &random))
        }
        var change = Date(timeIntervalSince1970: 1_700_000_000)
        for _ in 0..<6 {
            guard let next = home.timeZone.nextDaylightSavingTimeTransition(after: change) else { break }
            change = next
            let at = Int64(next.timeIntervalSince1970 * 1000)
            moments += [-3_600_001, -1, 0, 1, 1_800_000, 3_600_000, 7_200_000].map { Timestamp(milliseconds: at + $0) }
        }
        for time in moments {
            let day = home.day(of: time)
            #expect(home.start(of: day) <= time && time < home.start(of: day.next), "\(zone) \(time)")
            let offset = home.timeZone.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double(time.milliseconds) / 1000))
            #expect(home.offset(at: time) == Int64(offset) * 1000, "\(zone) \(time)")
        }
    }

    @Test("a wall time that exists gives a moment that shows it, the first of two", arguments: zones)
    func wallTimes(zone: String) throws {
        var home = try calendar(zone)
        let first = try #require(LocalDay("2026-01-01"))
        for number in stride(from: 0, to: 366, by: 1) {
            let day = first.advanced(by: Int32(number))
            for minutes in [0, 30, 119, 150, 180, 720, 1439] {
                let moment = home.moment(day, minutes: minutes)
                let shown = home.wallMilliseconds(of: moment)
                // A skipped time gives the first moment after the gap, which shows a later time.
                #expect(shown >= Int64(minutes) * 60_000, "\(zone) \(day) \(minutes)")
                if shown == Int64(minutes) * 60_000 {
                    #expect(home.day(of: moment) == day)
                    let earlier = moment.adding(milliseconds: -3_600_000)
                    #expect(home.wallMilliseconds(of: earlier) != shown, "\(zone) \(day) \(minutes): not the first")
                }
            }
        }
    }

    @Test("days have 23, 24 or 25 hours, 23 and 25 once a year each in Stockholm")
    func dayLengths() throws {
        var home = try calendar("Europe/Stockholm")
        var lengths: [Int64: [LocalDay]] = [:]
        var day = try #require(LocalDay("2026-01-01"))
        for _ in 0..<365 {
            let length = home.start(of: day.next).milliseconds(since: home.start(of: day)) / 3_600_000
            lengths[length, default: []].append(day)
            day = day.next
        }
        #expect(lengths[23] == [try #require(LocalDay("2026-03-29"))])
        #expect(lengths[25] == [try #require(LocalDay("2026-10-25"))])
        #expect(lengths[24]?.count == 363)
    }

    @Test("skipped and doubled times in Stockholm")
    func gaps() throws {
        var home = try calendar("Europe/Stockholm")
        let spring = home.moment(try #require(LocalDay("2026-03-29")), minutes: 150)
        #expect(spring == Timestamp(iso8601: "2026-03-29T01:00:00Z"))
        let autumn = home.moment(try #require(LocalDay("2026-10-25")), minutes: 150)
        #expect(autumn == Timestamp(iso8601: "2026-10-25T00:30:00Z"))
        let before = home.moment(try #require(LocalDay("2026-03-29")), minutes: -60)
        #expect(before == Timestamp(iso8601: "2026-03-28T22:00:00Z"))
    }
}
