import CareModel
import Foundation
import Testing

@Suite("Moments and days")
struct TimestampTests {
    @Test(
        "ISO 8601 with an offset, in the forms that occur",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01.5Z", 1500), ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T19:00:00-0500", 0), ("1970-01-01T00:00:00.123456Z+0000", 123), ("1970-01-01 00:01Z", 60_000),
            ("1970-01-01T00:00:00.9999Z", 999), ("1969-12-31T23:59:59.999Z", -1), ("1970-01-01T05:30:00+05:30", 0),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000), ("1970-01-01T00:00:00,25Z", 250),
            ("1970-01-01T02:00:00+02", 0),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(
        "what has no offset or is no time is refused",
        arguments: [
            "", "1970-01-01", "1970-01-01T00:00:00", "1970-13-01T00:00:00Z", "1970-02-30T00:00:00Z",
            "1970-01-01T25:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z", "1970-01-01T00:00:00.Z",
            "1970-01-01T00:00:00Zx", "1970-01-01T00:00:00+", "1970-01-01T00:00:00+1:00", "1970-01-01T00:00:00+19:00",
            "70-01-01T00:00:00Z", "1970-1-1T00:00:00Z", "2023-02-29T00:00:00Z", "1970-01-01T00:00:00+01:60",
        ])
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("a moment beyond all years is told as the nearest that can be written")
    func beyond() {
        #expect("\(Timestamp.distantPast)" == "0000-01-01T00:00:00Z")
        #expect("\(Timestamp.distantFuture)" == "9999-12-31T23:59:59.999Z")
    }

    @Test("what is written is read back")
    func roundTrip() {
        var random = SeededNumbers(1)
        for _ in 0..<2000 {
            let time = Timestamp(milliseconds: .random(in: -60_000_000_000_000...250_000_000_000_000, using: &random))
            #expect(Timestamp(iso8601: time.description) == time)
        }
    }

    @Test("days agree with Foundation's calendar and count without gaps")
    func days() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var random = SeededNumbers(2)
        for _ in 0..<500 {
            let day = LocalDay(number: .random(in: -30_000...60_000, using: &random))
            let date = Date(timeIntervalSince1970: Double(day.number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            #expect(day.civil == (try #require(parts.year), try #require(parts.month), try #require(parts.day)))
            #expect(day.weekday == ((try #require(parts.weekday)) + 5) % 7)
            #expect(LocalDay(day.description) == day)
            #expect(LocalDay(year: day.civil.year, month: day.civil.month, day: day.civil.day) == day)
        }
    }

    @Test("there is no such day", arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-", "x"])
    func noDay(text: String) {
        #expect(LocalDay(text) == nil)
    }
}

/// Random numbers that are the same in every run (S. Vigna, splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
