import CareModel
import Testing

@testable import CareEngine

@Suite struct WithinDayTests {
    let first = LocalDay(number: 20_000)
    var day: LocalDay { first.advanced(by: 20) }

    /// Twenty ordinary days, and the next one until a clock time.
    func lived(until clock: String, heartbeats: Bool = true, without missing: Set<String> = []) -> Ward {
        var ward = Ward(without: missing)
        let end = ward.at(day, clock)
        for offset in 0...20 {
            for reading in ward.ordinaryDay(first.advanced(by: Int32(offset)), heartbeats: heartbeats)
            where reading.time < end { ward.send(reading) }
        }
        return ward
    }

    // MARK: Alive

    @Test func aHomeThatOnlyEventsComeFromIsWatchedInTheMorning() throws {
        var ward = lived(until: "03:00", heartbeats: false)
        ward.advance(to: ward.at(day, "12:00"))
        let alert = try #require(ward.careAlerts.first { $0.rule == "no_activity_yet" })
        #expect(alert.state == .firing)
        let lag = try #require(alert.raisedAt).minutes(since: ward.at(day, "07:00"))
        #expect(lag >= 80 && lag <= 200)
        // It cannot know that its sensors work, and does not say so.
        #expect(alert.explanation.en.hasSuffix("an outage cannot be ruled out."))
        #expect(alert.explanation.sv.hasSuffix("ett avbrott kan inte uteslutas."))
    }

    @Test func whatItSaysOfTheSensorsIsKnown() throws {
        for heartbeats in [true, false] {
            var ward = lived(until: "09:31", heartbeats: heartbeats)
            if heartbeats { ward.sendReports(of: day, from: "09:31", to: "21:50") }
            ward.advance(to: ward.at(day, "21:55"))
            let alert = try #require(ward.careAlerts.first { $0.rule == "silence_while_home" })
            #expect(alert.explanation.en.contains("The sensors work.") == heartbeats)
            #expect(alert.explanation.sv.contains("Givarna fungerar.") == heartbeats)
            #expect(alert.explanation.en.contains("outage cannot be ruled out") == !heartbeats)
        }
    }

    @Test func outagesDoNotTeachThatSilenceIsUsual() {
        var ward = Ward()
        // Nights without any message on six of the last fourteen days, then one that goes on into the day.
        for offset in 0...20 {
            let isDark = offset > 8 && offset % 2 == 0
            let reports = ward.ordinaryDay(first.advanced(by: Int32(offset)))
            let until = ward.at(first.advanced(by: Int32(offset)), offset == 20 ? "23:59" : "06:40")
            for reading in reports where !isDark || reading.time >= until { ward.send(reading) }
        }
        ward.advance(to: ward.at(day, "20:00"))
        #expect(ward.careAlerts.isEmpty)
        #expect(ward.engine.aliveLimit <= 2 * 3_600_000)
    }

    @Test func aMeasurementThatNoSensorSawIsNoProofThatTheyWatch() {
        var ward = lived(until: "09:00", heartbeats: false)
        ward.send(ward.reading("vitals", 70, at: ward.at(day, "11:30")))
        ward.advance(to: ward.at(day, "21:59"))
        #expect(ward.careAlerts.allSatisfy { $0.state == .suppressed })
        #expect(ward.careAlerts.contains { $0.rule == "silence_while_home" })
    }

    // MARK: Bathroom

    /// Something reports every ten minutes; the home goes out of reach a quarter of an hour into the stay.
    @Test func aStayThatTheHomeDidNotSeeIsNotTold() {
        for isOut in [false, true] {
            var ward = Ward()
            let (outage, end) = (ward.at(day, "12:45"), ward.at(day, "13:35"))
            for offset in 0...20 {
                let today = first.advanced(by: Int32(offset))
                var readings = ward.ordinaryDay(today)
                for beat in 0..<144 {
                    let time = ward.at(today, "00:00").adding(minutes: Int64(10 * beat))
                    readings.append(ward.reading("smoke", 90, at: time, quantity: .battery))
                }
                for reading in readings.sorted(by: { $0.time < $1.time }) where reading.time < end {
                    let isOfStay = offset == 20 && reading.time > ward.moment(day, "12:32")
                    if isOfStay, reading.quantity != .battery || isOut && reading.time > outage { continue }
                    ward.send(reading)
                }
            }
            ward.advance(to: end)
            #expect(ward.careAlerts.isEmpty == isOut)
            // It is told when every sensor has spoken again and nobody has come out.
            for clock in ["13:36", "13:46", "13:56"] {
                ward.send(ward.reading("smoke", 90, at: ward.at(day, clock), quantity: .battery))
            }
            ward.sendReports(of: day, from: "14:00", to: "14:20")
            #expect(ward.careAlerts.map(\.rule) == ["long_bathroom_stay"])
        }
    }

