import CareModel
import Testing

@testable import vardag

@Suite("The baseline of a backtest")
struct WindowedZTests {
    private func day(_ number: Int) -> LocalDay { BacktestScoringTests.day(number) }

    private func values(_ list: [Double?]) -> [LocalDay: Double] {
        var found: [LocalDay: Double] = [:]
        for (index, value) in list.enumerated() { found[day(index)] = value }
        return found
    }

    private func input(_ side: WindowedZ.Side) -> WindowedZ.Input {
        WindowedZ.Input(feature: "weight", family: .weight, scale: .identity, side: side)
    }

    private let plain: [Double?] = (0..<20).map { $0 % 2 == 0 ? 9 : 11 }

    /// Twenty days of mean 10 and standard deviation sqrt(20 / 19), then 13.
    @Test func oneDay() throws {
        let found = WindowedZ.evidence(of: values(plain + [13]), input(.up))
        let expected = 3 / (20.0 / 19).squareRoot()
        #expect(abs(try #require(found[day(20)]) - expected) < 1e-9)
    }

    @Test func oneSide() throws {
        let up = WindowedZ.evidence(of: values(plain + [4]), input(.up))
        let down = WindowedZ.evidence(of: values(plain + [4]), input(.down))
        let both = WindowedZ.evidence(of: values(plain + [4]), input(.both))
        #expect(try #require(up[day(20)]) < 1)
        #expect(try #require(down[day(20)]) > 5)
        #expect(down[day(20)] == both[day(20)])
    }

    /// Nothing is said before fourteen observed days, on a missing day, or where all days are alike.
    @Test func silence() {
        let early = WindowedZ.evidence(of: values(Array(plain.prefix(14)) + [30]), input(.both))
        #expect(early.keys.sorted() == [day(14)])
        let short = WindowedZ.evidence(of: values(Array(plain.prefix(13)) + [30]), input(.both))
        #expect(short.isEmpty)
        let missing = WindowedZ.evidence(of: values(plain + [nil, 30]), input(.both))
        #expect(missing[day(20)] == nil && missing[day(21)] != nil)
        #expect(WindowedZ.evidence(of: values(Array(repeating: 5, count: 30)), input(.both)).isEmpty)
    }

    /// No day of a week at 11.5 stands out by itself, 1.5 standard deviations above; the week does.
    @Test func windowsGatherWhatLasts() throws {
        let found = WindowedZ.evidence(of: values(plain + Array(repeating: 11.5, count: 7)), input(.up))
        #expect(try #require(found[day(20)]) < 1.9)
        #expect(try #require(found[day(26)]) > 2.6)
    }

    /// What is older than 56 days is forgotten.
    @Test func onlyTheLastDaysCount() {
        let old: [Double?] = (0..<40).map { $0 % 2 == 0 ? 900 : 1100 }
        let new: [Double?] = (0..<57).map { $0 % 2 == 0 ? 9 : 11 }
        let found = WindowedZ.evidence(of: values(old + new + [20]), input(.up))
        #expect(found[day(97)].map { $0 > 9 } ?? false)
    }

    @Test func alertsHoldOnUntilThreeQuietDays() {
        func raised(_ list: [Double]) -> [LocalDay] {
            WindowedZ.alerts(list.enumerated().map { .init(day: day($0), score: $1) }, threshold: 4)
        }
        #expect(raised([1, 4, 5, 2, 2, 3.5, 9, 1]) == [day(1)])
        // Over after three days below 3; the next not before a week after the first.
        #expect(raised([4, 1, 1, 1, 5, 5, 5, 5]) == [day(0), day(7)])
        // A new normal is accepted after four weeks.
        #expect(raised(Array(repeating: 6, count: 40)) == [day(0), day(29)])
    }

    @Test func thresholdsMeetTheBudget() throws {
        func run(_ peaks: [Double]) -> (scores: [Alert.Family: [WindowedZ.DayScore]], from: LocalDay) {
            let list = peaks.flatMap { [$0] + Array(repeating: 0.1, count: 9) }
            return ([.sleep: list.enumerated().map { .init(day: day($0), score: $1) }], day(10))
        }
        // The first peak of each lies before the counted days.
        let runs = [run([9, 5, 3.01]), run([9, 4.01, 2])]
        let thresholds = WindowedZ.thresholds(for: runs, alerts: 2)
        let threshold = try #require(thresholds[.sleep])
        #expect(threshold > 3.01 && threshold < 3.05)
    }
}
