import CareModel
import Testing

@testable import CareEngine

@Suite struct AlertTests {
    let first = LocalDay(number: 20_000)

    @Test func moreToiletVisitsForNightsRaiseOneExplainedAlert() throws {
        var ward = Ward()
        ward.live(through: 28, nightVisits: { $0 >= 24 ? 6 : 1 + $0 % 2 })
        ward.advance(to: ward.at(first.advanced(by: 28), "00:00"))
        let toilet = ward.careAlerts.filter { $0.family == .toilet }
        #expect(toilet.count == 1)
        let alert = try #require(toilet.first)
        #expect(alert.state == .firing && alert.priority == .p2)
        #expect(alert.features.first?.feature == "toilet_visits_night")
        #expect(alert.features.first?.direction == "up")
        #expect(alert.explanation.sv.contains("Nattliga toalettbesök i snitt 6,0 på 2 dygn, senast 6 (normalt"))
        #expect(alert.explanation.en.contains("Data coverage 100 %"))
        #expect(alert.evidence?.since == first.advanced(by: 24))
        #expect(alert.evidence?.historyDays == 24)
        // Seen by day three at the latest.
        #expect(alert.raisedAt.map { $0 <= ward.at(first.advanced(by: 27), "00:00") } == true)
    }

    @Test func whatIsUsualIsWhatItWasBeforeTheDay() throws {
        var ward = Ward()
        ward.live(through: 28, nightVisits: { $0 >= 24 ? 6 : 1 + $0 % 2 })
        ward.advance(to: ward.at(first.advanced(by: 28), "00:00"))
        let alert = try #require(ward.careAlerts.first { $0.family == .toilet })
        let raised = try #require(alert.raisedAt)
        let day = ward.calendar.day(of: raised.adding(milliseconds: -1))
        #expect(!alert.features.isEmpty)
        for member in alert.features {
            let published = ward.features.first { $0.date == day && $0.feature == member.feature }
            let usual = try #require(published?.usual)
            #expect(member.expected == usual.expected)
            #expect(member.usualLow == usual.usualLow && member.usualHigh == usual.usualHigh)
        }
        #expect(
            ward.engine.state.detector.baseline("toilet_visits_night", on: day)?.expected != alert.features[0].expected)
    }

    @Test func aHomesBudgetComesBeforeItsAreasAndThatBeforeTheGateways() {
        let settings = EngineSettings(alertBudget: 2, areaBudgets: ["quiet": 0.5])
        var home = Ward(area: "quiet").engine.definition
        #expect(settings.budget(of: home) == 0.5)
        home.alertBudget = 1
        #expect(settings.budget(of: home) == 1)
        home.alertBudget = nil
        home.area = "elsewhere"
        #expect(settings.budget(of: home) == 2)
    }

    @Test func aDeviationInTheFirstTwoWeeksIsSilent() {
        var ward = Ward()
        ward.live(through: 13, nightVisits: { $0 == 11 || $0 == 12 ? 9 : 1 })
        ward.advance(to: ward.at(first.advanced(by: 13), "00:00"))
        #expect(ward.careAlerts.isEmpty)
    }

    @Test func sosIsOneEventAndASecondPressCounts() throws {
        var ward = Ward()
        ward.live(through: 1)
        let time = ward.at(first.next, "09:00")
        ward.send(ward.reading("button", 1, at: time))
        ward.send(ward.reading("button", 1, at: time.adding(milliseconds: 300)))
        ward.send(ward.reading("button", 1, at: time.adding(minutes: 2)))
        let sos = ward.alerts.filter { $0.rule == "sos" }
        #expect(sos.count == 1)
        #expect(sos.first?.count == 2)
        #expect(sos.first?.priority == .p1)
        #expect(sos.first?.onset == time)
        #expect(sos.first?.raisedAt == time)
    }

    @Test func retainedStaleAndHistoricalRaiseNothing() {
        var ward = Ward()
        ward.live(through: 1)
        let time = ward.at(first.next, "09:00")
        ward.send(ward.reading("smoke", 1, at: time, flags: .retained))
        ward.send(ward.reading("button", 1, at: time, flags: .retained))
        ward.send(ward.reading("smoke", 1, at: time.adding(hours: -30), flags: .sourceTime), receivedAt: time)
        ward.send(ward.reading("smoke", 1, at: time, flags: .historical))
        #expect(ward.alerts.isEmpty)
        ward.send(ward.reading("smoke", 1, at: time.adding(minutes: 1)))
        #expect(ward.alerts.map(\.rule) == ["smoke"])
        ward.send(ward.reading("smoke", 0, at: time.adding(minutes: 9)))
        #expect(ward.alerts.first?.state == .resolved)
    }

    @Test func acknowledgedAlertsGoOnUntilResolvedAndSaySo() throws {
        var ward = Ward()
        ward.live(through: 1)
        let time = ward.at(first.next, "09:00")
        ward.send(ward.reading("button", 1, at: time))
        let id = try #require(ward.alerts.first?.id)
        var out: [Effect] = []
        let seen = ward.engine.act(
            AlertVerb(.acknowledge, on: id, home: "home001", by: "Anna"), at: time.adding(minutes: 1),
            recall: { _ in nil }, into: &out)
        ward.keep(out)
        #expect(seen)
        #expect(ward.alerts.first?.state == .acknowledged)
        #expect(ward.alerts.first?.history.last?.by == "Anna")
        out = []
        let again = ward.engine.act(
            AlertVerb(.acknowledge, on: id, home: "home001", by: "Bo"), at: time.adding(minutes: 2),
            recall: { _ in nil }, into: &out)
        #expect(!again && out.isEmpty)
    }

    @Test func theLifecycleIsOneTable() {
        let allowed: Set<String> = [
            "notice nil pending", "fire nil firing", "fire pending firing", "fire suppressed firing",
            "fire firing firing", "fire acknowledged firing", "suppress nil suppressed", "suppress pending suppressed",
            "suppress suppressed suppressed", "acknowledge firing acknowledged", "resolve pending resolved",
            "resolve firing resolved", "resolve acknowledged resolved", "resolve suppressed resolved",
            "review resolved reviewed", "review reviewed reviewed",
        ]
        var found: Set<String> = []
        for step in AlertStep.allCases {
            for state in [nil] + Alert.State.allCases.map(Optional.some) {
                guard let next = step.next(from: state) else { continue }
                found.insert("\(step) \(state.map { "\($0)" } ?? "nil") \(next)")
            }
        }
        #expect(found == allowed)
    }
}
