import CareModel
import Testing

@testable import CareEngine

/// What was not seen, because of an outage or of lost messages, and what may be said of the resident all the same.
@Suite struct UnseenTests {
    let first = LocalDay(number: 20_000)
    var day: LocalDay { first.advanced(by: 20) }

    /// Twenty days of which every twelfth message does not come, and the twenty-first until a clock time.
    func lossy(_ ward: inout Ward, until clock: String, _ more: (inout Ward, LocalDay) -> [Reading] = { _, _ in [] }) {
        let end = ward.at(day, clock)
        for offset in 0...20 {
            let today = first.advanced(by: Int32(offset))
            let readings = ward.ordinaryDay(today) + more(&ward, today)
            for reading in readings.sorted(by: { $0.time < $1.time }) where reading.time < end {
                if offset < 20, Ward.isLost(reading, oneIn: 12) { continue }
                ward.send(reading)
            }
        }
        ward.advance(to: end)
    }

    /// What comes late makes it unknown whether the resident is at home, and so a timer of its own.
    @Test func theTimerOfWhoWasNotNoticedIsNotOverslept() throws {
        var ward = Ward()
        ward.live(through: 20)
        let start = ward.at(day, "09:10")
        for reading in ward.ordinaryDay(day) where reading.time < start { ward.send(reading) }
        #expect(ward.engine.unseenAt == nil)
        ward.engine.wakeAt = .distantFuture
        ward.engine.loseWhereabouts(until: start)
        #expect(ward.engine.wakeAt <= (try #require(ward.engine.unseenAt)))
    }

    @Test func whoMayHaveGoneOutInAnOutageIsNotJudgedAndNotForgotten() throws {
        var ward = Ward()
        ward.live(through: 20)
        let outage = ward.at(day, "08:30")
        for reading in ward.ordinaryDay(day) where reading.time < outage { ward.send(reading) }
        ward.sendReports(of: day, from: "11:40", to: "23:59")
        ward.sendReports(of: day.next, from: "00:00", to: "12:00")
        try ward.restart()
        ward.sendReports(of: day.next, from: "12:00", to: "23:59")
        ward.sendReports(of: day.next.next, from: "00:00", to: "00:30")
        #expect(ward.careAlerts.isEmpty)
        let check = try #require(ward.alerts.first { $0.rule == "unseen_since_outage" })
        #expect(check.state == .firing && check.family == .technical && check.priority == .p2)
        #expect((720...1440).contains(try #require(check.raisedAt).minutes(since: check.onset)))
        for date in [day, day.next] {
            for feature in ["activity_minutes", "kitchen_minutes", "time_out_of_home"] {
                #expect(ward.finalFeatures["\(date)/\(feature)"]?.withheld == .outage)
            }
        }
        for reading in ward.movement("kitchen", ward.at(day.next.next, "09:00")) { ward.send(reading) }
        #expect(ward.rules(.resolved).contains("unseen_since_outage"))
    }

    /// Out in an outage: a door that only corrects itself afterwards is nobody, one that opens and shuts is somebody.
    @Test func onlySomebodyEndsNotKnowingWhoIsAtHome() {
        for (shutAt, seconds, reason) in [("11:50", 8, Withheld.away), ("12:50", 0, .outage)] {
            var ward = Ward()
            ward.live(through: 20)
            let outage = ward.at(day, "08:30")
            for reading in ward.ordinaryDay(day) where reading.time < outage { ward.send(reading) }
            ward.sendReports(of: day, from: "11:40", to: "11:50")
            ward.send(ward.reading("front-door", 1, at: ward.at(day, "11:50")))
            ward.send(ward.reading("front-door", 0, at: ward.at(day, shutAt).adding(seconds: Int64(seconds))))
            ward.sendReports(of: day, from: "13:00", to: "23:59")
            ward.sendReports(of: day.next, from: "00:00", to: "23:59")
            ward.advance(to: ward.at(day.next.next, "00:00"))
            for feature in ["activity_minutes", "kitchen_minutes", "toilet_visits_day"] {
                #expect(ward.finalFeatures["\(day.next)/\(feature)"]?.withheld == reason)
            }
        }
    }

    @Test func whoIsNoticedAfterAnOutageIsJudged() {
        var ward = Ward()
        ward.live(through: 20)
        for reading in ward.ordinaryDay(day)
        where reading.time < ward.moment(day, "08:30") || reading.time > ward.moment(day, "10:40") {
            ward.send(reading)
        }
        ward.advance(to: ward.at(day.next, "00:00"))
        #expect(ward.alerts.allSatisfy { $0.rule != "unseen_since_outage" })
        #expect(ward.engine.state.today?.carry.unseenSince == nil)
    }

