import CareModel
import Testing

@testable import CareEngine

/// The trend that goes with a feature's updates.
@Suite struct FeaturePastTests {
    let first = LocalDay(number: 20_000)

    func log(_ day: LocalDay, _ value: Double?, withheld: Withheld? = nil) -> DayLog {
        var log = DayLog(day: day, carry: DayCarry())
        log.published = [
            PublishedFeature(
                feature: "room_transitions", value: value, coverage: 1, context: .alone, withheld: withheld,
                revision: 0)
        ]
        return log
    }

    func past(_ values: [Double?]) -> FeaturePast {
        var past = FeaturePast()
        for (offset, value) in values.enumerated() { past.take(log(first.advanced(by: Int32(offset)), value)) }
        return past
    }

    func trend(_ past: FeaturePast, _ feature: String = "room_transitions", before day: LocalDay) -> FeatureTrend? {
        var past = past
        return past.trend(feature, before: day)
    }

    @Test func theLastNinetyDaysCountAndNoOthers() throws {
        // Falls for 60 days, then rises by one a day.
        let past = past((0..<160).map { $0 < 60 ? Double(200 - $0) : Double($0) })
        let trend = try #require(self.trend(past, before: first.advanced(by: 160)))
        #expect(trend.perWeek == 7 && trend.direction == .up)
        #expect(trend.probability > 0.999)
        #expect(self.trend(past, "weight", before: first.advanced(by: 160)) == nil)
        #expect(self.trend(past, "outings", before: first.advanced(by: 160)) == nil)
    }

    @Test func itIsThatOfTheDaysUpToItsOwnWeekday() throws {
        let values = (0..<120).map { Double($0 * $0 % 31) }
        let past = past(values)
        let index = Int32(try #require(WatchedFeature.indexByName["room_transitions"]))
        for offset in stride(from: Int32(120), to: 113, by: -1) {
            let day = first.advanced(by: offset)
            var last = day.previous
            while (last.number + index) % 7 != 0 { last = last.previous }
            let points = (0..<90).map { last.advanced(by: $0 - 89) }
                .map { (day: $0, value: values[Int($0.number - first.number)]) }
            #expect(trend(past, before: day) == FeatureTrend(points))
        }
    }

    @Test func fewWithheldOrForgottenDaysSayNothing() throws {
        let day = first.advanced(by: 60)
        let few = past((0..<60).map { $0 % 5 == 0 && $0 < 55 ? 1 : nil })
        #expect(trend(few, before: day) == nil)
        var withheld = FeaturePast()
        for offset in 0..<60 as Range<Int32> {
            withheld.take(log(first.advanced(by: offset), Double(offset), withheld: .visitor))
        }
        #expect(trend(withheld, before: day) == nil)
        var whole = past((0..<60).map(Double.init))
        #expect(trend(whole, before: day) != nil)
        // A trend of fewer days than it saw at first is none.
        #expect(trend(whole, before: first.advanced(by: 40)) == nil)
        whole.forget(["room_transitions"])
        #expect(trend(whole, before: day) == nil)
    }

    @Test(arguments: 1...20)
    func lateDaysGiveWhatTimelyOnesWouldHave(seed: UInt64) {
        var generator = OrderTests.Seeded(state: seed)
        let values = (0..<130).map { _ in
            Int.random(in: 0..<5, using: &generator) == 0 ? nil : Double(Int.random(in: 0..<9, using: &generator))
        }
        var timely = FeaturePast()
        var late = FeaturePast()
        for (offset, value) in values.enumerated() {
            let day = first.advanced(by: Int32(offset))
            _ = timely.trend("room_transitions", before: day)
            _ = late.trend("room_transitions", before: day)
            timely.take(log(day, value))
            // What was missing or other at first is known a few days later.
            late.take(log(day, seed.isMultiple(of: 2) ? nil : 3))
            if offset % 5 == 4 {
                for known in (offset - 4)...offset {
                    late.take(log(first.advanced(by: Int32(known)), values[known]))
                }
                let next = day.next
                #expect(trend(timely, before: next) == trend(late, before: next))
                let old = day.advanced(by: -6)
                #expect(trend(timely, before: old) == trend(late, before: old))
            }
        }
        let end = first.advanced(by: 130)
        #expect(trend(timely, before: end) != nil)
    }

    @Test func aLongGapLeavesNothingOld() throws {
        var past = past((0..<120).map(Double.init))
        let back = first.advanced(by: 400)
        past.take(log(back, 5))
        #expect(trend(past, before: back.advanced(by: 8)) == nil)
        // A day before all that is kept changes nothing.
        let before = past
        past.take(log(first, 9))
        #expect(past == before)
    }

    @Test func itReadsBackEqualAndStaysSmall() throws {
        var past = past((0..<120).map { $0 % 3 == 0 ? nil : Double($0) })
        _ = past.trend("room_transitions", before: first.advanced(by: 120))
        var writer = ByteWriter()
        past.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        let again = try FeaturePast(from: &reader)
        #expect(again == past && reader.isAtEnd)
        for offset in 118...124 as ClosedRange<Int32> {
            let day = first.advanced(by: offset)
            #expect(trend(again, before: day) == trend(past, before: day))
        }
        #expect(writer.bytes.count < 600)
    }

    /// Through the whole engine: what is published carries the trend of the days before it, also when it is revised.
    @Test func anUpdateCarriesTheTrend() throws {
        var ward = Ward()
        ward.live(through: 42, nightVisits: { 1 + $0 / 7 })
        let last = first.advanced(by: 40)
        let feature = try #require(ward.finalFeatures["\(last)/toilet_visits_night"])
        let trend = try #require(feature.trend)
        #expect(trend.direction == .up && trend.perWeek > 0.8 && trend.perWeek < 1.2)
        #expect(trend.probability > 0.99)
        #expect(ward.finalFeatures["\(first.advanced(by: 10))/toilet_visits_night"]?.trend == nil)
        #expect(ward.finalFeatures["\(last)/visits"]?.trend == nil)
        let weight = try #require(ward.finalFeatures["\(last)/weight"]?.trend)
        #expect(weight == FeatureTrend(perWeek: 0, direction: .none, probability: 0))
        let now = ward.at(first.advanced(by: 42), "01:00")
        for reading in ward.movement("bathroom", ward.at(last, "04:40")) { ward.send(reading, receivedAt: now) }
        ward.advance(to: now.adding(minutes: 10))
        let revised = try #require(ward.finalFeatures["\(last)/toilet_visits_night"])
        #expect(revised.revision == 1 && revised.value != feature.value)
        #expect(revised.trend == trend)
    }

    @Test func anotherResidentStartsAnew() throws {
        var ward = Ward()
        ward.live(through: 30)
        #expect(ward.engine.state.past != FeaturePast())
        _ = ward.engine.state.forgetResident(note: "moved")
        #expect(ward.engine.state.past == FeaturePast())
    }
}
