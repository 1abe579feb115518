import CareModel
import Foundation
import Testing

/// Against SciPy and pymannkendall, and what must hold of any series.
@Suite struct TrendTests {
    struct CrossCheck: Decodable {
        struct Series: Decodable {
            struct Test: Decodable {
                var s: Double?
                var varS: Double
                var z: Double
                var p: Double

                private enum CodingKeys: String, CodingKey {
                    case s, z, p
                    case varS = "var_s"
                }
            }

            var x: [Double]
            var mk: Test
            var hamedRao: Test
            /// Slope, intercept, lower and upper end.
            var theilslopes: [Double]

            private enum CodingKeys: String, CodingKey {
                case x, mk, theilslopes
                case hamedRao = "hamed_rao"
            }
        }

        var lin: Series
        var ties: Series
        var ar: Series
    }

    static let crossCheck = Result {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/xcheck.json")
        return try JSONDecoder().decode(CrossCheck.self, from: Data(contentsOf: file))
    }

    static let first = LocalDay(number: 20_000)

    static func points(_ values: [Double?]) -> [(day: LocalDay, value: Double)] {
        values.enumerated().compactMap { offset, value in value.map { (first.advanced(by: Int32(offset)), $0) } }
    }

    func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }

    @Test(arguments: ["lin", "ties", "ar"])
    func slopesAndTestsAreThoseOfSciPy(series: String) throws {
        let all = try Self.crossCheck.get()
        let expected = series == "lin" ? all.lin : series == "ties" ? all.ties : all.ar
        let days = expected.x.indices.map(Double.init)
        var line = TheilSen(days: days, values: expected.x)
        let slope = line.slope()
        let test = MannKendall(values: expected.x, detrended: zip(days, expected.x).map { $1 - slope * $0 })
        let interval = line.interval(variance: test.variance)
        let found = [slope, line.intercept(slope: slope), interval.lowerBound, interval.upperBound]
        for (found, expected) in zip(found, expected.theilslopes) { #expect(isClose(found, expected)) }
        #expect(test.s == expected.mk.s)
        #expect(isClose(test.variance, expected.mk.varS))
        let plain = MannKendall.z(test.s, test.variance)
        #expect(isClose(plain, expected.mk.z))
        #expect(isClose(MannKendall.probability(plain), expected.mk.p))
        // As computed the factor is theirs; what we use never makes a finding surer.
        #expect(isClose(test.variance * test.rawFactor, expected.hamedRao.varS))
        let theirs = MannKendall.z(test.s, test.variance * test.rawFactor)
        #expect(isClose(theirs, expected.hamedRao.z))
        #expect(isClose(MannKendall.probability(theirs), expected.hamedRao.p))
        #expect(test.probability >= MannKendall.probability(plain))
    }

    /// Days that resemble the ones before widen the variance: 3.8-fold where five days are alike (computed from the
    /// definition with NumPy).
    @Test func likeDaysMakeAFindingLessSure() throws {
        let values = (0..<40).map { Double([0, 4, 6, 5, 1, -3, -6, -2][$0 / 5]) + Double($0) / 8 }
        let days = values.indices.map(Double.init)
        var line = TheilSen(days: days, values: values)
        let slope = line.slope()
        let test = MannKendall(values: values, detrended: zip(days, values).map { $1 - slope * $0 })
        #expect(isClose(test.rawFactor, 3.8165570096091948))
        #expect(test.probability > MannKendall.probability(MannKendall.z(test.s, test.variance)))
    }

    @Test(arguments: [
        (0.0, 0.5), (0.3, 0.3820885778110474), (1.0, 0.15865525393145707), (1.959963984540054, 0.025),
        (2.4999, 0.006211418374944587), (2.5, 0.006209665325776132), (3.7190164854556804, 0.0001),
        (5.9978070150076865, 1e-9), (-1.0, 0.8413447460685429), (37.0, 0.0), (60.0, 0.0),
    ])
    func theNormalTailIsThatOfTables(z: Double, tail: Double) {
        #expect(abs(NormalDistribution.upperTail(z) - tail) < 1e-12)
    }

    @Test func theExponentialIsThatOfTheLibraryToTwoPlaces() throws {
        let worst = (-1400...1400).map { Double($0) / 2 }
            .map { abs(NormalDistribution.exponential($0) / exp($0) - 1) }.max()
        #expect(try #require(worst) < 5e-16)
        #expect(NormalDistribution.exponential(0) == 1)
        #expect(NormalDistribution.exponential(-800) == 0)
        #expect(NormalDistribution.exponential(.nan).isNaN)
    }

    /// A quarter of the days missing, many ties, from a seed.
    static func series(_ seed: UInt64) -> [Double?] {
        var state = seed
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        return (0..<90).map { day in next(4) == 0 ? nil : Double(next(8)) + Double(day) * Double(seed % 3) / 32 }
    }

    @Test(arguments: 1...20)
    func shiftAndScaleGoThrough(seed: UInt64) throws {
        let values = Self.series(seed)
        let plain = try #require(Trend(Self.points(values)))
        let moved = try #require(Trend(Self.points(values.map { $0.map { 100 + 4 * $0 } })))
        #expect(moved.perWeek == 4 * plain.perWeek)
        #expect(moved.low == 4 * plain.low && moved.high == 4 * plain.high)
        #expect(moved.probability == plain.probability && moved.changed == plain.changed)
        let turned = try #require(Trend(Self.points(values.map { $0.map { -$0 } })))
        #expect(turned.perWeek == -plain.perWeek && turned.probability == plain.probability)
        #expect(plain.low <= plain.perWeek && plain.perWeek <= plain.high)
        switch plain.direction {
        case .up: #expect(turned.direction == .down)
        case .down: #expect(turned.direction == .up)
        case .none: #expect(turned.direction == .none)
        }
    }

    @Test func selectionIsSorting() {
        for seed in 1...40 as ClosedRange<UInt64> {
            let points = Self.points(Self.series(seed))
            let days = points.map { Double($0.day.number) }
            var line = TheilSen(days: days, values: points.map(\.value))
            var slopes: [Double] = []
            for a in points.indices {
                for b in points.indices where b > a {
                    slopes.append((points[b].value - points[a].value) / (days[b] - days[a]))
                }
            }
            slopes.sort()
            #expect(line.slope() == (slopes[(slopes.count - 1) / 2] + slopes[slopes.count / 2]) / 2)
        }
    }

    @Test func aConstantSeriesIsSteady() throws {
        let trend = try #require(Trend(Self.points(Array(repeating: 3, count: 30))))
        #expect(trend.perWeek == 0 && trend.low == 0 && trend.high == 0)
        #expect(trend.probability == 1 && trend.direction == .none && trend.changed == nil)
    }

    /// A missing day is a gap in time and no value: a straight line keeps its slope.
    @Test func missingDaysLeaveTheSlope() throws {
        let all = (0..<60).map { Double($0) / 4 }
        let some = all.enumerated().map { $0 % 5 == 2 || (20..<33).contains($0) ? nil : $1 }
        let trend = try #require(Trend(Self.points(some)))
        #expect(trend.perWeek == 1.75 && trend.low == 1.75 && trend.high == 1.75)
        #expect(trend.direction == .up)
        #expect(trend.observedDays == some.count { $0 != nil })
    }

    @Test func tooFewDaysSayNothing() {
        #expect(Trend(Self.points(Array(repeating: 1, count: 13))) == nil)
        #expect(Trend(Self.points(Array(repeating: nil, count: 60))) == nil)
        #expect(FeatureTrend(Self.points([])) == nil)
    }

    @Test func aWindowEndsWhereItIsTold() throws {
        func feature(_ offset: Int32, _ value: Double, resident: String = "r", withheld: Withheld? = nil)
            -> DailyFeature
        {
            DailyFeature(
                home: "h", resident: resident, date: Self.first.advanced(by: offset), feature: "outings", value: value,
                unit: "count", coverage: 1, context: .alone, definitionVersion: 1, revision: 0, withheld: withheld)
        }
        let values = (0..<100).map { feature($0, $0 < 50 ? 0 : Double($0)) }
        let last = Self.first.advanced(by: 79)
        let month = try #require(Trend(values, last: last, window: 30))
        #expect(month.observedDays == 30 && month.perWeek == 7)
        #expect(try #require(Trend(values, last: last, window: 90)).observedDays == 80)
        #expect(Trend(values, last: Self.first.advanced(by: 12), window: 90) == nil)
        // What was withheld and what another resident did is left out.
        let masked = values.map { $0.date == last ? feature(79, 0, withheld: .away) : $0 }
        #expect(try #require(Trend(masked, last: last, window: 30)).observedDays == 29)
        let moved = values.map { $0.date > last.advanced(by: -10) ? feature($0.date.number - 20_000, 1) : $0 }
            .map { $0.date > last.advanced(by: -20) ? $0 : feature($0.date.number - 20_000, 9, resident: "q") }
        #expect(try #require(Trend(moved, last: last, window: 90)).observedDays == 20)
    }

    /// A step is dated to the day, a slow decline has no date.
    @Test(arguments: [10, 30, 45, 60, 80])
    func aStepIsDatedAndADeclineIsNot(at step: Int) throws {
        let noise = [0.0, 1, -1, 2, 0, -2, 1]
        let stepped = (0..<90).map { noise[$0 * 5 % 7] + ($0 >= step ? 4 : 0) }
        let trend = try #require(Trend(Self.points(stepped)))
        let index = try #require(LevelStep(days: stepped.indices.map(Double.init), values: stepped)?.index)
        #expect(abs(index - step) <= 1)
        if trend.direction == .up { #expect(trend.changed == Self.first.advanced(by: Int32(index))) }
        let falling = (0..<90).map { noise[$0 * 5 % 7] - Double($0) / 10 }
        let decline = try #require(Trend(Self.points(falling)))
        #expect(decline.direction == .down && decline.changed == nil)
    }

    @Test func theFeedSaysTheSame() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let points = Self.points(Self.series(seed))
            let (trend, feed) = (try #require(Trend(points)), try #require(FeatureTrend(points)))
            #expect(feed.perWeek == trend.perWeek && feed.direction == trend.direction)
            #expect(feed.probability == 1 - trend.probability)
        }
    }
}
