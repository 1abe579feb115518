import CareModel
import Testing

@testable import CareEngine

/// One feature of the table after another, from a day made for it.
struct FeatureTableTests {
    private let first = LocalDay(number: 20_000)

    /// Two ordinary days, the second with what `change` adds to it; the features of the second.
    private func secondDay(
        nightVisits: Int = 1, _ change: (inout Ward, LocalDay) -> [Reading]
    ) -> (Ward, LocalDay) {
        var ward = Ward(extras: true)
        let day = first.next
        let added = change(&ward, day)
        let readings = ward.ordinaryDay(first) + (ward.ordinaryDay(day, nightVisits: nightVisits) + added)
        for reading in readings.sorted(by: { $0.time < $1.time }) { ward.send(reading) }
        ward.advance(to: ward.at(day.next, "00:00"))
        return (ward, day)
    }

    @Test func theNightInBed() {
        let (ward, day) = secondDay(nightVisits: 2) { ward, day in
            // The sensor loses the resident for a minute: nobody got up.
            [
                ward.reading("bed", 0, at: ward.at(day, "04:00")),
                ward.reading("bed", 1, at: ward.at(day, "04:00").adding(seconds: 60)),
            ]
        }
        #expect(ward.value("bed_exits_night", day) == 2)
        #expect(ward.value("night_out_of_bed", day) == 12)
        #expect(ward.value("wake_after_sleep_onset", day) == 12)
        #expect(ward.value("sleep_duration", day) == 498)
        #expect(ward.value("toilet_longest_stay", day) == 2)
    }

    @Test func napsAreBedOrALongSitInTheDaytime() {
        let (ward, day) = secondDay { ward, day in
            [
                ward.reading("bed", 1, at: ward.at(day, "10:00")), ward.reading("bed", 0, at: ward.at(day, "10:40")),
                ward.reading("armchair", 1, at: ward.at(day, "15:00")),
                ward.reading("armchair", 0, at: ward.at(day, "15:30")),
                ward.reading("armchair", 1, at: ward.at(day, "16:00")),
                ward.reading("armchair", 0, at: ward.at(day, "16:05")),
            ]
        }
        #expect(ward.value("nap_minutes", day) == 70)
    }

    @Test func mealsFridgeAndKettle() {
        let (ward, day) = secondDay { ward, day in
            var readings = [ward.reading("fridge", 0, at: ward.at(day, "06:00"))]
            for minute in stride(from: 0, through: 12, by: 3) {
                readings += ward.movement("kitchen", ward.at(day, "18:00").adding(minutes: Int64(minute)), seconds: 90)
            }
            for clock in ["18:01", "18:09"] {
                readings.append(ward.reading("fridge", 1, at: ward.at(day, clock)))
                readings.append(ward.reading("fridge", 0, at: ward.at(day, clock).adding(seconds: 15)))
            }
            for (clock, watts) in [("07:21", 2000.0), ("07:22", 1990), ("07:24", 0), ("15:00", 2000), ("15:03", 1)] {
                readings.append(ward.reading("kettle", watts, at: ward.at(day, clock)))
            }
            return readings
        }
        #expect(ward.value("fridge_opens", day) == 2)
        #expect(ward.value("appliance_uses:kettle", day) == 2)
        #expect(ward.value("meal_prep", day) == 1)
        #expect(ward.value("meal_prep_minutes", day) == 14)
        #expect(ward.value("first_meal_time", day) == 1080)
        // Breakfast, midday, the kettle at three, half past five, and this meal.
        #expect(ward.value("kitchen_episodes", day) == 5)
    }

    @Test func wanderingIsManyRoomsAndNotTheWayToTheToilet() {
        let (calm, day) = secondDay(nightVisits: 3) { _, _ in [] }
        #expect(calm.value("night_wandering", day) == 0)
        let (restless, _) = secondDay { ward, day in
            [
                ("03:00", "lounge"), ("03:03", "kitchen"), ("03:06", "lounge"), ("03:09", "bedroom"),
                ("03:12", "kitchen"),
            ]
            .flatMap { ward.movement($0.1, ward.at(day, $0.0), seconds: 30) }
        }
        #expect(restless.value("night_wandering", day) == 1)
    }

