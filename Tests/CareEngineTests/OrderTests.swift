import CareModel
import Testing

@testable import CareEngine

/// Features depend on the set of readings and not on how they arrive.
@Suite struct OrderTests {
    let first = LocalDay(number: 20_000)

    /// A shuffle from a seed (splitmix64), so that a failure repeats.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    func values(_ ward: Ward) -> [String: Double?] { ward.finalFeatures.mapValues(\.value) }

    @Test(arguments: 1...25)
    func anyOrderWithinADayGivesTheSameFeatures(seed: UInt64) {
        var generator = Seeded(state: seed)
        var ordered = Ward()
        var shuffled = Ward()
        for offset in 0..<3 {
            let day = first.advanced(by: Int32(offset))
            let readings = ordered.ordinaryDay(day, nightVisits: offset + 1)
            for reading in readings { ordered.send(reading) }
            let evening = ordered.at(day, "23:59")
            // All of them known only at the end of the day, in any order, one in ten twice.
            for reading in (readings + readings.filter { _ in Int.random(in: 0..<10, using: &generator) == 0 })
                .shuffled(using: &generator)
            {
                shuffled.send(reading, receivedAt: evening)
            }
        }
        ordered.advance(to: ordered.at(first.advanced(by: 3), "00:00"))
        shuffled.advance(to: ordered.at(first.advanced(by: 3), "00:00"))
        #expect(values(ordered) == values(shuffled))
        #expect(ordered.finalFeatures.mapValues(\.coverage) == shuffled.finalFeatures.mapValues(\.coverage))
    }

    @Test(arguments: 1...10)
    func lateDataGivesWhatTimelyDataWouldHave(seed: UInt64) {
        var generator = Seeded(state: seed)
        var timely = Ward()
        var late = Ward()
        var held: [Reading] = []
        for offset in 0..<6 {
            for reading in timely.ordinaryDay(first.advanced(by: Int32(offset)), nightVisits: 1 + offset % 3) {
                timely.send(reading)
                // From days 1 to 4 some messages come only on the last day.
                if (1..<5).contains(offset), reading.quantity != .battery, Int.random(in: 0..<8, using: &generator) == 0
                {
                    held.append(reading)
                } else {
                    late.send(reading)
                }
            }
        }
        let end = timely.at(first.advanced(by: 5), "23:30")
        for reading in held.shuffled(using: &generator) { late.send(reading, receivedAt: end) }
        timely.advance(to: timely.at(first.advanced(by: 6), "00:00"))
        late.advance(to: timely.at(first.advanced(by: 6), "00:00"))
        #expect(values(timely) == values(late))
    }

    @Test func lateDataRaisesTheRevisionByOne() throws {
        var ward = Ward()
        ward.live(through: 4)
        let day = first.advanced(by: 1)
        let before = try #require(ward.finalFeatures["\(day)/toilet_visits_night"])
        #expect(before.value == 1 && before.revision == 0)
        let now = ward.at(first.advanced(by: 4), "01:00")
        for reading in ward.movement("bathroom", ward.at(day, "04:00")) { ward.send(reading, receivedAt: now) }
        ward.advance(to: now.adding(minutes: 10))
        let after = try #require(ward.finalFeatures["\(day)/toilet_visits_night"])
        #expect(after.value == 2)
        #expect(after.revision == 1)
        let untouched = try #require(ward.finalFeatures["\(day)/weight"])
        #expect(untouched.revision == 0)
    }

    @Test func theStateReadsBackEqual() throws {
        var ward = Ward()
        ward.live(through: 20, nightVisits: { $0 > 17 ? 7 : 1 })
        ward.send(ward.reading("button", 1, at: ward.at(first.advanced(by: 20), "09:00")))
        let state = ward.engine.state
        let again = try HomeState(decoding: state.encoded())
        #expect(again == state)
        #expect(throws: ByteCodingError.self) { _ = try HomeState(decoding: Array(state.encoded().dropLast(3))) }
    }

    /// A state written and read back at any moment goes on exactly as the one that never stopped.
    @Test(arguments: [3, 57, 200, 411, 999])
    func aRestartChangesNothing(at message: Int) throws {
        var whole = Ward()
        var restarted = Ward()
        var sent = 0
        for offset in 0..<18 {
            for reading in whole.ordinaryDay(first.advanced(by: Int32(offset)), nightVisits: offset > 15 ? 8 : 1) {
                whole.send(reading)
                restarted.send(reading)
                sent += 1
                if sent % message == 0 {
                    let state = try HomeState(decoding: restarted.engine.state.encoded())
                    restarted.engine = HomeEngine(
                        definition: restarted.engine.definition, state: state, settings: restarted.engine.settings)
                }
            }
        }
        whole.advance(to: whole.at(first.advanced(by: 18), "00:00"))
        restarted.advance(to: whole.at(first.advanced(by: 18), "00:00"))
        #expect(whole.features == restarted.features)
        #expect(whole.alerts == restarted.alerts)
        #expect(!whole.alerts.isEmpty)
    }
}
