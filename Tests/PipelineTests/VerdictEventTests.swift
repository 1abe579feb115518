import CareEngine
import CareModel
import Simulator
import Store
import Testing

@testable import Pipeline

@Suite("A verdict is journalled like a message")
struct VerdictEventTests {
    private static func act(_ judgement: Alert.Judgement?, _ act: Alert.Act = .review) -> GatewayEvent {
        .act(AlertVerb(act, on: "a", home: "home001", by: "Kim", judgement: judgement, note: "guests"))
    }

    private static let judgements: [Alert.Judgement?] = [nil, .give(.mistaken), .give(.useful), .withdraw]

    @Test("it reads back as it was written", arguments: Self.judgements)
    func roundTrip(judgement: Alert.Judgement?) {
        let event = Self.act(judgement)
        #expect(GatewayEvent(payload: event.payload) == event)
    }

    @Test("a step of before verdicts is one without; an unknown verdict is no event")
    func otherForms() {
        let old = #"{"alert":"a","by":"Kim","event":"act","home":"home001","note":"guests","step":"review"}"#
        #expect(GatewayEvent(payload: Array(old.utf8)) == Self.act(nil))
        #expect(GatewayEvent(payload: Array((old.dropLast() + #","verdict":"great"}"#).utf8)) == nil)
    }

    @Test("it is kept with the state that it moved, outlives a restart, and a rebuild meets it at the same place")
    func recovery() throws {
        let bench = try Bench(Bench.homes(days: 3))
        try bench.take(bench.messages, committingEvery: 500)
        let sos = try #require(try bench.store.alerts(home: "home001").first { $0.rule == "sos" })
        let steps: [(Alert.Act, Alert.Judgement)] = [
            (.resolve, .give(.mistaken)), (.review, .give(.useful)), (.review, .withdraw), (.review, .give(.known)),
        ]
        for (step, judgement) in steps {
            let event = GatewayEvent.act(
                AlertVerb(step, on: sos.id, home: "home001", by: "Kim", judgement: judgement))
            bench.take([
                IncomingMessage(
                    topic: GatewayEvent.topic, payload: event.payload, isRetained: false,
                    receivedAt: bench.pipeline.clock)
            ])
        }
        try bench.pipeline.commit()
        let judged = try #require(try bench.store.alert(id: sos.id))
        #expect(judged.verdict == .known && judged.verdictBy == "Kim" && judged.state == .reviewed)
        #expect(
            judged.history.compactMap(\.note).suffix(4)
                == ["verdict: false", "verdict: useful", "verdict: none", "verdict: known"])
        let number = try #require(try bench.store.homes().first { $0.id == "home001" }?.number)
        let saved = try #require(try bench.store.states().first { $0.home == number })
        let live = bench.pipeline.engines[0].state
        #expect(try HomeState(decoding: saved.bytes) == live)

        try bench.restart()
        #expect(bench.pipeline.engines[0].state == live)
        try bench.store.write { transaction in
            var old = saved
            old.version -= 1
            try transaction.save(old)
        }
        #expect(try bench.restart().rebuilt.count == 1)
        #expect(bench.pipeline.engines[0].state == live)
        try bench.finish()
        #expect(try bench.store.alert(id: sos.id) == judged)
    }
}
