import CareModel
import Testing

@testable import CareEngine

/// What masks a feature, and what must not.
struct GateTests {
    private let first = LocalDay(number: 20_000)

    /// An ordinary day with enough of life in kitchen and lounge to miss it.
    private func busyDay(_ ward: inout Ward, _ day: LocalDay, without silent: Set<String> = []) -> [Reading] {
        var readings = ward.ordinaryDay(day)
        for hour in [8, 11, 16, 19] {
            for minute in 0..<12 {
                let time = ward.at(day, "\(hour):00").adding(minutes: Int64(minute * 3))
                readings += ward.movement(minute % 2 == 0 ? "kitchen" : "lounge", time, seconds: 100)
            }
        }
        let numbers = Set(silent.map { ward.number($0) })
        return readings.filter { !numbers.contains($0.device) || $0.quantity == .battery }
            .sorted { $0.time < $1.time }
    }

    private func after(days: Int, extras: Bool = false, _ last: (inout Ward, LocalDay) -> [Reading]) -> (Ward, LocalDay)
    {
        var ward = Ward(extras: extras)
        for offset in 0..<days {
            for reading in busyDay(&ward, first.advanced(by: Int32(offset))) { ward.send(reading) }
        }
        let day = first.advanced(by: Int32(days))
        for reading in last(&ward, day) { ward.send(reading) }
        ward.advance(to: ward.at(day.next, "00:00"))
        return (ward, day)
    }

    private func withheld(_ ward: Ward, _ feature: String, _ day: LocalDay) -> Withheld? {
        ward.finalFeatures["\(day)/\(feature)"]?.withheld
    }

    @Test func aSilentSensorAmongBusyOnesMasksWhatDependsOnItOnly() {
        let (ward, day) = after(days: 16) { ward, day in busyDay(&ward, day, without: ["kitchen"]) }
        #expect(withheld(ward, "kitchen_minutes", day) == .deadSensor)
        #expect(withheld(ward, "activity_minutes", day) == .deadSensor)
        #expect(withheld(ward, "toilet_visits_night", day) == nil)
        #expect(withheld(ward, "weight", day) == nil)
        #expect(ward.alerts.filter { $0.family != .technical }.isEmpty)
    }

    /// The bathroom is used for some twelve minutes a day, less than a tenth of the rest.
    @Test func aLittleUsedRoomWhoseSensorIsHeardMayStayEmpty() {
        func day(_ ward: inout Ward, _ day: LocalDay, without silent: Set<String> = []) -> [Reading] {
            var readings = busyDay(&ward, day, without: silent)
            if silent.isEmpty { readings += ward.movement("bathroom", ward.at(day, "10:10"), seconds: 400) }
            for minute in stride(from: Int64(0), to: 80, by: 2) {
                readings += ward.movement("lounge", ward.at(day, "20:05").adding(minutes: minute), seconds: 100)
            }
            return readings.sorted { $0.time < $1.time }
        }
        var ward = Ward()
        for offset in 0..<16 {
            for reading in day(&ward, first.advanced(by: Int32(offset))) { ward.send(reading) }
        }
        let last = first.advanced(by: 16)
        for reading in day(&ward, last, without: ["bathroom"]) { ward.send(reading) }
        ward.advance(to: ward.at(last.next, "00:00"))
        #expect(withheld(ward, "activity_minutes", last) == nil)
        #expect(withheld(ward, "room_transitions", last) == nil)
        #expect(ward.value("toilet_visits_day", last) == 0)
    }

    /// The resident stands on the scales at ten past eight.
    @Test func aMeasurementMissedInAnOutageIsNotOneThatNobodyMade() {
        let (ward, day) = after(days: 16) { ward, day in
            let end = ward.at(day, "13:00")
            return busyDay(&ward, day).filter { $0.time > end }
        }
        #expect(withheld(ward, "weight", day) == .outage)
        let (unmeasured, last) = after(days: 16) { ward, day in
            let scales = ward.number("vitals")
            return busyDay(&ward, day).filter { $0.device != scales }
        }
        #expect(withheld(unmeasured, "weight", last) == .nothing)
    }

    @Test func twoQuietRoomsAreAQuietDayAndNotTwoDeadSensors() {
        let (ward, day) = after(days: 16) { ward, day in busyDay(&ward, day, without: ["kitchen", "lounge"]) }
        #expect(withheld(ward, "kitchen_minutes", day) == nil)
        #expect(ward.value("kitchen_minutes", day) == 0)
    }

    @Test func aFridgeThatNobodyOpenedSpeaksForAnEmptyKitchen() {
        let (ward, day) = after(days: 16, extras: true) { ward, day in busyDay(&ward, day, without: ["kitchen"]) }
        #expect(withheld(ward, "kitchen_minutes", day) == nil)
    }

    @Test func bedOccupancyExplainsTheSilence() {
        let (ward, day) = after(days: 16) { ward, day in
            busyDay(&ward, day, without: ["kitchen", "bed"])
                + [ward.reading("bed", 1, at: ward.at(day, "23:59"))]
        }
        #expect(withheld(ward, "kitchen_minutes", day) == nil)
    }

