import CareModel
import GRDB
import Testing

@testable import Store

@Suite("The list of open alerts")
struct FeedTests {
    private let fixture: StoreFixture
    private let store: CareStore
    private let now = StoreFixture.start.adding(hours: 1)

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    private func save(_ alerts: Alert...) throws {
        try store.write { transaction in for alert in alerts { try transaction.save(alert) } }
    }

    private func alert(
        _ id: String, _ home: String = "h1", _ priority: Alert.Priority = .p2, minutes: Int64 = 0,
        _ state: Alert.State = .firing, title: String = "A", verb: AlertVerb? = nil
    ) -> Alert {
        var alert = StoreFixture.alert(
            id, home: home, onset: StoreFixture.start.adding(minutes: minutes), priority: priority, state: state)
        alert.title = .init(sv: title, en: "x")
        return verb.flatMap { alert.after($0, at: StoreFixture.start) } ?? alert
    }

    private func snooze(hours: Int64) -> AlertVerb {
        AlertVerb(.snooze, on: "", home: "", by: "Kim", about: "x", until: StoreFixture.start.adding(hours: hours))
    }

    private func ids(
        _ part: FeedPart = .care, _ filter: FeedFilter = FeedFilter(), limit: Int = 10, offset: Int = 0
    ) throws -> [[String]] {
        try store.feed(part, filter, at: now, limit: limit, offset: offset).groups.map { $0.alerts.map(\.id) }
    }

    @Test("homes come by their most urgent and then newest alert, and so do the alerts of each")
    func order() throws {
        try save(
            alert("a1", "h1", .p3, minutes: 50), alert("a2", "h1", .p2, minutes: 1), alert("b1", "h2", .p2, minutes: 9),
            alert("b2", "h2", .p2, minutes: 8), alert("c1", "h3", .p1, .acknowledged), alert("d1", "h4", .p3))
        try #expect(ids() == [["c1"], ["b1", "b2"], ["a2", "a1"], ["d1"]])
        try #expect(ids(limit: 2, offset: 1) == [["b1", "b2"], ["a2", "a1"]])
        try #expect(store.feed(.care, FeedFilter(), at: now, limit: 2, offset: 1).homeCount == 4)
    }

    @Test("an open alert is in exactly one part; one whose snooze has ended is back")
    func parts() throws {
        try save(
            alert("care"), alert("tech", "h1", .technical), alert("later", verb: snooze(hours: 2)),
            alert("back", verb: snooze(hours: 1)), alert("quiet", "h1", .p2, .suppressed),
            alert("waiting", "h1", .p2, .pending),
            alert("over", "h1", .p2, .resolved), alert("tech later", "h1", .technical, verb: snooze(hours: 2)))
        let parts = try FeedPart.allCases.map { try Set(ids($0).joined()) }
        #expect(parts == [["care", "back"], ["tech"], ["later", "tech later"], ["quiet"]])
        let counts = try store.feedCounts(FeedFilter(), at: now)
        #expect(counts.fitting == [.care: 2, .technical: 1, .snoozed: 2, .suppressed: 1])
        #expect(counts.urgent == 0 && counts.left == 0 && counts.urgentLeft == 0)
    }

    @Test("each filter shows what fits and counts what it leaves out, of the homes that may be seen")
    func filters() throws {
        let assigned = AlertVerb(.assign, on: "", home: "", by: "Kim", about: "north")
        try save(
            alert("a", "h1", .p1, title: "50% Åker_ut"), alert("b", "h2", .p2, .acknowledged, title: "stilla"),
            alert("c", "h3", .p2, verb: assigned), alert("hidden", "h4", .p1))
        var visible = FeedFilter(visible: ["h1", "h2", "h3"])
        try #expect(Set(ids(.care, visible).joined()) == ["a", "b", "c"])
        func shown(_ change: (inout FeedFilter) -> Void) throws -> [String] {
            var filter = visible
            change(&filter)
            let counts = try store.feedCounts(filter, at: now)
            let found = try ids(.care, filter).joined().sorted()
            #expect(counts.fitting[.care] == found.count && counts.left == 3 - found.count)
            #expect(counts.urgentLeft == (found.contains("a") ? 0 : 1) && counts.urgent + counts.urgentLeft == 1)
            return found
        }
        try #expect(shown { $0.homes = ["h2", "h4"] } == ["b"])
        try #expect(shown { $0.assignees = ["kim", "north"] } == ["c"])
        try #expect(shown { $0.assignees = ["kim"] } == [])
        try #expect(shown { $0.isAcknowledged = true } == ["b"])
        try #expect(shown { $0.isAcknowledged = false } == ["a", "c"])
        try #expect(shown { $0.priority = .p1 } == ["a"])
        try #expect(shown { $0.text = "STILL" } == ["b"])
        try #expect(shown { $0.text = "% åKER_" } == ["a"])
        try #expect(shown { $0.text = "%stilla" } == [])
        try #expect(shown { ($0.text, $0.named) = ("zzz", ["h3", "h4"]) } == ["c"])
        try #expect(shown { $0.text = "h2" } == ["b"])
        visible.visible = []
        try #expect(ids(.care, visible).isEmpty)
    }

    @Test("of thousands of alerts only those that are shown are decoded, with every P1 up to ten")
    func bounded() throws {
        try store.write { transaction in
            for home in 0..<40 {
                for number in 0..<20 {
                    try transaction.save(alert("\(home)-\(number)", "h\(home)", .p2, minutes: Int64(20 - number)))
                }
            }
            for number in 0..<12 { try transaction.save(alert("u\(number)", "h7", .p1, minutes: Int64(-number))) }
            // Whatever is read beyond what is shown cannot be decoded.
            try transaction.execute(
                """
                UPDATE alert SET body = '{}' WHERE priority = 'P2' AND latestAt < ? OR id IN ('u10', 'u11')
                  OR priority = 'P2' AND home = (SELECT number FROM home WHERE id = 'h7')
                """, [StoreFixture.start.adding(minutes: 18).milliseconds])
        }
        let page = try store.feed(.care, FeedFilter(), at: now, limit: 25)
        #expect(page.homeCount == 40 && page.groups.count == 25 && page.groups.first?.home == "h7")
        #expect(page.groups.first?.count == 32 && page.groups.first?.alerts.count == 10)
        #expect(page.groups.dropFirst().allSatisfy { $0.count == 20 && $0.alerts.count == 2 })
        #expect(throws: StoreError.self) { _ = try store.alerts(home: "h7", open: true) }
    }

    @Test("homes that cannot be seen are found by their alert")
    func unreachable() throws {
        var gone = alert("gone", "h2", .technical)
        gone.rule = "home_unreachable"
        var over = alert("over", "h3", .technical, .resolved)
        over.rule = gone.rule
        try save(alert("other"), gone, over)
        try #expect(store.unreachableHomes() == ["h2"])
        let plan = try store.read {
            try Row.fetchAll(
                $0,
                sql: """
                    EXPLAIN QUERY PLAN SELECT alert.home FROM alert
                    WHERE open AND instr(body, '"rule":"home_unreachable"') > 0 AND state <> 'pending'
                    """
            ).map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("alertOfUnseenHome") })
    }

    @Test("who was called about several alerts")
    func calls() throws {
        try store.write { transaction in
            for alert in ["a", "a", "b"] {
                try transaction.note(Call(alert: alert, run: 1, recipient: "phone", kind: .call, at: now))
            }
        }
        try #expect(store.calls(alerts: ["a", "c"]).mapValues(\.count) == ["a": 2])
        try #expect(store.calls(alerts: []).isEmpty)
    }
}
