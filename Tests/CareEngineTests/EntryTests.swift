import CareModel
import Testing

@testable import CareEngine

extension Ward {
    @discardableResult
    mutating func enter(_ entry: HomeEntry, at time: Timestamp) -> Bool {
        var out: [Effect] = []
        let logs = logs
        let hasChanged = engine.enter(entry, at: time, by: "nurse", recall: { logs[$0] }, into: &out)
        keep(out)
        return hasChanged
    }

    @discardableResult
    mutating func begin(_ kind: Circumstance.Kind, at time: Timestamp, until: Timestamp? = nil) -> Bool {
        enter(.begins(Circumstance(kind: kind, from: time, until: until, by: "nurse")), at: time)
    }

    /// The same home after a restart from its written state, with another file where `change` makes one.
    mutating func restart(_ change: (inout HomeDefinition) -> Void = { _ in }) throws {
        var definition = engine.definition
        change(&definition)
        engine = HomeEngine(
            definition: definition, state: try HomeState(decoding: engine.state.encoded()), settings: engine.settings)
    }

    func moment(_ day: LocalDay, _ clock: String) -> Timestamp {
        var copy = self
        return copy.at(day, clock)
    }

    func rules(_ state: Alert.State) -> Set<String> { Set(alerts.filter { $0.state == state }.map(\.rule)) }
}

@Suite struct EntryTests {
    let first = LocalDay(number: 20_000)

    @Test func aTestShowsAlertsTellsNobodyAndTakesThemWithIt() throws {
        var ward = Ward()
        ward.live(through: 3)
        let start = ward.at(first.advanced(by: 3), "09:00")
        ward.sendReports(of: first.advanced(by: 3), from: "00:00", to: "09:00")
        let changed1 = ward.begin(.test, at: start, until: start.adding(minutes: 60))
        #expect(changed1)
        ward.send(ward.reading("button", 1, at: start.adding(minutes: 10)))
        ward.send(ward.reading("button", 1, at: start.adding(minutes: 12)))
        ward.send(ward.reading("smoke", 1, at: start.adding(minutes: 20)))
        #expect(ward.alerts.map(\.suppressedBy) == ["test", "test"])
        #expect(ward.alerts.first?.count == 2)
        try ward.restart()
        ward.advance(to: start.adding(minutes: 61))
        #expect(ward.alerts.map(\.state) == [.resolved, .resolved])
        #expect(ward.alerts.allSatisfy { $0.raisedAt == nil && $0.clearedAt == start.adding(minutes: 60) })
        // The smoke alarm that began in the test goes on sounding, and is not news.
        ward.send(ward.reading("smoke", 1, at: start.adding(minutes: 62)))
        #expect(ward.rules(.firing).isEmpty)
        ward.send(ward.reading("button", 1, at: start.adding(minutes: 65)))
        #expect(ward.rules(.firing) == ["sos"])
    }