    @Test func anExitAtNightWithoutReturn() {
        let (ward, day) = secondDay { ward, day in
            [
                ward.reading("bed", 0, at: ward.at(day, "02:00")),
                ward.reading("front-door", 1, at: ward.at(day, "02:03")),
                ward.reading("front-door", 0, at: ward.at(day, "02:03").adding(seconds: 10)),
                ward.reading("front-door", 1, at: ward.at(day, "02:40")),
                ward.reading("front-door", 0, at: ward.at(day, "02:40").adding(seconds: 10)),
                ward.reading("bed", 1, at: ward.at(day, "02:45")),
            ]
        }
        #expect(ward.value("night_exits", day) == 1)
        #expect(ward.value("outings", day) == 2)
    }

    @Test func theDoorThatMovesDuringAnAbsenceDoesNotEndIt() {
        let (ward, day) = secondDay { ward, day in
            [
                ward.reading("front-door", 1, at: ward.at(day, "13:40")),
                ward.reading("front-door", 0, at: ward.at(day, "13:40").adding(seconds: 5)),
                // A stray sign of the sun on a sensor, and nobody after it.
                ward.reading("lounge", 1, at: ward.at(day, "14:10")),
                ward.reading("lounge", 0, at: ward.at(day, "14:10").adding(seconds: 30)),
            ]
        }
        #expect(ward.value("outings", day) == 1)
        #expect(ward.value("time_out_of_home", day) == 90)
    }

    @Test func speedIsTheInverseOfTheTimeBetweenRooms() {
        // Sitting down on the way, as a chair tells it, is no part of it: the chair's sensor may die.
        for sits in [false, true] {
            let (ward, day) = secondDay { ward, day in
                (0..<6).flatMap { pass in
                    let time = ward.at(day, "16:00").adding(minutes: Int64(pass * 5))
                    let chair = [
                        ward.reading("armchair", 1, at: time.adding(seconds: 2)),
                        ward.reading("armchair", 0, at: time.adding(seconds: 3)),
                    ]
                    return ward.movement("kitchen", time, seconds: 5)
                        + ward.movement("lounge", time.adding(seconds: 4), seconds: 5) + (sits ? chair : [])
                }
            }
            #expect(ward.value("transition_speed", day) == 0.25)
        }
    }

    @Test func theAirAndTheScales() {
        let (ward, day) = secondDay { ward, day in
            [
                ward.reading("air", 17.5, at: ward.at(day, "05:00")),
                ward.reading("air", 22, at: ward.at(day, "15:00")),
                ward.reading("vitals", 71, at: ward.at(day, "08:20")),
            ]
        }
        #expect(ward.value("indoor_temperature_min", day) == 17.5)
        #expect(ward.value("indoor_temperature_max", day) == 22)
        #expect(ward.value("weight", day) == 70.5)
        #expect(ward.value("weight:count", day) == 2)
        #expect(ward.value("weight_delta_1d", day) == 0.5)
        #expect(ward.finalFeatures["\(day)/weight_delta_7d"] == nil)
        #expect(ward.finalFeatures["\(day)/bp_systolic"]?.withheld == .nothing)
    }

    @Test func whatTheHomeLacksIsNotThere() {
        var ward = Ward()
        ward.live(through: 2)
        ward.advance(to: ward.at(first.advanced(by: 2), "00:00"))
        #expect(ward.value("toilet_visits_night", first.next) == 1)
        for name in ["fridge_opens", "appliance_uses:kettle", "indoor_temperature_min", "medication_taken"] {
            #expect(ward.finalFeatures["\(first.next)/\(name)"] == nil, "\(name)")
        }
    }

    @Test func theSameDayEveryDayIsAPerfectRhythm() {
        let day: [Double] = (0..<24).map { (8..<20).contains($0) ? 30 : 0 }
        let rhythm = CircadianRhythm(hours: Array(repeating: day, count: 7))
        #expect(rhythm.interdailyStability == 1)
        #expect(rhythm.leastActive5 == 0)
        #expect(rhythm.mostActive10 == 30)
        #expect(CircadianRhythm(hours: [Array(repeating: 1, count: 24)]).interdailyStability == nil)
    }

    @Test func minutesAreASetWhateverTheirOrder() {
        let start = Timestamp(milliseconds: 0)
        var one = MinuteSet()
        for minute in [700, 3, 4, 8, 1499, 5000, -1] { one.insert(minute) }
        var other = MinuteSet()
        for minute in [1499, 8, 4, 700, 3, 3] { other.insert(minute) }
        #expect(one == other)
        let spans = one.spans(from: start, gap: 2).map {
            [$0.start.milliseconds / 60_000, $0.end.milliseconds / 60_000]
        }
        #expect(spans == [[3, 5], [8, 9], [700, 701], [1499, 1500]])
    }
}