    @Test func aLongStayIsToldAndThenUrged() throws {
        var ward = lived(until: "12:31")
        ward.sendReports(of: day, from: "12:31", to: "13:10")
        try ward.restart()
        ward.sendReports(of: day, from: "13:10", to: "14:00")
        let told = try #require(ward.careAlerts.first)
        #expect(told.rule == "long_bathroom_stay" && told.priority == .p2 && told.state == .firing)
        #expect(told.raisedAt == ward.moment(day, "13:30") && told.onset == ward.moment(day, "12:30"))
        ward.sendReports(of: day, from: "14:00", to: "15:00")
        #expect(ward.careAlerts.first?.priority == .p1)
        #expect(ward.careAlerts.first?.history.last?.at == ward.moment(day, "14:30"))
        for reading in ward.movement("lounge", ward.at(day, "15:01")) { ward.send(reading) }
        #expect(ward.careAlerts.map(\.state) == [.resolved])
    }

    @Test func whoCameOutPastADeadSensorIsNotStillInThere() {
        var ward = lived(until: "12:00")
        for reading in ward.movement("bathroom", ward.at(day, "12:30")) { ward.send(reading) }
        ward.sendReports(of: day, from: "12:31", to: "21:50", except: "lounge")
        #expect(ward.careAlerts.allSatisfy { $0.state == .suppressed })
        #expect(ward.rules(.firing) == ["device_offline"])
    }

    // MARK: Going

    func exit(_ ward: inout Ward, on day: LocalDay, at clock: String) {
        let time = ward.at(day, clock)
        ward.send(ward.reading("bed", 0, at: time.adding(minutes: -4)))
        for reading in ward.movement("bedroom", time.adding(minutes: -3)) { ward.send(reading) }
        ward.send(ward.reading("front-door", 1, at: time))
        ward.send(ward.reading("front-door", 0, at: time.adding(seconds: 10)))
    }

    @Test func goingOutAtNightWithoutReturnIsTold() throws {
        var ward = lived(until: "02:20")
        exit(&ward, on: day, at: "02:30")
        ward.advance(to: ward.at(day, "02:40"))
        #expect(ward.careAlerts.isEmpty)
        ward.advance(to: ward.at(day, "02:41"))
        let alert = try #require(ward.careAlerts.first)
        #expect(alert.rule == "night_exit" && alert.priority == .p1 && alert.state == .firing)
        #expect(alert.raisedAt == ward.moment(day, "02:40").adding(seconds: 10))
        for reading in ward.movement("kitchen", ward.at(day, "03:30")) { ward.send(reading) }
        #expect(ward.careAlerts.map(\.state) == [.resolved])
    }

    @Test func comingStraightBackIsNotTold() {
        var ward = lived(until: "02:20")
        exit(&ward, on: day, at: "02:30")
        for reading in ward.movement("kitchen", ward.at(day, "02:38")) { ward.send(reading) }
        ward.advance(to: ward.at(day, "05:00"))
        #expect(ward.careAlerts.isEmpty)
    }

    @Test func whoOftenGoesOutAtNightPagesNobody() {
        var ward = Ward()
        for offset in 0...20 {
            let today = first.advanced(by: Int32(offset))
            let split = ward.at(today, "02:20")
            let readings = ward.ordinaryDay(today)
            for reading in readings where reading.time < split { ward.send(reading) }
            if offset % 3 == 0 || offset == 20 {
                exit(&ward, on: today, at: "02:30")
                ward.send(ward.reading("front-door", 1, at: ward.at(today, "03:30")))
                ward.send(ward.reading("bed", 1, at: ward.at(today, "03:35")))
            }
            for reading in readings where reading.time > ward.at(today, "04:00") { ward.send(reading) }
        }
        #expect(ward.alerts.filter { $0.rule == "night_exit" && $0.onset > ward.moment(day, "00:00") }.isEmpty)
    }

