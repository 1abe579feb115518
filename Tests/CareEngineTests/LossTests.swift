import CareModel
import Testing

@testable import CareEngine

/// Messages that are lost on the way, and what may still be judged then.
@Suite struct LossTests {
    let first = LocalDay(number: 20_000)

    /// Ordinary days of which every so-and-so-many-th message does not come, spread as chance would.
    func live(_ ward: inout Ward, _ days: ClosedRange<Int>, losing oneIn: UInt64?) {
        for offset in days {
            for reading in ward.ordinaryDay(first.advanced(by: Int32(offset))) {
                if let oneIn, Ward.isLost(reading, oneIn: oneIn) { continue }
                ward.send(reading)
            }
        }
        ward.advance(to: ward.at(first.advanced(by: Int32(days.upperBound + 1)), "00:00"))
    }

    func withheld(_ ward: Ward, _ feature: String, _ offset: Int) -> Withheld? {
        ward.finalFeatures["\(first.advanced(by: Int32(offset)))/\(feature)"]?.withheld
    }

    @Test func lostMessagesAreMeasuredToldAndNotJudged() throws {
        var ward = Ward()
        live(&ward, 0...20, losing: 12)
        #expect(abs(ward.engine.state.lossShare - 1.0 / 12) < 0.04)
        #expect(ward.rules(.firing) == ["messages_lost"])
        #expect(ward.alerts.first?.family == .technical)
        #expect(ward.careAlerts.isEmpty)
        for feature in ["sleep_duration", "bed_in_time", "time_out_of_home"] {
            #expect(withheld(ward, feature, 20) == .loss)
            #expect(ward.value(feature, first.advanced(by: 20)) != nil)
        }
        #expect(withheld(ward, "transition_speed", 20) == .loss)
        #expect(withheld(ward, "toilet_visits_day", 20) == nil)
        #expect(withheld(ward, "weight", 20) == nil)
        // A restart forgets none of it.
        let share = ward.engine.state.lossShare
        try ward.restart()
        #expect(ward.engine.state.lossShare == share)
        live(&ward, 21...23, losing: nil)
        #expect(ward.rules(.resolved) == ["messages_lost"])
        #expect(withheld(ward, "sleep_duration", 23) == nil)
        // What is lost by chance is not measured on every day.
        #expect(ward.engine.isLossy)
        live(&ward, 24...29, losing: nil)
        #expect(ward.engine.state.lossShare == 0)
    }

    @Test func aDeadSensorAnOutageAndAHomeOfEventsAreNoLoss() {
        var dead = Ward()
        live(&dead, 0...9, losing: nil)
        let battery = dead.number("lounge")
        for reading in dead.ordinaryDay(first.advanced(by: 10)) where reading.device != battery { dead.send(reading) }
        dead.advance(to: dead.at(first.advanced(by: 11), "00:00"))
        #expect(dead.engine.state.lossShare == 0)

        var out = Ward()
        live(&out, 0...9, losing: nil)
        let (from, to) = (out.at(first.advanced(by: 10), "09:30"), out.at(first.advanced(by: 10), "14:10"))
        for reading in out.ordinaryDay(first.advanced(by: 10)) where reading.time < from || reading.time > to {
            out.send(reading)
        }
        out.advance(to: out.at(first.advanced(by: 11), "00:00"))
        #expect(out.engine.state.lossShare == 0)

        var silent = Ward()
        for offset in 0..<10 {
            for reading in silent.ordinaryDay(first.advanced(by: Int32(offset)), heartbeats: false) {
                silent.send(reading)
            }
        }
        #expect(silent.engine.state.lossShare == 0)
    }

    @Test func onlyASteadyPaceIsOne() {
        #expect(OwnReports.pace(Array(repeating: 6, count: 20)) == 6)
        #expect(OwnReports.pace(Array(repeating: 6, count: 20) + [12, 12, 18]) == 6)
        #expect(OwnReports.pace(Array(repeating: 3, count: 40) + [1, 1, 6, 6]) == 3)
        // Events: ever fewer the longer the gap.
        let events = (1...30).flatMap { Array(repeating: $0, count: 40 / $0) }
        #expect(OwnReports.pace(events) == nil)
        #expect(OwnReports.pace([6, 6, 6]) == nil)
        #expect(OwnReports.pace([]) == nil)
    }

