import CareModel
import Testing

@testable import CareEngine

@Suite("What a nurse says of an alert")
struct FeedbackTests {
    let first = LocalDay(number: 20_000)

    @Test("moves the threshold within its bounds, and by nothing for a technical fault")
    func bounds() {
        var feedback = FamilyFeedback()
        feedback.take(.give(.technical), on: "t", by: "Kim", day: first)
        #expect(feedback.offset == 0 && feedback.changes.isEmpty && feedback.given.count == 1)
        for number in 1...4 {
            feedback.take(.give(.mistaken), on: "a\(number)", by: "Kim", day: first)
        }
        #expect(feedback.offset == 0.6)
        // The fourth met the bound.
        #expect(feedback.changes.map(\.offset) == [0.2, 0.4, 0.6])
        for number in 1...25 { feedback.take(.give(.useful), on: "b\(number)", by: "Kim", day: first) }
        #expect(feedback.offset == -0.3)
        #expect(feedback.given.count == FamilyFeedback.kept && feedback.given.first?.alert == "b6")
        for number in 6...25 { feedback.take(.give(.known), on: "b\(number)", by: "Kim", day: first) }
        #expect(feedback.offset == 0.6)
        #expect(feedback.changes.count <= FamilyFeedback.kept)
        #expect(
            feedback.changes.last?.version
                == feedback.changes.first.map { $0.version + Int32(feedback.changes.count) - 1 })
    }

    @Test("is taken back without a trace in the threshold, and with one in the list of changes")
    func reversal() {
        var feedback = FamilyFeedback()
        feedback.take(.give(.known), on: "a", by: "Kim", day: first)
        let before = feedback
        feedback.take(.give(.mistaken), on: "b", by: "Kim", day: first.next)
        feedback.take(.give(.useful), on: "b", by: "Bo", day: first.next)
        #expect(feedback.offset == 0)
        feedback.take(.withdraw, on: "b", by: "Bo", day: first.next)
        feedback.take(.withdraw, on: "unknown", by: "Bo", day: first.next)
        #expect(feedback.offset == before.offset && feedback.given == before.given)
        #expect(feedback.changes.map(\.version) == [1, 2, 3, 4])
        #expect(feedback.changes.map(\.offset) == [0.1, 0.3, 0, 0.1])
        #expect(feedback.changes.last?.verdict == nil && feedback.changes.last?.by == "Bo")
    }

    /// Two weeks of many visits, each after weeks as usual; what is done after the first alert.
    private func ward(_ step: (inout Ward, Alert) -> Void) throws -> Ward {
        var ward = Ward()
        func visits(_ day: Int) -> Int { (24..<28).contains(day) || day >= 41 ? 6 : 1 + day % 2 }
        ward.live(through: 28, nightVisits: visits)
        let alert = try #require(ward.careAlerts.first { $0.rule == "change_in_toilet" })
        step(&ward, alert)
        ward.live(through: 17, from: first.advanced(by: 28), nightVisits: { visits($0 + 28) })
        return ward
    }

    private func act(
        _ ward: inout Ward, _ act: Alert.Act, _ alert: Alert, _ judgement: Alert.Judgement?, minutes: Int64 = 1
    ) -> Bool {
        var out: [Effect] = []
        let logs = ward.logs
        let isDone = ward.engine.act(
            AlertVerb(act, on: alert.id, home: alert.home, by: "Kim", judgement: judgement, note: "guests"),
            at: ward.engine.state.clock.adding(minutes: minutes), recall: { logs[$0] }, into: &out)
        ward.keep(out)
        return isDone
    }

    @Test("is kept on the alert and raises the next threshold of the family; withdrawn it is as if never given")
    func nextAlert() throws {
        func threshold(_ ward: Ward) throws -> Double {
            let alerts = ward.careAlerts.filter { $0.rule == "change_in_toilet" }
            #expect(alerts.count == 2)
            return try #require(alerts.last?.evidence?.threshold)
        }
        let without = try ward { ward, alert in #expect(act(&ward, .resolve, alert, nil)) }
        let with = try ward { ward, alert in
            #expect(act(&ward, .resolve, alert, .give(.mistaken)))
            let judged = ward.alerts.first { $0.id == alert.id }
            #expect(judged?.verdict == .mistaken && judged?.verdictBy == "Kim")
            #expect(judged?.history.last?.note == "verdict: false; guests")
        }
        let withdrawn = try ward { ward, alert in
            #expect(act(&ward, .resolve, alert, .give(.mistaken)))
            #expect(act(&ward, .review, alert, .give(.known)))
            #expect(act(&ward, .review, alert, .withdraw))
            #expect(ward.alerts.first { $0.id == alert.id }?.verdict == nil)
        }
        let usual = try threshold(without)
        // The second alert comes days later, when the surcharge of a short history is less.
        let raised = try threshold(with) - usual
        #expect(raised > 0.1 && raised < 0.2 + 1e-9)
        #expect(try threshold(withdrawn) == usual)
        let feedback = try #require(with.engine.state.feedback.first { $0.family == .toilet }?.feedback)
        #expect(feedback.changes.map(\.offset) == [0.2])
        #expect(with.engine.state.feedback.filter { $0.feedback.offset != 0 }.count == 1)
    }

    @Test("survives writing and reading the state")
    func coding() throws {
        let judge = { (ward: inout Ward, alert: Alert) in
            #expect(act(&ward, .resolve, alert, .give(.mistaken)))
            #expect(act(&ward, .review, alert, .give(.known)))
        }
        let live = try ward(judge)
        let restarted = try ward { ward, alert in
            judge(&ward, alert)
            guard let state = try? HomeState(decoding: ward.engine.state.encoded()) else {
                Issue.record("the state cannot be read back")
                return
            }
            #expect(state == ward.engine.state)
            ward.engine = HomeEngine(
                definition: ward.engine.definition, state: state, settings: ward.engine.settings)
            ward.advance(to: state.clock)
        }
        #expect(restarted.engine.state == live.engine.state)
        #expect(restarted.alerts == live.alerts)
        #expect(live.engine.state.feedback.contains { !$0.feedback.changes.isEmpty })
    }

    @Test("is taken when an alert is closed or reviewed only, and about the present resident only")
    func refusals() throws {
        var ward = Ward()
        ward.live(through: 28, nightVisits: { $0 >= 24 ? 6 : 1 + $0 % 2 })
        let alert = try #require(ward.careAlerts.first { $0.rule == "change_in_toilet" })
        #expect(!act(&ward, .acknowledge, alert, .give(.useful)))
        #expect(!act(&ward, .review, alert, .give(.useful)))
        #expect(ward.alerts.first { $0.id == alert.id } == alert)
        var out: [Effect] = []
        _ = ward.engine.enter(
            .admitted(resident: "next"), at: ward.engine.state.clock, by: "Kim", recall: { _ in nil }, into: &out)
        ward.keep(out)
        #expect(act(&ward, .review, alert, .give(.mistaken)))
        #expect(ward.alerts.first { $0.id == alert.id }?.verdict == .mistaken)
        #expect(ward.engine.state.feedback.allSatisfy { $0.feedback == FamilyFeedback() })
    }

    @Test("a published day carries the score that detection gave it, beside what was usual before it")
    func scores() throws {
        var ward = Ward()
        ward.live(through: 30, nightVisits: { 1 + $0 % 2 })
        let before = ward.engine
        ward.advance(to: ward.at(first.advanced(by: 30), "00:00"))
        let detector = ward.engine.state.detector
        let newest = LocalDay(number: try #require(detector.newest))
        let u = detector.u(on: newest)
        let rows = ward.features.filter { $0.date == newest }
        #expect(newest == first.advanced(by: 29))
        #expect(rows.count { $0.u != nil } == u.count { $0 != nil } && u.count { $0 != nil } > 5)
        for row in rows {
            #expect(row.u == WatchedFeature.indexByName[row.feature].flatMap { u[$0] })
            #expect(row.usual == before.state.detector.baseline(row.feature, on: row.date))
        }
    }
}