    @Test func aTestAlwaysEnds() {
        var ward = Ward()
        ward.live(through: 1)
        let start = ward.at(first.next, "09:00")
        ward.begin(.test, at: start)
        ward.begin(.test, at: start.adding(hours: 2), until: start.adding(hours: 200))
        ward.begin(.visit, at: start)
        #expect(
            ward.engine.state.circumstances.map(\.until) == [
                start.adding(hours: 1), start.adding(hours: 2), start.adding(hours: 26),
            ])
        let changed2 = ward.begin(.away, at: start.adding(hours: 2), until: start)
        #expect(!changed2)
    }

    @Test func anEndedTestTakesItsAlertsWithIt() {
        var ward = Ward()
        ward.live(through: 1)
        let start = ward.at(first.next, "09:00")
        ward.begin(.test, at: start)
        ward.send(ward.reading("button", 1, at: start.adding(minutes: 5).adding(seconds: -2)))
        let changed3 = ward.enter(.ends(.test), at: start.adding(minutes: 5))
        #expect(changed3)
        #expect(ward.rules(.resolved) == ["sos"])
        let changed4 = ward.enter(.ends(.test), at: start.adding(minutes: 6))
        #expect(!changed4)
        // A press right after it is another press, and meant.
        ward.send(ward.reading("button", 1, at: start.adding(minutes: 5).adding(seconds: 2)))
        #expect(ward.rules(.firing) == ["sos"])
    }

    @Test func oneOfSeveralIsCancelledAndTheOthersStay() {
        var ward = Ward()
        let start = ward.at(first, "12:00")
        func visit(_ hours: Int64) -> Circumstance {
            let from = start.adding(hours: hours)
            return Circumstance(kind: .visit, from: from, until: from.adding(hours: 2), by: "Kim")
        }
        for hours in [-1, 5, 10] as [Int64] { ward.enter(.begins(visit(hours)), at: start) }
        let changes = [(5, 0), (-1, 1), (5, 2), (-1, 2)].map { hours, minutes in
            ward.enter(.cancels(visit(Int64(hours))), at: start.adding(minutes: Int64(minutes)))
        }
        #expect(changes == [true, true, false, false])
        let left = ward.engine.state.circumstances
        #expect(left.map(\.from) == [start.adding(hours: -1), start.adding(hours: 10)])
        #expect(left.first?.until == start.adding(minutes: 1))
    }

    @Test func aPausedHomeHearsTheCallForHelpAndFire() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        ward.begin(.paused, at: ward.at(day, "00:30"))
        ward.sendReports(of: day, from: "00:30", to: "18:00")
        #expect(ward.rules(.suppressed) == ["no_activity_yet"])
        #expect(ward.careAlerts.allSatisfy { $0.suppressedBy == "paused" })
        ward.send(ward.reading("button", 1, at: ward.at(day, "18:01")))
        ward.send(ward.reading("smoke", 1, at: ward.at(day, "18:02")))
        ward.send(ward.reading("vitals", 1, at: ward.at(day, "18:03"), quantity: .fallDetected))
        #expect(ward.rules(.firing) == ["sos", "smoke"])
        #expect(ward.rules(.suppressed) == ["fall_detected"])
    }

    @Test func whoIsInHospitalIsNotInactive() throws {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        ward.begin(.hospital, at: ward.at(day, "00:30"))
        ward.sendReports(of: day, from: "00:30", to: "18:00")
        let alert = try #require(ward.careAlerts.first)
        #expect(alert.rule == "no_activity_yet" && alert.suppressedBy == "hospital" && alert.raisedAt == nil)
        ward.send(ward.reading("smoke", 1, at: ward.at(day, "18:00")))
        #expect(ward.rules(.firing) == ["smoke"])
    }

    @Test func aRaisedSituationIsOverWhenStaffSayWhereTheResidentIs() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        ward.sendReports(of: day, from: "00:30", to: "13:00")
        #expect(ward.rules(.firing) == ["no_activity_yet"])
        ward.begin(.hospital, at: ward.at(day, "13:00"))
        #expect(ward.rules(.firing).isEmpty)
        #expect(ward.alerts.last?.history.last?.note == "hospital")
    }

    @Test func aNewResidentInheritsNothing() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        #expect(ward.engine.state.detector.baseline("toilet_visits_night", on: day) != nil)
        let changed5 = ward.enter(.discharged, at: ward.at(day, "00:10"))
        #expect(changed5)
        ward.live(through: 2, from: day)
        ward.send(ward.reading("smoke", 1, at: ward.at(day.advanced(by: 2), "00:01")))
        #expect(ward.finalFeatures.keys.allSatisfy { !$0.hasPrefix("\(day)/") && !$0.hasPrefix("\(day.next)/") })
        #expect(ward.careAlerts.isEmpty)
        #expect(ward.engine.status().resident == nil)
        let moved = day.advanced(by: 2)
        let changed6 = ward.enter(.admitted(resident: "b"), at: ward.at(moved, "12:00"))
        #expect(changed6)
        ward.live(through: 3, from: moved.next)
        ward.advance(to: ward.at(moved.advanced(by: 4), "00:00"))
        #expect(ward.finalFeatures["\(moved)/toilet_visits_day"] == nil)
        #expect(ward.finalFeatures["\(moved.next)/toilet_visits_day"]?.resident == "b")
        #expect(ward.finalFeatures["\(first)/toilet_visits_day"]?.resident == "w")
        #expect(ward.engine.state.detector.baseline("toilet_visits_night", on: moved.advanced(by: 4)) == nil)
        #expect(ward.engine.state.habits.days.count == 3)
        let changed7 = ward.enter(.admitted(resident: "b"), at: ward.at(moved.advanced(by: 4), "00:00"))
        #expect(!changed7)
    }

    @Test func aReplacedSensorRestartsOnlyWhatDependsOnIt() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let other = ward.engine.state.deviceRhythms[Int(ward.number("kitchen"))]
        let changed8 = ward.enter(.replaced(device: "bathroom"), at: ward.at(day, "12:00"))
        #expect(changed8)
        let state = ward.engine.state
        #expect(state.deviceRhythms[Int(ward.number("bathroom"))] == Rhythm())
        #expect(state.deviceRhythms[Int(ward.number("kitchen"))] == other)
        #expect(state.detector.baseline("toilet_visits_night", on: day) == nil)
        #expect(state.detector.baseline("kitchen_minutes", on: day) != nil)
        #expect(ward.engine.limits.bathroom == [nil, nil])
        #expect(ward.engine.limits.quiet[0] != nil)
        let changed9 = ward.enter(.replaced(device: "attic"), at: ward.at(day, "12:00"))
        #expect(!changed9)
    }

    @Test func aChangedFileIsTakenInOnce() throws {
        var ward = Ward()
        ward.live(through: 20)
        let time = ward.at(first.advanced(by: 20), "12:00")
        try ward.restart()
        #expect(ward.engine.changedSetup == nil)
        // Whom to call is nothing that the engine remembers by.
        try ward.restart { $0.carePlan = CarePlan(key: "next door") }
        #expect(ward.engine.changedSetup == nil)
        let kitchen = Int(ward.number("kitchen"))
        try ward.restart { $0.devices[kitchen].room = "study" }
        let setup = try #require(ward.engine.changedSetup)
        var out: [Effect] = []
        ward.engine.take(setup, at: time, recall: { _ in nil }, into: &out)
        #expect(ward.engine.changedSetup == nil)
        #expect(ward.engine.state.deviceRhythms[kitchen] == Rhythm())
        #expect(ward.engine.state.detector.baseline("toilet_visits_night", on: first.advanced(by: 20)) != nil)
        try ward.restart { $0.resident = "b" }
        let other = try #require(ward.engine.changedSetup)
        ward.engine.take(other, at: time, recall: { _ in nil }, into: &out)
        #expect(ward.engine.state.resident == "b")
        #expect(ward.engine.state.detector.baseline("toilet_visits_night", on: first.advanced(by: 20)) == nil)
        // Staff admit somebody else; the file, which still says b, does not undo that.
        let changed10 = ward.enter(.admitted(resident: "c"), at: time)
        #expect(changed10)
        try ward.restart()
        #expect(ward.engine.changedSetup == nil && ward.engine.state.resident == "c")
    }

    @Test func weeklyVisitsAreVisits() throws {
        var ward = Ward()
        // The first day of the tests is a Friday.
        try ward.restart { $0.plannedVisits = [PlannedVisit(days: [.fri], from: 8 * 60, to: 8 * 60 + 30)] }
        #expect(ward.engine.circumstance(.visit, at: ward.moment(first, "08:29"))?.until == ward.moment(first, "08:30"))
        #expect(ward.engine.circumstance(.visit, at: ward.moment(first, "08:30")) == nil)
        #expect(ward.engine.circumstance(.visit, at: ward.moment(first.next, "08:10")) == nil)
        let week = TimeSpan(start: ward.at(first, "00:00"), end: ward.at(first.advanced(by: 14), "00:00"))
        #expect(ward.engine.circumstances(in: week).count == 2)
    }

    @Test func whatIsEnteredAndLearnedIsReadBackEqual() throws {
        var ward = Ward()
        ward.live(through: 16)
        let time = ward.at(first.advanced(by: 16), "12:00")
        ward.begin(.hospital, at: time)
        ward.begin(.test, at: time)
        let state = ward.engine.state
        #expect(!state.habits.days.isEmpty && state.resident == "w" && state.setup != nil)
        #expect(try HomeState(decoding: state.encoded()) == state)
        ward.enter(.discharged, at: time.adding(minutes: 1))
        #expect(try HomeState(decoding: ward.engine.state.encoded()) == ward.engine.state)
        #expect(ward.engine.state.resident == nil)
    }

    @Test func theStatusTellsOfEachDevice() {
        var ward = Ward(without: ["smoke"])
        ward.live(through: 9)
        let day = first.advanced(by: 9)
        ward.begin(.away, at: ward.at(day, "00:05"))
        ward.send(ward.reading("kitchen", 1, at: ward.at(day, "00:06"), quantity: .availability))
        ward.send(ward.reading("lounge", 55, at: ward.at(day, "06:00"), quantity: .battery))
        let status = ward.engine.status()
        let lives = Dictionary(
            status.devices.map { ($0.device.name, $0.life) }, uniquingKeysWith: { first, _ in first })
        #expect(lives["kitchen"] == .offline && lives["lounge"] == .alive && lives["bedroom"] == .silent)
        #expect(status.devices.first { $0.device.name == "lounge" }?.batteryPercent == 55)
        #expect(status.circumstances.map(\.kind) == [.away] && status.resident == "w")
        #expect(Ward().engine.status().devices.allSatisfy { $0.life == .unheard })
    }
}

extension Ward {
    /// The devices' own reports of a day and nothing of a person, between two clock times.
    mutating func sendReports(of day: LocalDay, from: String, to: String, except dead: String? = nil) {
        let (start, end) = (at(day, from), at(day, to))
        for reading in ordinaryDay(day)
        where reading.quantity == .battery && reading.time >= start && reading.time < end {
            if let dead, reading.device == number(dead) { continue }
            send(reading)
        }
        advance(to: end)
    }
}
