import CareModel
import Testing

@testable import CareEngine

@Suite struct BatteryRunTests {
    private let start = Timestamp(seconds: 1_760_000_000)

    private func run(_ values: [(day: Int64, percent: Double)]) -> BatteryRun {
        var run = BatteryRun(percent: values[0].percent, at: start.adding(hours: 24 * values[0].day))
        for (day, percent) in values.dropFirst() { run.take(percent, at: start.adding(hours: 24 * day)) }
        return run
    }

    @Test func aSteadyCourseTellsWhenItEnds() {
        let run = run((0...20).map { ($0, 100 - 2 * Double($0)) })
        #expect(run.daysLeft(at: start.adding(hours: 24 * 20)) == 30)
        #expect(run.daysLeft(at: start.adding(hours: 24 * 25)) == 25)
        #expect(run.daysLeft(at: start.adding(hours: 24 * 90)) == 0)
    }

    @Test func tooLittleSaysNothing() {
        #expect(run([(0, 100), (6, 90)]).daysLeft(at: start.adding(hours: 150)) == nil, "less than a week")
        #expect(run([(0, 100), (40, 98)]).daysLeft(at: start.adding(hours: 1000)) == nil, "within its rounding")
        #expect(run([(0, 100), (40, 100)]).daysLeft(at: start.adding(hours: 1000)) == nil)
    }

    @Test func aNewBatteryBeginsAnew() {
        var run = run([(0, 40), (10, 20)])
        #expect(run.daysLeft(at: start.adding(hours: 240)) == 10)
        run.take(25, at: start.adding(hours: 250))
        #expect(run.daysLeft(at: start.adding(hours: 240)) == 10, "warmth is no new battery")
        run.take(100, at: start.adding(hours: 260))
        #expect(run.daysLeft(at: start.adding(hours: 260)) == nil && run.startPercent == 100)
    }

    @Test func whatComesLateChangesNothing() {
        var run = run([(0, 100), (10, 80)])
        let before = run
        run.take(100, at: start.adding(hours: 24))
        #expect(run == before)
    }

    @Test func itIsKeptWithTheState() throws {
        let run = run([(0, 100), (10, 80)])
        var writer = ByteWriter()
        run.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try BatteryRun(from: &reader) == run)
    }

    @Test func aDeviceOnTheMainsIsMissedSooner() {
        let often = Rhythm(longestGaps: [1, 1, 2])
        #expect(often.deviceLimit(isMains: true) == 3_600_000)
        #expect(often.deviceLimit() == 4 * 3_600_000)
        let seldom = Rhythm(longestGaps: [100, 140, 144])
        #expect(seldom.deviceLimit(isMains: true) >= Rhythm.unlearnedDeviceLimit, "once a day is not dead")
    }
}