    /// With a motion sensor beside the door, who was noticed far from it would have been noticed on the way out.
    @Test func stillnessFarFromAWatchedDoorIsToldAsEver() throws {
        func told(passing: Bool) throws -> Double {
            var ward = Ward(hallway: true)
            lossy(&ward, until: "08:01")
            if passing { for reading in ward.movement("hallway", ward.at(day, "08:02")) { ward.send(reading) } }
            for reading in ward.movement("lounge", ward.at(day, "08:04")) { ward.send(reading) }
            ward.sendReports(of: day, from: "08:06", to: "21:59")
            #expect(ward.engine.isLossy)
            let rule = passing ? "unseen_since_outage" : "silence_while_home"
            let alert = try #require(ward.alerts.first { $0.rule == rule && $0.raisedAt != nil })
            #expect(ward.careAlerts.isEmpty == passing)
            return try #require(alert.raisedAt).minutes(since: alert.onset)
        }
        #expect(try told(passing: true) > 1.8 * told(passing: false))
    }

    /// Lost reports move no end of the night that others bear out; how long they slept stays unknown.
    @Test func endsOfTheNightThatOthersSawAreJudged() {
        var ward = Ward()
        lossy(&ward, until: "23:59") { ward, day in ward.movement("bathroom", ward.at(day, "22:15")) }
        ward.advance(to: ward.at(day.next, "00:00"))
        var judged = 0
        for offset in 3...20 {
            let date = first.advanced(by: Int32(offset))
            #expect(ward.finalFeatures["\(date)/sleep_duration"]?.withheld == .loss)
            for (feature, usual) in [("bed_in_time", 630.0), ("bed_out_time", 420.0)] {
                guard let row = ward.finalFeatures["\(date)/\(feature)"], row.withheld == nil, let value = row.value
                else { continue }
                judged += 1
                #expect(abs(value - usual) <= 25)
            }
        }
        #expect(judged >= 10)
    }

    /// Half a fridge's visit was lost: its next regular report is no sign of somebody who went out since.
    @Test func aDoorInsideThatCorrectsItselfBringsNobodyHome() {
        for isReal in [false, true] {
            var ward = Ward(extras: true)
            ward.live(through: 20)
            let usual = ward.value("time_out_of_home", day.previous.previous)
            var readings = ward.ordinaryDay(day)
            readings.append(ward.reading("fridge", 0, at: ward.at(day, "09:00")))
            readings.append(ward.reading("fridge", 1, at: ward.at(day, isReal ? "13:20" : "12:10")))
            readings.append(ward.reading("fridge", 0, at: ward.at(day, "13:20").adding(seconds: 20)))
            for reading in readings.sorted(by: { $0.time < $1.time }) {
                ward.send(reading)
                if reading.time == ward.moment(day, "13:20").adding(seconds: 20) {
                    #expect((ward.engine.state.leftAt == nil) == isReal)
                }
            }
            ward.advance(to: ward.at(day.next, "00:00"))
            #expect((ward.value("time_out_of_home", day) == usual) == !isReal)
        }
    }

    @Test func aMotionSensorThatIsStillOnBringsNobodyHome() {
        for isNew in [false, true] {
            var ward = Ward(hallway: true)
            ward.live(through: 15)
            let day = first.advanced(by: 15)
            let end = ward.at(day, "12:59")
            for reading in ward.ordinaryDay(day) where reading.time < end { ward.send(reading) }
            let left = ward.at(day, "13:00")
            ward.send(ward.reading("hallway", 1, at: left.adding(seconds: -20)))
            ward.send(ward.reading("front-door", 1, at: left))
            ward.send(ward.reading("front-door", 0, at: left.adding(seconds: 8)))
            if isNew { ward.send(ward.reading("hallway", 0, at: left.adding(seconds: 15))) }
            ward.send(ward.reading("hallway", 1, at: left.adding(seconds: 30)))
            #expect((ward.engine.state.leftAt == nil) == isNew)
        }
    }

    /// In from the lounge, and back: the lounge's "on" was lost and its "off" was not.
    @Test func anEndWithoutABeginningTellsOfSomebodyWhereMessagesAreLost() {
        for isLossy in [false, true] {
            var ward = Ward()
            if isLossy { lossy(&ward, until: "08:10") } else { ward.live(through: 20) }
            for reading in ward.movement("lounge", ward.at(day, "08:20"), seconds: 80)
                + ward.movement("bathroom", ward.at(day, "08:22"), seconds: 70)
            { ward.send(reading) }
            let bathroom = ward.engine.state.whereabouts.room
            ward.send(ward.reading("lounge", 0, at: ward.at(day, "08:25")))
            #expect((ward.engine.state.whereabouts.room == bathroom) != isLossy)
            // Its regular report an hour later tells of nobody.
            for reading in ward.movement("bathroom", ward.at(day, "08:40"), seconds: 70) { ward.send(reading) }
            ward.send(ward.reading("lounge", 0, at: ward.at(day, "09:20")))
            #expect(ward.engine.state.whereabouts.room == bathroom)
        }
    }

    @Test func absencesThatMayHaveGoneUnseenWidenTheLimit() {
        func limit(_ unseen: Double) -> Int64? {
            SituationLimits(
                Habits(
                    days: (Int32(0)..<20).map { number in
                        var day = HabitDay(day: number)
                        day.out = [60 + Double(number % 2) * 20, nil]
                        day.unseenShare = unseen / 20
                        return day
                    })
            ).out[0]
        }
        #expect(limit(0) == 360)
        #expect(limit(1) == 450)
        #expect(limit(8) == 540)
    }
}
