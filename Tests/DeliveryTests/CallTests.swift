import CareModel
import Foundation
import Logging
import Store
import Synchronization
import Testing

@testable import Delivery

/// A gateway's store with alerts that change, and a clock that is set.
private final class CallWard: Sendable {
    let store: CareStore
    let clock = Mutex(Timestamp(iso8601: "2026-11-18T12:00:00Z") ?? Timestamp(seconds: 0))
    let settings: CallSettings

    init(_ settings: CallSettings) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("calls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try CareStore(path: folder.appendingPathComponent("v.db").path)
        self.settings = settings
        try work()
    }

    var now: Timestamp { clock.withLock { $0 } }

    func pass(_ seconds: Int64) throws {
        clock.withLock { $0 = $0.adding(seconds: seconds) }
        try work()
    }

    /// Each time by another desk, as after a restart.
    func work() throws {
        let desk = CallDesk(
            settings: settings, store: store,
            place: { home in .init(area: home == "south1" ? "south" : "north", timeZone: .gmt) },
            now: { self.now }, wakeDelivery: {}, logger: Logger(label: "test"))
        while try desk.work() {}
    }

    func tell(_ alert: Alert) throws {
        try store.write { transaction in
            try transaction.save(alert)
            _ = try transaction.append(
                Outgoing(
                    kind: .alert, subject: alert.home, key: "\(alert.id)/\(alert.history.count)", urgent: false,
                    createdAt: now, body: "{}"))
        }
    }

    @discardableResult
    func raise(_ id: String, _ priority: Alert.Priority = .p1, home: String = "north1") throws -> Alert {
        let alert = Alert(
            id: id, home: home, resident: "R", rule: "rule", family: .situation, priority: priority, state: .firing,
            onset: now, raisedAt: now, place: nil, title: .init(sv: "Tyst", en: "Silent"),
            explanation: .init(sv: "", en: ""), suggestion: .init(sv: "", en: ""),
            history: [.init(at: now, from: nil, to: .firing, by: Alert.Change.engine)])
        try tell(alert)
        try work()
        return alert
    }

    @discardableResult
    func act(_ act: Alert.Act, on id: String, about: String? = nil, until: Timestamp? = nil) throws -> Alert {
        let alert = try #require(try store.alert(id: id))
        let verb = AlertVerb(act, on: id, home: alert.home, by: "Kim", about: about, until: until)
        let changed = try #require(alert.after(verb, at: now))
        try tell(changed)
        try work()
        return changed
    }