    @Test func aVisitExplainsAnOpenDoorAtNight() {
        var ward = lived(until: "02:20")
        ward.begin(.visit, at: ward.at(day, "02:25"), until: ward.at(day, "03:00"))
        exit(&ward, on: day, at: "02:30")
        ward.advance(to: ward.at(day, "02:50"))
        #expect(ward.careAlerts.map(\.suppressedBy) == ["visit"])
        // The visitor has gone, and nobody was noticed since.
        ward.advance(to: ward.at(day, "03:01"))
        #expect(ward.careAlerts.map(\.state) == [.firing])
        #expect(ward.careAlerts.first?.raisedAt == ward.moment(day, "03:00"))
    }

    // MARK: Wandering

    func walk(_ ward: inout Ward, rooms: [String], from clock: String, minutes: Int64 = 2, seconds: Int64 = 20) {
        var time = ward.at(day, clock)
        for room in rooms {
            for reading in ward.movement(room, time, seconds: seconds) { ward.send(reading) }
            time = time.adding(minutes: minutes)
        }
    }

    @Test func walkingAboutAtNightIsToldWithItsNumber() throws {
        var ward = lived(until: "02:20")
        ward.send(ward.reading("bed", 0, at: ward.at(day, "02:25")))
        let round = ["lounge", "kitchen", "bedroom", "kitchen"]
        walk(&ward, rooms: Array(repeating: round, count: 7).flatMap { $0 }, from: "02:26")
        let alert = try #require(ward.careAlerts.first)
        #expect(alert.rule == "night_wandering" && alert.priority == .p2 && alert.state == .firing)
        ward.advance(to: ward.at(day, "04:30"))
        #expect(ward.careAlerts.map(\.state) == [.resolved])
    }

    /// The gateway's clock says that it is night, the home's since a while ago that it is afternoon.
    @Test func whereTheClocksHaveBegunToDifferItMayBeDay() {
        for hours in [0, 10] as [Int64] {
            var ward = lived(until: "02:20")
            var time = ward.at(day, "02:26")
            func tell(_ readings: [Reading]) {
                for reading in readings {
                    var stated = reading
                    stated.time = reading.time.adding(hours: -hours)
                    stated.flags = .sourceTime
                    ward.send(stated, receivedAt: reading.time)
                }
            }
            tell([ward.reading("bed", 0, at: time.adding(minutes: -1))])
            for _ in 0..<8 {
                for room in ["lounge", "kitchen", "bedroom", "kitchen"] {
                    tell(ward.movement(room, time, seconds: 20))
                    time = time.adding(minutes: 2)
                }
            }
            #expect(ward.careAlerts.map(\.rule) == (hours == 0 ? ["night_wandering"] : []))
            // Half a day later the gateway's is believed.
            #expect(ward.engine.state.statedTimes.isInDoubt(at: time) == (hours != 0))
            #expect(!ward.engine.state.statedTimes.isInDoubt(at: time.adding(hours: 12)))
        }
    }

    @Test func walkingToTheToiletIsNotWandering() {
        var ward = lived(until: "02:20")
        ward.send(ward.reading("bed", 0, at: ward.at(day, "02:25")))
        let round = ["bedroom", "lounge", "bathroom", "lounge"]
        walk(&ward, rooms: Array(repeating: round, count: 7).flatMap { $0 }, from: "02:26")
        #expect(ward.careAlerts.isEmpty)
        #expect(ward.engine.state.whereabouts.walks == 0)
    }

    // MARK: Limits

    @Test func theTailIsTheGumbelQuantile() {
        // Mean 60, standard deviation 10: mu 55.4995, beta 7.79697, quantile mu + beta * 7.600652 = 114.76.
        let values = [50, 70, 50, 70, 50, 70, 50, 70, 50, 70, 50, 70, 50, 70, 50, 70, 50, 70, 50, 70].map(Double.init)
        let spread = (100.0 * 20 / 19).squareRoot()
        let quantile = 60 + spread * 0.779_697 * (7.600_652 - 0.577_216)
        #expect(SituationLimits.tail(values, leastSpread: 1, floor: 0) == Int64(quantile.rounded(.up)))
        #expect(SituationLimits.tail(values, leastSpread: 1, floor: 240) == 240)
        #expect(SituationLimits.tail(Array(values.prefix(9)), leastSpread: 1, floor: 0) == nil)
    }

    @Test func withoutTwoWeeksOfHistoryNothingIsJudged() {
        var ward = Ward()
        ward.live(through: 10)
        let day = first.advanced(by: 10)
        let end = ward.at(day, "12:31")
        for reading in ward.ordinaryDay(day) where reading.time < end { ward.send(reading) }
        ward.sendReports(of: day, from: "12:31", to: "18:00")
        #expect(ward.careAlerts.isEmpty)
    }
}
