import CareModel
import Testing

@testable import CareEngine

/// What was not seen, because of an outage or of lost messages, and what may be said of the resident all the same.
@Suite struct UnseenTests {
    let first = LocalDay(number: 20_000)
    var day: LocalDay { first.advanced(by: 20) }

    /// Twenty days of which every twelfth message does not come, and the twenty-first until a clock time.
    func lossy(
        _ ward: inout Ward, until clock: String, oneIn: UInt64 = 12, only: Quantity? = nil,
        _ more: (inout Ward, LocalDay) -> [Reading] = { _, _ in [] }
    ) {
        let end = ward.at(day, clock)
        for offset in 0...20 {
            let today = first.advanced(by: Int32(offset))
            let readings = ward.ordinaryDay(today) + more(&ward, today)
            for reading in readings.sorted(by: { $0.time < $1.time }) where reading.time < end {
                if offset < 20, Ward.isLost(reading, oneIn: oneIn), only == nil || reading.quantity == only { continue }
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

    /// Noticed a minute before the gateway went down, within the same ten minutes, and not again.
    @Test func whoWasNoticedJustBeforeNobodyWatchedMayHaveGoneOutToo() {
        var ward = Ward()
        ward.live(through: 20)
        let down = ward.at(day, "08:34")
        for reading in ward.ordinaryDay(day) where reading.time < down.adding(minutes: -1) { ward.send(reading) }
        ward.send(ward.reading("lounge", 1, at: down.adding(seconds: -30)))
        ward.unwatched(from: down, to: ward.at(day, "10:04"))
        ward.sendReports(of: day, from: "10:04", to: "23:59")
        ward.sendReports(of: day.next, from: "00:00", to: "23:59")
        ward.advance(to: ward.at(day.next.next, "00:00"))
        #expect(ward.careAlerts.isEmpty)
        for date in [day, day.next] {
            #expect(ward.finalFeatures["\(date)/activity_minutes"]?.withheld == .outage)
        }
    }

    /// A quarter of an hour without the bridge, shorter than any home may be silent.
    @Test(arguments: [(15, true), (4, false)])
    func whoMayHaveGoneOutWhileTheBridgeWasOfflineIsNotJudged(minutes: Int64, isUnseen: Bool) throws {
        var ward = Ward()
        ward.live(through: 20)
        let offline = ward.at(day, "08:34")
        for reading in ward.ordinaryDay(day) where reading.time < offline { ward.send(reading) }
        ward.bridge(online: false, at: offline)
        ward.bridge(online: true, at: offline.adding(minutes: minutes))
        ward.sendReports(of: day, from: "08:50", to: "23:59")
        try ward.restart()
        ward.sendReports(of: day.next, from: "00:00", to: "23:59")
        ward.advance(to: ward.at(day.next.next, "00:00"))
        #expect(ward.careAlerts.isEmpty == isUnseen)
        #expect(ward.alerts.contains { $0.rule == "unseen_since_outage" } == isUnseen)
        for date in [day, day.next] {
            #expect(ward.finalFeatures["\(date)/activity_minutes"]?.withheld == (isUnseen ? .outage : nil))
        }
    }

    /// Out of the bathroom into a room whose sensor was dead, and there until it was heard again.
    @Test func aSensorThatIsHeardAgainLiftsNothingThatItDidNotSee() throws {
        var ward = Ward()
        ward.live(through: 19)
        let (dead, stay, again) = (ward.at(day.previous, "10:00"), ward.at(day, "14:31"), ward.at(day, "16:45"))
        let lounge = ward.number("lounge")
        let days = ward.ordinaryDay(day.previous) + ward.ordinaryDay(day)
        for reading in days.sorted(by: { $0.time < $1.time }) where reading.time < stay {
            if reading.device != lounge || reading.time < dead { ward.send(reading) }
        }
        for reading in ward.movement("bathroom", stay) { ward.send(reading) }
        ward.sendReports(of: day, from: "14:35", to: "16:45", except: "lounge")
        #expect(ward.rules(.suppressed).contains("long_bathroom_stay"))
        ward.send(ward.reading("lounge", 0, at: again))
        ward.advance(to: again.adding(minutes: 20))
        #expect(!ward.careAlerts.contains { $0.state == .firing })
    }

    /// While the bridge was offline over midnight; what it kept comes later and is known then.
    @Test func whatTheBridgeKeptWhileItWasOfflineIsSeenOnceItComes() throws {
        for isKept in [true, false] {
            var ward = Ward()
            ward.live(through: 20)
            let (offline, back) = (ward.at(day, "22:00"), ward.at(day.next, "01:30"))
            let readings = ward.ordinaryDay(day) + ward.ordinaryDay(day.next)
            for reading in readings.sorted(by: { $0.time < $1.time }) where reading.time < offline {
                ward.send(reading)
            }
            ward.bridge(online: false, at: offline)
            ward.advance(to: back.adding(minutes: -1))
            let said = try #require(ward.finalFeatures["\(day)/activity_minutes"])
            #expect(said.coverage < 0.93 && said.withheld == .outage)
            ward.bridge(online: true, at: back)
            for reading in readings.sorted(by: { $0.time < $1.time })
            where isKept && reading.time >= offline && reading.time < back {
                ward.send(reading, receivedAt: back)
            }
            ward.settle()
            let known = try #require(ward.finalFeatures["\(day)/activity_minutes"])
            #expect((known.coverage > 0.99 && known.withheld == nil) == isKept)
        }
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

    /// With a motion sensor beside the door, who was noticed far from it would have been noticed on the way out; but not
    /// where one message in twelve is lost, and so two together now and then.
    @Test(arguments: [40 as UInt64, 12]) func stillnessFarFromAWatchedDoorIsToldAsEver(oneIn: UInt64) throws {
        func told(passing: Bool) throws -> Double {
            var ward = Ward(hallway: true)
            lossy(&ward, until: "08:01", oneIn: oneIn)
            if passing { for reading in ward.movement("hallway", ward.at(day, "08:02")) { ward.send(reading) } }
            for reading in ward.movement("lounge", ward.at(day, "08:04")) { ward.send(reading) }
            ward.sendReports(of: day, from: "08:06", to: "21:59")
            #expect(ward.engine.isLossy && ward.engine.isHeavilyLossy == (oneIn == 12))
            let isUnheard = passing || oneIn == 12
            let rule = isUnheard ? "unseen_since_outage" : "silence_while_home"
            let alert = try #require(ward.alerts.first { $0.rule == rule && $0.raisedAt != nil })
            #expect(ward.careAlerts.isEmpty == isUnheard)
            return try #require(alert.raisedAt).minutes(since: alert.onset)
        }
        let passing = try told(passing: true)
        let far = try told(passing: false)
        #expect(oneIn == 12 ? far == passing : passing > 1.8 * far)
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

    /// Up at night, and nobody noticed after the bathroom. Where messages are lost the way back to bed may have been.
    @Test func whoMayBeBackInBedUnheardIsLookedForLater() throws {
        for isLossy in [false, true] {
            var ward = Ward()
            let end = ward.at(day, "02:00")
            if isLossy {
                lossy(&ward, until: "02:00", only: .battery)
            } else {
                ward.live(through: 20)
                for reading in ward.ordinaryDay(day) where reading.time < end { ward.send(reading) }
            }
            ward.send(ward.reading("bed", 0, at: ward.at(day, "02:03")))
            for reading in ward.movement("bathroom", ward.at(day, "02:04")) { ward.send(reading) }
            ward.sendReports(of: day, from: "02:05", to: "06:30")
            #expect(ward.careAlerts.map(\.rule) == (isLossy ? [] : ["long_bathroom_stay"]))
            let told = ward.alerts.first { $0.rule == "unseen_since_outage" }
            #expect((told != nil) == isLossy)
            guard let told else { continue }
            #expect(told.family == .technical && told.priority == .p2 && told.onset == ward.moment(day, "02:04"))
            #expect(told.raisedAt == told.onset.adding(minutes: 4 * (try #require(ward.engine.limits.bathroom[1]))))
            #expect(told.title.en.contains("bathroom"))
            ward.send(ward.reading("bed", 1, at: ward.at(day, "06:31")))
            #expect(ward.rules(.resolved).contains("unseen_since_outage"))
        }
    }

    /// Twenty minutes in which nothing came through, while the resident may have gone back to bed.
    @Test func anOutageTooShortToBeNoticedShowsInTheReportsThatDidNotCome() throws {
        for isCut in [false, true] {
            var ward = Ward()
            ward.live(through: 20)
            let end = ward.at(day, "02:00")
            for reading in ward.ordinaryDay(day) where reading.time < end { ward.send(reading) }
            ward.send(ward.reading("bed", 0, at: ward.at(day, "02:03")))
            for reading in ward.movement("bathroom", ward.at(day, "02:04")) { ward.send(reading) }
            ward.sendReports(of: day, from: isCut ? "02:25" : "02:05", to: "06:30")
            #expect(ward.careAlerts.map(\.rule) == (isCut ? [] : ["long_bathroom_stay"]))
            let told = ward.alerts.first { $0.rule == "unseen_since_outage" }
            #expect((told != nil) == isCut)
            #expect(ward.engine.isLossy == isCut)
        }
    }

    /// Out from 13:00 to 14:30: the blood pressure is taken at the clinic.
    @Test func aMeasurementElsewhereBringsNobodyHome() {
        var ward = Ward()
        ward.live(through: 20)
        let usual = ward.value("time_out_of_home", day.previous.previous)
        let measured = ["13:40", "13:42", "13:44"].map { ward.reading("vitals", 70, at: ward.at(day, $0)) }
        for reading in (ward.ordinaryDay(day) + measured).sorted(by: { $0.time < $1.time }) {
            ward.send(reading)
            if reading.time == measured.last?.time {
                #expect(ward.engine.state.leftAt == ward.moment(day, "13:00").adding(seconds: 10))
            }
        }
        ward.advance(to: ward.at(day.next, "00:00"))
        #expect(ward.value("time_out_of_home", day) == usual)
        let absences = ward.engine.state.habits.days.suffix(2).map { $0.out[0] }
        #expect(absences.first == absences.last)
    }

    /// The outer door stands open for all that was heard of it, and the blood pressure is taken at the clinic.
    @Test func whereMessagesAreLostAMeasurementKeepsNobodyAtHome() {
        for isLossy in [false, true] {
            var ward = Ward(hallway: true)
            if isLossy {
                lossy(&ward, until: "08:01")
            } else {
                ward.live(through: 20)
                let end = ward.at(day, "08:01")
                for reading in ward.ordinaryDay(day) where reading.time < end { ward.send(reading) }
            }
            ward.send(ward.reading("front-door", 1, at: ward.at(day, "08:01")))
            for reading in ward.movement("hallway", ward.at(day, "08:02")) { ward.send(reading) }
            let measured = ward.at(day, "08:30")
            ward.send(ward.reading("vitals", 70, at: measured))
            #expect((ward.engine.state.lastActivity < measured) == isLossy)
        }
    }

    /// Ten hours ahead for an hour of the night; the resident goes out at 09:00 for days, before the clock would have come
    /// there.
    @Test func whatAClockThatWasAheadHeardBringsNobodyHome() throws {
        var ward = Ward()
        ward.live(through: 20)
        let (jump, back, left) = (ward.at(day, "00:30"), ward.at(day, "01:30"), ward.at(day, "09:00"))
        for reading in ward.ordinaryDay(day) where reading.time < jump { ward.send(reading) }
        ward.unwatched(from: jump, to: jump.adding(hours: 10))
        for reading in ward.movement("bathroom", ward.at(day, "10:40")) { ward.send(reading) }
        ward.send(ward.reading("bed", 1, at: ward.at(day, "10:45")))
        ward.setClockBack(to: back)
        for offset: Int32 in 0...2 {
            for reading in ward.ordinaryDay(day.advanced(by: offset)) where reading.time > back {
                if reading.time > left, reading.quantity != .battery { continue }
                ward.send(reading)
            }
            guard offset == 0 else { continue }
            ward.send(ward.reading("front-door", 1, at: left))
            ward.send(ward.reading("front-door", 0, at: left.adding(seconds: 8)))
        }
        ward.advance(to: ward.at(day.advanced(by: 3), "00:00"))
        for offset: Int32 in 1...2 {
            let told = ward.finalFeatures["\(day.advanced(by: offset))/activity_minutes"]
            #expect(told?.withheld == .away)
        }
        #expect(ward.value("time_out_of_home", day.advanced(by: 2)) == 1440)
        // Of such a day no absence is known for sure.
        #expect(ward.engine.state.habits.days.first { $0.day == day.number }?.unseenShare == 1)
    }

    /// Last heard 75 minutes before the morning's rule is due, when an hour is usual: an outage has begun, and they may
    /// have risen since.
    @Test func anOutageThatHasJustBegunIsNoStillness() {
        for isOut in [true, false] {
            var ward = Ward()
            ward.live(through: 20)
            let (still, silent) = (ward.at(day, "06:59"), ward.at(day, "07:16"))
            for reading in ward.ordinaryDay(day) where reading.time < (isOut ? silent : ward.at(day, "20:00")) {
                if reading.time > still, reading.quantity != .battery { continue }
                ward.send(reading)
            }
            ward.advance(to: ward.at(day, "09:30"))
            #expect(ward.careAlerts.map(\.rule) == (isOut ? [] : ["no_activity_yet"]))
            #expect(ward.rules(.firing).contains("home_unreachable") == isOut)
        }
    }

    /// The outer door only said that it is shut: that it opened is a guess, and who is looked for is told as such.
    @Test func whoseWayOutWasGuessedIsLookedForAndNotLate() throws {
        var ward = Ward(hallway: true)
        lossy(&ward, until: "08:01")
        for reading in ward.movement("hallway", ward.at(day, "08:02"), seconds: 40) { ward.send(reading) }
        ward.send(ward.reading("front-door", 0, at: ward.at(day, "08:02").adding(seconds: 20)))
        #expect(ward.engine.isLeavingInferred)
        #expect(ward.engine.limits.out[0].map { $0 < 700 } == true)
        ward.sendReports(of: day, from: "08:05", to: "21:00")
        #expect(ward.careAlerts.isEmpty)
        let told = try #require(ward.alerts.first { $0.rule == "unseen_since_outage" })
        #expect((720...1440).contains(try #require(told.raisedAt).minutes(since: ward.at(day, "08:02"))))
    }

    /// In bed when sight was lost; that the bed is empty hours later is no sign of somebody now.
    @Test func aBedThatIsEmptyAfterAnOutageTellsOfNobody() {
        var ward = Ward()
        ward.live(through: 20)
        let outage = ward.at(day, "02:00")
        for reading in ward.ordinaryDay(day) where reading.time < outage { ward.send(reading) }
        #expect(ward.engine.isInBed)
        ward.send(ward.reading("smoke", 90, at: ward.at(day, "09:00"), quantity: .battery))
        ward.send(ward.reading("bed", 0, at: ward.at(day, "09:01")))
        #expect(ward.engine.state.lastActivity < outage)
        ward.sendReports(of: day, from: "09:02", to: "20:59")
        #expect(ward.careAlerts.isEmpty)
    }

    /// Out for the day, and the outer door's way out was lost: the limit knows of it.
    @Test func anAbsenceWhoseBeginningWasLostTeachesWhatIsUsual() {
        func limit(_ isLossy: Bool) -> Int64? {
            var ward = Ward()
            for offset in 0..<20 {
                let today = first.advanced(by: Int32(offset))
                let (noon, back) = (ward.at(today, "12:31"), ward.at(today, "20:00"))
                for reading in ward.ordinaryDay(today) {
                    if isLossy, Ward.isLost(reading, oneIn: 30) { continue }
                    let isOut = offset >= 15 && reading.time > noon && reading.time < back
                    if isOut, reading.quantity != .battery { continue }
                    if offset >= 15, reading.time == back {
                        ward.send(ward.reading("front-door", 1, at: back.adding(seconds: -20)))
                        ward.send(ward.reading("front-door", 0, at: back.adding(seconds: -12)))
                    }
                    ward.send(reading)
                }
            }
            ward.advance(to: ward.at(day, "00:00"))
            return ward.engine.limits.out[0]
        }
        #expect(limit(false) == 360)
        #expect(limit(true).map { $0 >= 450 } == true)
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
        #expect(limit(0.5) == 450)
        #expect(limit(8) == 540)
    }
}