    /// What went out: `call first`, `handled first`, `digest first: a b`.
    func sent() throws -> [String] {
        try store.outgoing(kinds: [.notice], after: 0, limit: 10_000).map { letter in
            let body = try JSONSerialization.jsonObject(with: Data(letter.json.utf8)) as? [String: Any]
            let alerts = (body?["alerts"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            let type = body?["type"] as? String ?? ""
            #expect(body?["recipient"] as? String == letter.subject)
            return type + " " + letter.subject + (type == "digest" ? ": " + alerts.joined(separator: " ") : "")
        }
    }
}

@Suite("Calls about alerts")
struct CallTests {
    private static let acute = CallChain(
        name: "acute", priorities: [.p1],
        steps: [.init(recipient: "first"), .init(recipient: "second"), .init(recipient: "third", afterSeconds: 300)])

    @Test("one after the other is called, round and round, until somebody has taken it on; then all are told")
    func escalates() throws {
        let ward = try CallWard(CallSettings(chains: [Self.acute]))
        try ward.raise("a")
        #expect(try ward.sent() == ["call first"])
        try ward.pass(89)
        #expect(try ward.sent().count == 1)
        try ward.pass(1)
        #expect(try ward.sent() == ["call first", "call second"])
        try ward.pass(300)
        try ward.pass(90)
        #expect(try ward.sent() == ["call first", "call second", "call third", "call first"])
        try ward.act(.acknowledge, on: "a")
        #expect(try ward.sent().suffix(3) == ["handled first", "handled second", "handled third"])
        try ward.pass(3600)
        #expect(try ward.sent().count == 7)
        #expect(try ward.store.calls(alert: "a").map(\.kind).filter { $0 == .call }.count == 4)
    }

    @Test("what happens again after it was taken on, or whose acknowledgement is taken back, is called anew")
    func again() throws {
        let ward = try CallWard(CallSettings(chains: [Self.acute]))
        try ward.raise("a")
        try ward.act(.setOut, on: "a")
        try ward.act(.undo, on: "a")
        #expect(try ward.sent() == ["call first", "handled first", "call first"])
        try ward.act(.assign, on: "a", about: "bo")
        #expect(try ward.sent().count == 3)
        try ward.pass(90)
        #expect(try ward.sent().last == "call second")
    }

    @Test("a chain with a number of rounds ends, and what was told before anybody was to be called is left alone")
    func rounds() throws {
        var chain = Self.acute
        chain.rounds = 1
        let ward = try CallWard(CallSettings(chains: [chain]))
        try ward.raise("a")
        for _ in 0..<20 { try ward.pass(300) }
        #expect(try ward.sent() == ["call first", "call second", "call third"])
    }

    @Test("areas have their own chain, and what none fits calls nobody")
    func areas() throws {
        let south = CallChain(name: "south", priorities: [.p1], areas: ["south"], steps: [.init(recipient: "sofia")])
        let ward = try CallWard(CallSettings(chains: [south, Self.acute]))
        try ward.raise("a", home: "south1")
        try ward.raise("b")
        try ward.raise("c", .technical)
        #expect(try ward.sent() == ["call sofia", "call first"])
    }

    @Test("quiet hours hold a call until their end, on the home's own clock")
    func quiet() throws {
        let day = CallChain(
            name: "day", priorities: [.p2], steps: [.init(recipient: "nurse")], rounds: 1,
            quiet: .init(from: 22 * 60, to: 6 * 60))
        let ward = try CallWard(CallSettings(chains: [Self.acute, day]))
        try ward.pass(11 * 3600)
        try ward.raise("a", .p2)
        try ward.raise("b", .p1)
        #expect(try ward.sent() == ["call first"])
        try ward.act(.acknowledge, on: "b")
        try ward.pass(7 * 3600 - 1)
        #expect(try ward.sent() == ["call first", "handled first"])
        try ward.pass(1)
        #expect(try ward.sent().last == "call nurse")
    }

    @Test("a digest tells together what is still to be told, once")
    func digest() throws {
        let week = CallChain(
            name: "week", priorities: [.p3], steps: [.init(recipient: "team")],
            digest: .init(at: 8 * 60, weekday: .mon))
        let ward = try CallWard(CallSettings(chains: [week]))
        for id in ["a", "b", "c"] { try ward.raise(id, .p3) }
        try ward.act(.resolve, on: "b")
        try ward.pass(5 * 86_400)
        #expect(try ward.sent() == ["digest team: a c"])
        try ward.act(.assign, on: "a", about: "bo")
        try ward.pass(14 * 86_400)
        #expect(try ward.sent().count == 1)
        try ward.act(.acknowledge, on: "a")
        #expect(try ward.sent().last == "handled team")
    }

    @Test("what is put off wakes up when its time has come, unless it is over")
    func snoozed() throws {
        let chain = CallChain(name: "day", priorities: [.p2], steps: [.init(recipient: "nurse")])
        let ward = try CallWard(CallSettings(chains: [chain]))
        try ward.raise("a", .p2)
        try ward.raise("b", .p2)
        for id in ["a", "b"] {
            try ward.act(.snooze, on: id, about: "guests", until: ward.now.adding(hours: 2))
        }
        try ward.pass(3600)
        try ward.act(.resolve, on: "b")
        #expect(try ward.sent() == ["call nurse", "call nurse", "handled nurse", "handled nurse"])
        try ward.pass(3599)
        #expect(try ward.sent().count == 4)
        try ward.pass(1)
        #expect(try ward.sent().suffix(1) == ["call nurse"])
    }

    @Test("beyond the storm limit calls are gathered into one; the most urgent never are, and nothing is lost")
    func storm() throws {
        let chain = CallChain(name: "day", priorities: [.p2], steps: [.init(recipient: "first")], rounds: 1)
        let ward = try CallWard(CallSettings(chains: [Self.acute, chain], stormLimit: 3))
        for number in 0..<8 { try ward.raise("s\(number)", .p2) }
        #expect(try ward.sent() == ["call first", "call first", "call first"])
        try ward.raise("z", .p1)
        #expect(try ward.sent().last == "call first")
        try ward.act(.resolve, on: "z")
        try ward.pass(CallDesk.stormGatherMinutes * 60)
        #expect(try ward.sent().last == "digest first: s3 s4 s5 s6 s7")
    }

    @Test("a priority that rises is called by its own chain at once")
    func raised() throws {
        let day = CallChain(
            name: "day", priorities: [.p2], steps: [.init(recipient: "nurse")], quiet: .init(from: 0, to: 1439))
        let ward = try CallWard(CallSettings(chains: [Self.acute, day]))
        var alert = try ward.raise("a", .p2)
        #expect(try ward.sent().isEmpty)
        alert.priority = .p1
        alert.history.append(.init(at: ward.now, from: .firing, to: .firing, by: Alert.Change.engine))
        try ward.tell(alert)
        try ward.work()
        #expect(try ward.sent() == ["call first"])
    }

    @Test("alerts of before there was anybody to call are not called")
    func before() throws {
        let ward = try CallWard(CallSettings(chains: [Self.acute]))
        let other = try CallWard(CallSettings(chains: [Self.acute]))
        try other.raise("a")
        #expect(try other.sent().count == 1)
        #expect(try ward.sent().isEmpty)
    }

    /// Restarted before each step, and the clock at any pace.
    @Test(
        "whatever happens in which order: nobody who should be called is forgotten, nobody else is called, all are told"
    )
    func anyOrder() throws {
        let day = CallChain(
            name: "day", priorities: [.p2], steps: [.init(recipient: "first"), .init(recipient: "nurse")],
            quiet: .init(from: 22 * 60, to: 6 * 60))
        let week = CallChain(
            name: "week", priorities: [.p3], steps: [.init(recipient: "team")], digest: .init(at: 8 * 60))
        for seed in UInt64(1)...8 {
            var chance = Chance(state: seed)
            let ward = try CallWard(CallSettings(chains: [Self.acute, day, week], stormLimit: 5))
            var ids: [String] = []
            var sent = 0
            for step in 0..<80 {
                switch chance.below(4) {
                case 0:
                    ids.append("a\(step)")
                    try ward.raise("a\(step)", [.p1, .p2, .p3, .technical][chance.below(4)])
                case 1 where !ids.isEmpty:
                    let id = ids[chance.below(ids.count)]
                    let alert = try #require(try ward.store.alert(id: id))
                    let act = Alert.Act.allCases[chance.below(Alert.Act.allCases.count)]
                    let verb = AlertVerb(
                        act, on: id, home: alert.home, by: "Kim", about: act == .snooze ? "guests" : nil,
                        until: act == .snooze ? ward.now.adding(hours: Int64(1 + chance.below(48))) : nil)
                    if let changed = alert.after(verb, at: ward.now) { try ward.tell(changed) }
                    try ward.work()
                default: try ward.pass(Int64(chance.below(chance.below(5) == 0 ? 40_000 : 400)))
                }
                sent = try check(ward, ids, since: sent)
            }
        }
    }

    /// The number of notices so far.
    private func check(_ ward: CallWard, _ ids: [String], since: Int) throws -> Int {
        let letters = try ward.store.outgoing(kinds: [.notice], after: 0, limit: 10_000)
        #expect(Set(letters.map(\.key)).count == letters.count)
        for letter in letters.dropFirst(since) where !letter.key.hasPrefix("handled/") {
            let body = try JSONSerialization.jsonObject(with: Data(letter.json.utf8)) as? [String: Any]
            for about in body?["alerts"] as? [[String: Any]] ?? [] {
                let alert = try #require(try ward.store.alert(id: about["id"] as? String ?? ""))
                #expect(alert.state == .firing && !alert.isSnoozed(at: ward.now), "\(letter.key)")
            }
        }
        for id in ids {
            let alert = try #require(try ward.store.alert(id: id))
            let calls = try ward.store.calls(alert: id)
            let run = try ward.store.write { try $0.callRun(alert: id) }
            let isWaiting = try ward.store.write { try $0.isWaiting(alert: id) }
            if alert.state == .firing, alert.priority != .technical {
                let isTold = calls.last?.kind == .digest
                #expect(run?.dueAt != nil || isWaiting || isTold, "\(id) is forgotten")
            } else {
                #expect(run == nil && !isWaiting, "\(id) is still called about")
                let last = calls.last { $0.kind != .handled }?.run
                let told = calls.filter { $0.run == last }
                #expect(
                    Set(told.map(\.recipient)) == Set(told.filter { $0.kind == .handled }.map(\.recipient)),
                    "not everybody knows that \(id) is over")
            }
        }
        return letters.count
    }
}

/// Numbers that look random; the same for the same seed (SplitMix64).
private struct Chance {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(1, limit)))
    }
}
