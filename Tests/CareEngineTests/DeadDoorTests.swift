import CareModel
import Testing

@testable import CareEngine

/// The outer door's sensor is dead: who leaves and comes is not known, and stays unknown until somebody is noticed.
@Suite struct DeadDoorTests {
    let first = LocalDay(number: 20_000)
    var day: LocalDay { first.advanced(by: 20) }

    /// Sends ordinary days from the twenty-first on, without what the door says in `dead` and without any sign of a
    /// person in `away`.
    func send(
        _ ward: inout Ward, days: Int32, dead: TimeSpan, away: TimeSpan? = nil, heartbeats: Bool = true,
        _ keep: (Reading) -> Bool = { _ in true }
    ) {
        let door = ward.number("front-door")
        for offset in 0..<days {
            for reading in ward.ordinaryDay(day.advanced(by: offset), heartbeats: heartbeats) {
                if reading.device == door, dead.contains(reading.time) { continue }
                if let away, away.contains(reading.time), reading.quantity != .battery { continue }
                if keep(reading) { ward.send(reading) }
            }
        }
        ward.advance(to: ward.at(day.advanced(by: days), "00:00"))
    }

    func span(_ ward: inout Ward, _ from: (Int32, String), _ to: (Int32, String)) -> TimeSpan {
        TimeSpan(start: ward.at(day.advanced(by: from.0), from.1), end: ward.at(day.advanced(by: to.0), to.1))
    }

    func withheld(_ ward: Ward, _ feature: String, _ offset: Int32) -> Withheld? {
        ward.finalFeatures["\(day.advanced(by: offset))/\(feature)"]?.withheld
    }

    /// Out by the dead door on the first day after 13:00, back on the fourth at 12:00; the door is heard again from the
    /// third day on.
    @Test func whoMayHaveGoneOutByADeadDoorIsNotJudgedUntilNoticed() throws {
        for isRestarted in [false, true] {
            var ward = Ward()
            ward.live(through: 20)
            let dead = span(&ward, (0, "00:00"), (2, "00:00"))
            let away = span(&ward, (0, "13:00"), (3, "12:00"))
            send(&ward, days: 3, dead: dead, away: away)
            if isRestarted { try ward.restart() }
            var later = ward
            for offset: Int32 in 3...4 {
                for reading in later.ordinaryDay(day.advanced(by: offset))
                where reading.time >= away.end || reading.quantity == .battery { later.send(reading) }
            }
            later.advance(to: later.at(day.advanced(by: 5), "00:00"))
            for offset: Int32 in 1...2 {
                for feature in ["activity_minutes", "kitchen_minutes", "room_transitions", "toilet_visits_night"] {
                    #expect(withheld(later, feature, offset) == .deadSensor)
                }
            }
            #expect(withheld(later, "activity_minutes", 3) == .deadSensor)
            #expect(withheld(later, "activity_minutes", 4) == nil)
            #expect(withheld(later, "toilet_visits_night", 4) == .deadSensor)
            #expect(withheld(later, "toilet_visits_day", 4) == nil)
            #expect(later.careAlerts.allSatisfy { $0.raisedAt == nil })
            // Somebody is asked to look in all the same.
            let check = try #require(later.alerts.first { $0.rule == "unseen_since_outage" })
            #expect(check.priority == .p2 && check.family == .technical && check.state == .resolved)
            #expect((720...1440).contains(try #require(check.raisedAt).minutes(since: check.onset)))
            // Nor does it teach how long this resident is quiet at home.
            #expect(later.engine.state.habits.values { $0.quiet.compactMap { $0 }.max() }.max() ?? 0 < 400)
        }
    }

