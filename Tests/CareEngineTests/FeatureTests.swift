import CareModel
import Testing

@testable import CareEngine

@Suite struct FeatureTests {
    let first = LocalDay(number: 20_000)

    @Test func anOrdinaryDayIsMeasured() {
        var ward = Ward()
        ward.live(through: 3, nightVisits: { _ in 2 })
        ward.advance(to: ward.at(first.advanced(by: 3), "00:00"))
        let day = first.advanced(by: 1)
        #expect(ward.value("toilet_visits_night", day) == 2)
        #expect(ward.value("toilet_visits_day", day) == 2)
        #expect(ward.value("bed_in_time", day) == 630)
        #expect(ward.value("bed_out_time", day) == 420)
        #expect(ward.value("sleep_duration", day) == 498)
        #expect(ward.value("time_out_of_home", day) == 90)
        #expect(ward.value("outings", day) == 1)
        #expect(ward.value("weight", day) == 70)
        #expect(ward.value("kitchen_minutes", day) == 6)
        #expect(ward.value("first_activity", day) == 420)
    }

    @Test func quietFramesTheNightWithoutABedSensor() throws {
        var ward = Ward(without: ["bed"])
        for offset in 0..<3 {
            for reading in ward.ordinaryDayWithoutBed(first.advanced(by: Int32(offset))) { ward.send(reading) }
        }
        ward.advance(to: ward.at(first.advanced(by: 3), "00:00"))
        let day = first.advanced(by: 1)
        let bedIn = try #require(ward.value("bed_in_time", day))
        let bedOut = try #require(ward.value("bed_out_time", day))
        #expect(abs(bedIn - 626) <= 20)
        #expect(abs(bedOut - 422) <= 20)
    }

    @Test func missingIsNeverZero() {
        var ward = Ward()
        ward.live(through: 1)
        // Nobody is heard for four days.
        ward.advance(to: ward.at(first.advanced(by: 5), "00:00"))
        for offset in 2..<5 {
            let day = first.advanced(by: Int32(offset))
            #expect(ward.finalFeatures["\(day)/toilet_visits_night"] != nil)
            #expect(ward.value("toilet_visits_night", day) == nil)
            #expect(ward.value("activity_minutes", day) == nil)
        }
    }

    @Test func noBathroomNoToiletFeatures() {
        var ward = Ward(without: ["bathroom"])
        for reading in ward.movement("kitchen", ward.at(first, "10:00")) { ward.send(reading) }
        ward.advance(to: ward.at(first.next, "00:00"))
        #expect(ward.features.contains { $0.feature == "kitchen_minutes" })
        #expect(!ward.features.contains { $0.feature.hasPrefix("toilet") })
    }

    @Test(arguments: [("2024-03-30", 23.0), ("2024-10-26", 25.0)])
    func daylightSavingNightsKeepTheirHours(eve: String, hours: Double) throws {
        var ward = Ward()
        let eve = try #require(LocalDay(eve))
        ward.live(through: 3, from: eve)
        ward.advance(to: ward.at(eve.advanced(by: 3), "00:00"))
        // In bed 22:30 to 07:00 on the wall clock, an hour less or more of it; one short visit out of bed.
        #expect(ward.value("sleep_duration", eve.next) == 510 - 6 + (hours - 24) * 60)
        #expect(
            ward.value("bed_out_time", eve.next) == 420 + (hours - 24) * 60
                || ward.value("bed_out_time", eve.next) == 420)
        #expect(ward.careAlerts.isEmpty)
    }

    @Test func aBrokenRepeatedOnIsOneVisit() {
        var ward = Ward()
        let start = ward.at(first, "10:00")
        ward.send(ward.reading("bathroom", 0, at: start.adding(minutes: -5)))
        for minute in 0..<3 { ward.send(ward.reading("bathroom", 1, at: start.adding(minutes: Int64(minute)))) }
        ward.send(ward.reading("bathroom", 0, at: start.adding(minutes: 4)))
        // The "off" after this one is lost; the next movement is hours later.
        ward.send(ward.reading("bathroom", 1, at: start.adding(minutes: 60)))
        ward.send(ward.reading("bathroom", 1, at: start.adding(minutes: 300)))
        ward.send(ward.reading("bathroom", 0, at: start.adding(minutes: 301)))
        ward.advance(to: ward.at(first.next, "00:00"))
        let bathroom = ward.engine.state.yesterday
        #expect(bathroom?.events.count == 8)
        // Coverage of the first day is too short to publish a count; the timeline itself is asked.
        let log = ward.logs[first]
        #expect(log?.day == first)
    }
}

extension Ward {
    mutating func ordinaryDayWithoutBed(_ day: LocalDay) -> [Reading] {
        var full = Ward()
        let bed = full.number("bed")
        return full.ordinaryDay(day).filter { $0.device != bed }.map { reading in
            var reading = reading
            if reading.device > bed { reading.device -= 1 }
            return reading
        }
    }
}