    /// The report of going to bed and the next two of the bed's own do not come; the home as a whole loses nothing.
    @Test func aFrameWhoseEndRestsOnALostReportIsNotJudged() {
        var ward = Ward()
        live(&ward, 0...15, losing: nil)
        let bed = ward.number("bed")
        let (from, to) = (ward.at(first.advanced(by: 15), "22:20"), ward.at(first.advanced(by: 16), "00:30"))
        var other = Ward()
        live(&other, 0...14, losing: nil)
        for offset in 15...16 {
            for reading in other.ordinaryDay(first.advanced(by: Int32(offset)))
            where reading.device != bed || reading.time < from || reading.time > to { other.send(reading) }
        }
        other.advance(to: other.at(first.advanced(by: 17), "00:00"))
        live(&ward, 16...16, losing: nil)
        #expect(withheld(ward, "bed_in_time", 16) == nil)
        #expect(withheld(other, "bed_in_time", 16) == .loss)
        #expect(withheld(other, "time_out_of_home", 16) == nil)
        #expect(other.alerts.isEmpty)
    }

    /// Still from 08:01 on. Where the way out may have been lost, that is no care alert: somebody is asked to look in.
    @Test func whoMayHaveGoneOutUnheardIsLookedFor() throws {
        func told(_ rule: String, _ oneIn: UInt64?) throws -> Double? {
            var ward = Ward()
            live(&ward, 0...19, losing: oneIn)
            let day = first.advanced(by: 20)
            for reading in ward.ordinaryDay(day) where reading.time < ward.moment(day, "08:01") { ward.send(reading) }
            ward.sendReports(of: day, from: "08:01", to: "21:59")
            let alert = ward.alerts.first { $0.rule == rule && $0.raisedAt != nil }
            if oneIn != nil { #expect(ward.careAlerts.isEmpty) }
            return try alert.map { try #require($0.raisedAt).minutes(since: ward.at(day, "08:01")) }
        }
        let still = try #require(try told("silence_while_home", nil))
        #expect(try told("unseen_since_outage", nil) == nil)
        let unheard = try #require(try told("unseen_since_outage", 12))
        #expect((1.8 * still...720).contains(unheard))
    }

    /// Not noticed since noon of the day before, or since the evening: only then did somebody surely go to bed.
    @Test func theMorningIsJudgedWhereSomebodyWentToBed() {
        for (last, isJudged) in [("12:00", false), ("21:30", true)] {
            var ward = Ward(without: ["bed"])
            let still = ward.at(first.advanced(by: 20), last)
            for offset in 0...21 {
                let day = first.advanced(by: Int32(offset))
                for reading in ward.ordinaryDayWithoutBed(day) {
                    if Ward.isLost(reading, oneIn: 12) || reading.time >= still && reading.quantity != .battery {
                        continue
                    }
                    ward.send(reading)
                }
            }
            #expect(ward.engine.state.lossShare >= 0.02)
            #expect(ward.alerts.contains { $0.rule == "no_activity_yet" && $0.raisedAt != nil } == isJudged, "\(last)")
        }
    }

    /// The door's reports are lost, too, and the sensors go on: out, or lying still, is not known.
    @Test func aDayWithoutASignSaysNothingWhereTheDoorMayBeLost() {
        for oneIn in [nil, 12 as UInt64?] {
            var ward = Ward()
            live(&ward, 0...19, losing: oneIn)
            let day = first.advanced(by: 20)
            for reading in ward.ordinaryDay(day) where reading.time < ward.moment(day, "08:01") { ward.send(reading) }
            ward.sendReports(of: day, from: "08:01", to: "23:59")
            ward.advance(to: ward.at(day.next, "00:00"))
            #expect(withheld(ward, "activity_minutes", 20) == (oneIn == nil ? nil : .loss))
            #expect(withheld(ward, "kitchen_minutes", 20) == (oneIn == nil ? nil : .loss))
            #expect(withheld(ward, "weight", 20) == .nothing)
        }
    }

    /// Noticed in the hallway, and then the door says that it is shut: only where messages are lost did it open.
    @Test func aShutDoorRightAfterSomebodyTellsOfAPassage() {
        for isLossy in [false, true] {
            var ward = Ward(hallway: true)
            live(&ward, 0...19, losing: isLossy ? 12 : nil)
            let day = first.advanced(by: 20)
            for reading in ward.ordinaryDay(day) where reading.time < ward.moment(day, "08:01") { ward.send(reading) }
            for reading in ward.movement("hallway", ward.at(day, "08:02"), seconds: 40) { ward.send(reading) }
            ward.send(ward.reading("front-door", 0, at: ward.at(day, "08:02").adding(seconds: 20)))
            #expect((ward.engine.state.leftAt != nil) == isLossy)
            for reading in ward.movement("lounge", ward.at(day, "08:05")) { ward.send(reading) }
            #expect(ward.engine.state.leftAt == nil)
        }
    }

    /// It was shut, and that was lost: the next time it opens and shuts, "open" is nothing new, and "shut" comes right
    /// after it.
    @Test func aDoorThatWasThoughtOpenTellsOfAPassage() {
        for isPassage in [false, true] {
            var ward = Ward()
            live(&ward, 0...19, losing: nil)
            let day = first.advanced(by: 20)
            let shut = ward.at(day, "09:50")
            for reading in ward.ordinaryDay(day) where reading.time < ward.moment(day, "08:01") { ward.send(reading) }
            ward.send(ward.reading("front-door", 1, at: ward.at(day, "08:02")))
            for reading in ward.movement("kitchen", ward.at(day, "08:05")) { ward.send(reading) }
            ward.sendReports(of: day, from: "08:06", to: "09:49")
            if isPassage { ward.send(ward.reading("front-door", 1, at: shut.adding(seconds: -11))) }
            ward.send(ward.reading("front-door", 0, at: shut))
            #expect(ward.engine.state.leftAt == (isPassage ? shut : nil))
            ward.sendReports(of: day, from: "09:51", to: "23:59")
            ward.advance(to: ward.at(day.next, "00:00"))
            #expect((ward.finalFeatures["\(day)/activity_minutes"]?.context == .away) == isPassage)
        }
    }

    // MARK: A clock that is wrong, and an outage

    /// From 06:50 on the home's clock is an hour behind: until that is known the day is read wrongly.
    @Test func whatAWrongClockSaidAtFirstIsNotBelieved() {
        for isBehind in [false, true] {
            var ward = Ward(without: ["bed"])
            for offset in 0...16 {
                let day = first.advanced(by: Int32(offset))
                let change = ward.at(day, "06:50")
                var readings = ward.ordinaryDayWithoutBed(day)
                for clock in ["07:01", "07:02"] { readings += ward.movement("kitchen", ward.at(day, clock)) }
                for var reading in readings.sorted(by: { $0.time < $1.time }) {
                    let received = reading.time
                    reading.flags = .sourceTime
                    if isBehind, offset == 16, received >= change { reading.time = received.adding(hours: -1) }
                    ward.send(reading, receivedAt: received)
                }
            }
            ward.advance(to: ward.at(first.advanced(by: 17), "00:00"))
            #expect(withheld(ward, "bed_out_time", 16) == (isBehind ? .outage : nil))
            #expect(withheld(ward, "kitchen_minutes", 16) == nil)
        }
    }

    /// Out for a day, then back; and in that evening the home's clock is a day behind, as if it told of the day before.
    @Test func whatAClockADayBehindSaidAtFirstBringsNobodyHomeTheDayBefore() {
        for isBehind in [false, true] {
            var ward = Ward()
            live(&ward, 0...18, losing: nil)
            let (out, back) = (first.advanced(by: 19), first.advanced(by: 20))
            for reading in ward.ordinaryDay(out) where reading.time < ward.moment(out, "08:04") { ward.send(reading) }
            for open in [1.0, 0] {
                ward.send(
                    ward.reading("front-door", open, at: ward.at(out, "08:05").adding(seconds: open == 1 ? 0 : 9)))
            }
            ward.sendReports(of: out, from: "08:05", to: "23:59")
            ward.sendReports(of: back, from: "00:00", to: "12:59")
            let change = ward.at(back, "20:00")
            var evening = ward.ordinaryDay(back)
            for (room, clock) in [
                ("kitchen", "20:00"), ("bedroom", "20:01"), ("kitchen", "20:02"), ("bedroom", "20:04"),
            ] {
                evening += ward.movement(room, ward.at(back, clock), seconds: 20)
            }
            evening = evening.filter { $0.time >= ward.moment(back, "13:00") }.sorted { $0.time < $1.time }
            for var reading in evening {
                let received = reading.time
                reading.flags = .sourceTime
                if isBehind, received >= change { reading.time = received.adding(hours: -24) }
                ward.send(reading, receivedAt: received)
            }
            ward.advance(to: ward.at(back.next, "02:00"))
            #expect(ward.finalFeatures["\(out)/activity_minutes"]?.withheld == .away)
            #expect(ward.finalFeatures["\(out)/time_out_of_home"]?.value ?? 0 > 900)
        }
    }

    /// Three hours of outage in the morning: who was at home before it may have gone out.
    @Test func afterAnOutageOnlyASignTellsThatSomebodyIsAtHome() {
        for isNoticed in [false, true] {
            var ward = Ward()
            live(&ward, 0...19, losing: nil)
            let day = first.advanced(by: 20)
            for reading in ward.ordinaryDay(day) where reading.time < ward.moment(day, "08:30") { ward.send(reading) }
            ward.sendReports(of: day, from: "11:40", to: "12:00")
            if isNoticed { for reading in ward.movement("lounge", ward.at(day, "12:01")) { ward.send(reading) } }
            ward.sendReports(of: day, from: "12:03", to: "21:55")
            let told = ward.alerts.contains { $0.rule == "silence_while_home" && $0.state == .firing }
            #expect(told == isNoticed)
        }
    }

    /// In bed before an outage in the night and after it: the night is one, and kept out of detection.
    @Test func anOutageDoesNotEndASleep() {
        var ward = Ward()
        live(&ward, 0...15, losing: nil)
        let day = first.advanced(by: 16)
        let (from, to) = (ward.at(day, "00:10"), ward.at(day, "02:25"))
        let reports = ward.ordinaryDay(day, nightVisits: 0)
        for reading in reports where reading.time < from { ward.send(reading) }
        ward.send(ward.reading("bed", 1, at: to))
        for reading in reports where reading.time > to { ward.send(reading) }
        ward.advance(to: ward.at(day.next, "00:00"))
        #expect(ward.value("bed_in_time", day) == 630)
        #expect(ward.value("bed_out_time", day) == 420)
        #expect(withheld(ward, "bed_in_time", 16) == .outage)
    }

    // MARK: What is usual

    func usualHigh(_ values: [Double]) -> Double? {
        var detector = ChangeDetector()
        for (offset, value) in values.enumerated() {
            var day = ChangeDetector.Day(day: first.advanced(by: Int32(offset)))
            day.values[WatchedFeature.indexByName["time_out_of_home"] ?? 0] = value
            detector.observe(day)
        }
        return detector.baseline("time_out_of_home", on: first.advanced(by: Int32(values.count)))?.usualHigh
    }

    /// One day more or less indoors must not make another resident of somebody who goes out on half of the days.
    @Test func theUsualDoesNotTurnOnOneDay() throws {
        let outings = (0..<20).map { Double(30 + 7 * $0) }
        let fewer = try #require(usualHigh(outings + Array(repeating: 0, count: 19)))
        let more = try #require(usualHigh(outings + Array(repeating: 0, count: 22)))
        #expect(more > 0.8 * fewer)
        #expect(more > 150)
    }

    // MARK: Quiet framing

    /// Up for the toilet, the sign of coming back lost: the bedroom's next sign says who lay there.
    @Test func theWayBackToBedNeedNotBeSeen() throws {
        func frame(seen: Bool) throws -> [Double] {
            var ward = Ward(without: ["bed"])
            for offset in 0..<3 {
                let day = first.advanced(by: Int32(offset))
                var readings = ward.ordinaryDayWithoutBed(day)
                readings += ward.movement("bedroom", ward.at(day, "00:59"))
                if seen { readings += ward.movement("bedroom", ward.at(day, "01:04")) }
                for clock in ["03:10", "06:55"] { readings += ward.movement("bedroom", ward.at(day, clock)) }
                for reading in readings.sorted(by: { $0.time < $1.time }) { ward.send(reading) }
            }
            ward.advance(to: ward.at(first.advanced(by: 3), "00:00"))
            let day = first.advanced(by: 2)
            return try ["bed_in_time", "bed_out_time", "sleep_duration"].map { try #require(ward.value($0, day)) }
        }
        let (seen, lost) = (try frame(seen: true), try frame(seen: false))
        for (one, other) in zip(seen, lost) { #expect(abs(one - other) <= 3) }
    }

    /// A report that is due and has not come is lost now, and not only when the next one comes; two of one device are
    /// rather that device's own fault.
    @Test func aReportThatIsOverdueIsLost() {
        var ward = Ward()
        let windows = DayWindows(first, night: ward.engine.definition.night, calendar: &ward.calendar)
        var today = DayLog(day: first, carry: DayCarry())
        for hour in 0...10 { today.hear(0, slot: hour * 6) }
        func lost(_ clock: String, isNow: Bool = true) -> [TimeSpan] {
            let now = ward.at(first, clock)
            return OwnReports(
                yesterday: DayLog(day: first.previous, carry: DayCarry()), today: today, windows: windows, blind: [],
                devices: 1, now: isNow ? now : nil
            ).lost[0]
        }
        let heard = ward.at(first, "10:10")
        #expect(lost("11:15").isEmpty)
        #expect(lost("11:30") == [TimeSpan(start: heard, end: ward.at(first, "11:30"))])
        #expect(lost("11:30", isNow: false).isEmpty)
        #expect(lost("12:20").isEmpty)
    }
}