    @Test func whatTheDoorTellsIsUnknownAndNotZero() {
        var ward = Ward()
        ward.live(through: 20)
        let dead = span(&ward, (0, "00:00"), (2, "00:00"))
        send(&ward, days: 3, dead: dead)
        for feature in ["time_out_of_home", "outings", "night_exits"] {
            #expect(ward.value(feature, day.next) == nil)
            #expect(withheld(ward, feature, 1) == .deadSensor)
            #expect(withheld(ward, feature, 2) == nil)
        }
        #expect(withheld(ward, "longest_inactivity", 1) == .deadSensor)
        #expect(ward.value("time_out_of_home", day.advanced(by: 2)) == ward.value("time_out_of_home", day.previous))
    }

    /// A dead door explains nothing while somebody is noticed now and then.
    @Test func aQuietDayBehindADeadDoorIsJudged() {
        for isQuiet in [false, true] {
            var ward = Ward()
            ward.live(through: 20)
            let dead = span(&ward, (0, "00:00"), (3, "00:00"))
            let (quiet, lounge) = (span(&ward, (1, "07:30"), (1, "22:00")), ward.number("lounge"))
            send(&ward, days: 3, dead: dead) { reading in
                !isQuiet || !quiet.contains(reading.time) || reading.quantity == .battery || reading.device == lounge
            }
            for feature in ["activity_minutes", "kitchen_minutes", "room_transitions", "sleep_duration"] {
                #expect(withheld(ward, feature, 1) == nil)
            }
        }
    }

    /// Nobody goes out for days, and the door speaks only when somebody does.
    @Test func aDoorThatNobodyUsesIsNotDead() {
        for heartbeats in [false, true] {
            var ward = Ward()
            for offset: Int32 in 0..<20 {
                for reading in ward.ordinaryDay(first.advanced(by: offset), heartbeats: heartbeats) {
                    ward.send(reading)
                }
            }
            let dead = span(&ward, (0, "00:00"), (4, "00:00"))
            send(&ward, days: 4, dead: dead, heartbeats: heartbeats)
            #expect((ward.engine.state.today?.carry.perhapsOutSince == nil) == !heartbeats)
        }
    }

    /// Silent from 08:00 on; the door from 06:30 until it is heard again at 12:40, shut where it was open.
    @Test func afterADeadDoorOnlyASignTellsThatSomebodyIsAtHome() {
        for (isDead, isNoticed) in [(false, false), (true, false), (true, true)] {
            var ward = Ward()
            ward.live(through: 20)
            let door = ward.number("front-door")
            ward.send(ward.reading("front-door", 1, at: ward.at(day, "06:20")))
            let dead = isDead ? span(&ward, (0, "06:30"), (0, "12:40")) : span(&ward, (0, "00:00"), (0, "00:00"))
            let quiet = span(&ward, (0, "08:01"), (0, "21:59"))
            var readings = ward.ordinaryDay(day).filter { reading in
                reading.quantity == .battery ? reading.time < quiet.end : reading.time < quiet.start
            }
            readings.append(ward.reading("front-door", 0, at: ward.at(day, "12:41")))
            if isNoticed { readings += ward.movement("lounge", ward.at(day, "12:45")) }
            for reading in readings.sorted(by: { $0.time < $1.time })
            where reading.time > ward.moment(day, "06:20") && !(reading.device == door && dead.contains(reading.time)) {
                ward.send(reading)
            }
            ward.advance(to: quiet.end)
            #expect(ward.engine.state.leftAt == nil)
            let told = ward.alerts.contains { $0.rule == "silence_while_home" && $0.raisedAt != nil }
            #expect(told == (!isDead || isNoticed))
        }
    }

    /// Outings while the door was dead were not seen: the longest of them may have been longer than any that was.
    @Test func aDeadDoorWidensTheLimitOfAbsences() {
        for isDead in [false, true] {
            var ward = Ward()
            ward.live(through: 20)
            let dead = isDead ? span(&ward, (0, "00:30"), (12, "00:00")) : span(&ward, (0, "00:30"), (0, "00:30"))
            send(&ward, days: 12, dead: dead)
            #expect(ward.engine.limits.out[0] == (isDead ? 540 : 360))
        }
    }
}
