import CareModel
import GRDB
import Testing

@testable import Store

@Suite struct ResultTests {
    let store: CareStore
    let fixture: StoreFixture
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func featuresComeByHomeDateAndName() throws {
        let day = StoreFixture.day
        try store.write { transaction in
            try transaction.save([StoreFixture.feature("b", home: "h2")])
            try transaction.save([StoreFixture.feature("b", home: "h1", day: day.next)])
            try transaction.save([StoreFixture.feature("b:kitchen", home: "h1", value: nil)])
            try transaction.save([StoreFixture.feature("a", home: "h1")])
        }
        let all = try store.features()
        #expect(
            all.map { "\($0.home) \($0.date.number - day.number) \($0.feature)" }
                == ["h1 0 a", "h1 0 b:kitchen", "h1 1 b", "h2 0 b"])
        #expect(all[1] == StoreFixture.feature("b:kitchen", value: nil))
        try #expect(store.features(home: "h2").map(\.home) == ["h2"])
        try #expect(store.features(home: "h9").isEmpty)
        try #expect(store.features(from: day.next).count == 1)
        try #expect(store.features(from: day, to: day).count == 3)
        try #expect(store.features(to: day.previous).isEmpty)
    }

    @Test func aFeatureIsReplacedAndCountedOnce() throws {
        var feature = StoreFixture.feature("f")
        try store.write { try $0.save([feature]) }
        feature = DailyFeature(
            home: "h1", resident: "r7", date: feature.date, feature: "f", value: 0.1, unit: "min", coverage: 0.5,
            context: .hospital, definitionVersion: 2, revision: 1,
            usual: Baseline(expected: 2, usualLow: 1, usualHigh: 3.5), withheld: .hospital, u: -1.25)
        try store.write { try $0.save([feature]) }
        try #expect(store.features() == [feature])
        try #expect(store.figures().features == 1)
    }

    @Test func anAlertIsReplacedAndComesBackAsItWas() throws {
        var alert = StoreFixture.alert("a")
        try store.write { try $0.save(alert) }
        alert.state = .resolved
        alert.clearedAt = StoreFixture.start.adding(minutes: 5)
        alert.history.append(.init(at: StoreFixture.start, from: .firing, to: .resolved, by: "Kim", note: "seen"))
        try store.write { try $0.save(alert) }
        try #expect(store.alert(id: "a") == alert)
        try #expect(store.alerts() == [alert])
        try #expect(store.alert(id: "b") == nil)
    }

    @Test func alertsAreFilteredInTheOrderOfTheirOnset() throws {
        let start = StoreFixture.start
        try store.write { transaction in
            try transaction.save(StoreFixture.alert("d", onset: start.adding(minutes: 2), state: .suppressed))
            try transaction.save(StoreFixture.alert("c", onset: start.adding(minutes: 1), state: .resolved))
            try transaction.save(StoreFixture.alert("b", onset: start.adding(minutes: 1)))
            try transaction.save(StoreFixture.alert("a", home: "h2", state: .reviewed))
        }
        func ids(_ alerts: [Alert]) -> String { alerts.map(\.id).joined() }
        #expect(ids(try store.alerts()) == "abcd")
        #expect(ids(try store.alerts(limit: 2)) == "ab")
        #expect(ids(try store.alerts(limit: 3, newestFirst: true)) == "dcb")
        #expect(ids(try store.alerts(home: "h1", open: true)) == "bd")
        #expect(ids(try store.alerts(open: false)) == "ac")
        #expect(ids(try store.alerts(home: "h2")) == "a")
        #expect(ids(try store.alerts(home: "h9")) == "")
        #expect(ids(try store.alerts(from: start.adding(minutes: 1), to: start.adding(minutes: 2))) == "bc")
    }

    @Test func anUnreadableAlertIsReportedAsDamage() throws {
        try store.write { transaction in
            try transaction.save(StoreFixture.alert("a"))
            try transaction.execute("UPDATE alert SET body = '{'", [])
        }
        #expect {
            try store.alerts()
        } throws: {
            if case StoreError.damaged = $0 { true } else { false }
        }
    }

    @Test func theOutboxHoldsEachKeyOnce() throws {
        try store.write { transaction in
            try #expect(transaction.append(StoreFixture.outgoing("k1")) == 1)
            try #expect(transaction.append(StoreFixture.outgoing("k2", kind: .feature)) == 2)
            try #expect(transaction.append(StoreFixture.outgoing("k1")) == 1)
        }
        try store.write { transaction in
            try #expect(transaction.append(StoreFixture.outgoing("k2")) == 2)
            try #expect(transaction.append(StoreFixture.outgoing("k3")) == 3)
        }
        let all = try store.outgoing(kinds: [.alert, .feature], after: 0, limit: 10)
        #expect(all.map(\.key) == ["k1", "k2", "k3"])
        #expect(all[1].kind == .feature)
        #expect(all[0].json == #"{"cursor":1,"a":1}"#)
        try #expect(store.outgoing(kinds: [.alert], after: 1, limit: 10).map(\.cursor) == [3])
        try #expect(store.outgoing(kinds: [.alert, .feature], after: 1, limit: 1).map(\.cursor) == [2])
        try #expect(store.outgoing(kinds: [], after: 0, limit: 10).isEmpty)
    }

    @Test(arguments: [
        (#"{}"#, #"{"cursor":4}"#), (#" { } "#, #"{"cursor":4} "#), (#"{"a":{}}"#, #"{"cursor":4,"a":{}}"#),
        ("{\n  \"a\": 1}", #"{"cursor":4,"a": 1}"#),
    ])
    func theCursorIsPutFirst(body: String, json: String) {
        var outgoing = StoreFixture.outgoing("k")
        outgoing.cursor = 4
        outgoing.body = body
        #expect(outgoing.json == json)
    }

    @Test func positionsAndPendingEntriesPerDestination() throws {
        try #expect(store.deliveryPosition("mqtt") == 0)
        try store.write { transaction in
            for number in 1...10 {
                _ = try transaction.append(
                    StoreFixture.outgoing("k\(number)", at: StoreFixture.start.adding(minutes: Int64(number))))
            }
            try transaction.setDeliveryPosition("mqtt", 4)
            try transaction.setDeliveryPosition("mqtt", 7)
            try transaction.setDeliveryPosition("http", 0)
            try transaction.setDeliveryPosition("ahead", 10)
        }
        try #expect(store.deliveryPosition("mqtt") == 7)
        try #expect(store.figures().destinations.mapValues(\.pending) == ["mqtt": 3, "http": 10, "ahead": 0])
        let waitingSince = StoreFixture.start.adding(minutes: 8)
        try #expect(store.figures().destinations["mqtt"]?.oldestPendingAt == waitingSince)
        try #expect(store.figures().destinations["ahead"]?.oldestPendingAt == nil)
        try store.write { transaction in
            let before = StoreFixture.start.adding(minutes: 6)
            try #expect(transaction.pruneOutgoing(before: before, deliveredThrough: 3, limit: 2) == 2)
            try #expect(transaction.pruneOutgoing(before: before, deliveredThrough: 3, limit: 2) == 1)
            try #expect(transaction.pruneOutgoing(before: before, deliveredThrough: 9, limit: 10) == 2)
        }
        try #expect(store.outgoing(kinds: [.alert], after: 0, limit: 1).map(\.cursor) == [6])
        try #expect(store.figures().outgoing == 5)
        try #expect(store.figures().destinations.mapValues(\.pending) == ["mqtt": 3, "http": 5, "ahead": 0])
        try store.write { transaction in
            _ = try transaction.pruneOutgoing(before: .distantFuture, deliveredThrough: 10, limit: 10)
            try #expect(transaction.append(StoreFixture.outgoing("new")) == 11)
        }
    }
}