    /// Also where only ten days are known.
    @Test(arguments: [20, 10]) func manyPeopleMaskIncreases(_ days: Int) {
        let (ward, day) = after(days: days) { ward, day in
            var readings = busyDay(&ward, day)
            for minute in 0..<120 {
                readings += ward.movement(
                    "lounge", ward.at(day, "20:10").adding(minutes: Int64(minute)), seconds: 50)
            }
            return readings.sorted { $0.time < $1.time }
        }
        #expect(ward.finalFeatures["\(day)/activity_minutes"]?.context == .visitor)
        #expect(withheld(ward, "activity_minutes", day) == .visitor)
        #expect(ward.alerts.filter { $0.family == .activity }.isEmpty)
    }

    @Test func anHourThatNobodyWatchedMasksNothingAndLeavesASlightDoubt() {
        var (ward, day) = after(days: 16) { ward, day in busyDay(&ward, day) }
        let before = ward.engine.state.detector.normals.map(\.missed)
        var out: [Effect] = []
        day = day.next
        let (down, up) = (ward.at(day, "13:00"), ward.at(day, "14:00"))
        let readings = busyDay(&ward, day)
        for reading in readings where reading.time < down { ward.send(reading) }
        ward.engine.unwatched(from: down, to: up, recall: { _ in nil }, into: &out)
        for reading in readings where reading.time >= up { ward.send(reading) }
        ward.advance(to: ward.at(day.next, "00:00"))
        #expect(withheld(ward, "activity_minutes", day) == nil)
        #expect(ward.engine.state.detector.isInDoubt)
        // Of what was learned; a pulse was never taken.
        for (normal, before) in zip(ward.engine.state.detector.normals, before) {
            #expect(normal.days > 0 ? normal.missed > before && normal.missed < 0.05 : normal.missed == 0)
        }
    }

    @Test func aDayOutMasksTheNightAfter() {
        let (ward, day) = after(days: 3) { ward, day in
            let out = busyDay(&ward, day).filter { $0.time < ward.calendar.moment(day, minutes: 8 * 60) }
            let leave = [
                ward.reading("front-door", 1, at: ward.at(day, "08:30")),
                ward.reading("front-door", 0, at: ward.at(day, "08:30").adding(seconds: 9)),
            ]
            let back = [
                ward.reading("front-door", 1, at: ward.at(day, "21:00")),
                ward.reading("front-door", 0, at: ward.at(day, "21:00").adding(seconds: 9)),
                ward.reading("bed", 1, at: ward.at(day, "22:30")),
            ]
            let alive = ward.ordinaryDay(day).filter { $0.quantity == .battery }
            return (out + leave + back + alive).sorted { $0.time < $1.time }
        }
        #expect(ward.finalFeatures["\(day)/activity_minutes"]?.context == .away)
        #expect(withheld(ward, "activity_minutes", day) == .away)
        #expect(withheld(ward, "time_out_of_home", day) == nil)
        var next = ward
        for reading in busyDay(&next, day.next) { next.send(reading) }
        next.advance(to: next.at(day.advanced(by: 2), "00:00"))
        #expect(withheld(next, "sleep_duration", day.next) == .away)
        #expect(withheld(next, "activity_minutes", day.next) == nil)
    }

    @Test func aSensorSilentForTwoWeeksIsNoLongerPartOfTheHome() {
        var ward = Ward()
        for offset in 0..<22 {
            let silent: Set<String> = offset >= 3 ? ["lounge"] : []
            let day = first.advanced(by: Int32(offset))
            let number = ward.number("lounge")
            for reading in busyDay(&ward, day, without: silent) where silent.isEmpty || reading.device != number {
                ward.send(reading)
            }
        }
        ward.advance(to: ward.at(first.advanced(by: 22), "00:00"))
        #expect(ward.value("activity_minutes", first.advanced(by: 10)) == nil)
        #expect(ward.value("activity_minutes", first.advanced(by: 20)) != nil)
    }

    /// A sensor that has been silent for two weeks is no longer part of the home: what rested on it is learned anew, and
    /// without a bed sensor the times to bed rest on every room's.
    @Test func withoutASensorTheNightIsLearnedAnewWhereNoBedTells() {
        for hasBed in [true, false] {
            var ward = Ward(without: hasBed ? [] : ["bed"])
            let lounge = ward.number("lounge")
            func isKnown(after days: ClosedRange<Int32>) -> Bool {
                for offset in days {
                    let day = first.advanced(by: offset)
                    for reading in hasBed ? ward.ordinaryDay(day) : ward.ordinaryDayWithoutBed(day)
                    where offset < 20 || reading.device != lounge { ward.send(reading) }
                }
                let next = first.advanced(by: days.upperBound + 1)
                ward.advance(to: ward.at(next, "00:00"))
                return ward.engine.state.detector.baseline("bed_in_time", on: next) != nil
            }
            #expect(isKnown(after: 0...30))
            #expect(ward.engine.knowsSleepingHours)
            #expect(isKnown(after: 31...35) == hasBed)
            // Until then a late evening may be taken for night.
            #expect(ward.engine.knowsSleepingHours == hasBed)
            #expect(isKnown(after: 36...48))
            #expect(ward.engine.knowsSleepingHours)
        }
    }
}
