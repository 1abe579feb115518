import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Who may see and do what")
struct RoleTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        fixture.homes.withLock { $0 = [WebFixture.home("h1"), WebFixture.home("h2")] }
        try fixture.save(WebFixture.alert("a", words: "behaviour"), WebFixture.alert("b", home: "h2", words: "other"))
        try fixture.save([WebFixture.feature("sleep_minutes"), WebFixture.feature("sleep_minutes", home: "h2")])
        for role in AccountRole.allCases { try fixture.add(role.rawValue, role) }
    }

    struct Way: Sendable {
        var route: Route
        var method: String
        var path: String
        /// Letters of the roles that are let through: n, c, i, o, a; x also without a session.
        var open: String
    }

    /// The whole table, written down once more beside the program's own.
    static let ways =
        [
            Way(route: .alertList, method: "GET", path: "/", open: "ncioa"),
            Way(route: .homes, method: "GET", path: "/homes", open: "ncio"),
            Way(route: .resident(home: "h1"), method: "GET", path: "/residents/h1", open: "nc"),
            Way(route: .alertPage(id: "a"), method: "GET", path: "/alerts/a", open: "nc"),
            Way(route: .history(home: "h1"), method: "GET", path: "/residents/h1/features", open: "nc"),
            Way(route: .report(home: "h1"), method: "GET", path: "/residents/h1/report", open: "nc"),
            Way(route: .handover, method: "GET", path: "/handover", open: "nc"),
            Way(route: .devices(home: "h1"), method: "GET", path: "/homes/h1/devices", open: "ncio"),
            Way(route: .walk(home: "h1"), method: "GET", path: "/homes/h1/walk", open: "ci"),
            Way(route: .place(home: "h1"), method: "GET", path: "/v1/homes/h1/devices", open: "ncio"),
            Way(route: .place(home: "h1"), method: "POST", path: "/v1/homes/h1/devices", open: "ci"),
            Way(route: .alerts, method: "GET", path: "/v1/alerts", open: "nc"),
            Way(route: .alert(id: "a"), method: "GET", path: "/v1/alerts/a", open: "nc"),
            Way(route: .features, method: "GET", path: "/v1/features", open: "nc"),
            Way(route: .featureUpdates, method: "GET", path: "/v1/feature-updates", open: "c"),
            Way(route: .quarantine, method: "GET", path: "/v1/quarantine", open: "o"),
            Way(route: .metrics, method: "GET", path: "/metrics", open: "o"),
            Way(route: .events, method: "HEAD", path: "/events", open: "ncio"),
            Way(route: .accessPage, method: "GET", path: "/access-log", open: "a"),
            Way(route: .accessRows, method: "GET", path: "/v1/access-log", open: "a"),
            Way(route: .feed(.atom), method: "GET", path: "/feeds/alerts.atom", open: "nc"),
            Way(route: .feed(.json), method: "GET", path: "/feeds/alerts.json", open: "nc"),
            Way(route: .destinations, method: "GET", path: "/destinations", open: "co"),
            Way(route: .chainTest, method: "GET", path: "/v1/chain-test", open: "co"),
            Way(route: .chainTest, method: "POST", path: "/v1/chain-test", open: "co"),
            Way(route: .openAPI, method: "GET", path: "/v1/openapi.json", open: "ncioa"),
            Way(route: .password, method: "GET", path: "/password", open: "ncioa"),
            Way(route: .secondFactor, method: "GET", path: "/second-factor", open: "ncioa"),
            Way(route: .logins, method: "GET", path: "/logins", open: "ncioa"),
            Way(route: .logout, method: "POST", path: "/logout", open: "ncioa"),
            Way(route: .login, method: "GET", path: "/login", open: "ncioax"),
            Way(route: .setup, method: "GET", path: "/setup", open: "ncioax"),
            Way(route: .live, method: "GET", path: "/livez", open: "ncioax"),
            Way(route: .ready, method: "GET", path: "/readyz", open: "ncioax"),
            Way(route: .styleSheet, method: "GET", path: "/style.css", open: "ncioax"),
            Way(route: .script, method: "GET", path: "/live.js", open: "ncioax"),
            Way(route: .printScript, method: "GET", path: "/print.js", open: "ncioax"),
        ]
        + Alert.Act.allCases.map {
            Way(route: .act($0, id: "a"), method: "POST", path: PagePath.step($0, alert: "a"), open: "nc")
        }
        + [
            Way(route: .plan(home: "h1"), method: "POST", path: PagePath.plan(home: "h1"), open: "nc"),
            Way(route: .cancel(home: "h1"), method: "POST", path: PagePath.cancel(home: "h1"), open: "nc"),
        ]
        + HomeStep.allCases.map {
            Way(
                route: .enter($0, home: "h1"), method: "POST", path: PagePath.enter($0, home: "h1"),
                open: [.test, .endTest].contains($0) ? "nci" : "nc")
        }

    private static let letters: [(Character, AccountRole?)] = [
        ("n", .nurse), ("c", .coordinator), ("i", .installer), ("o", .operator), ("a", .auditor), ("x", nil),
    ]

    /// Fails to compile when a route is added, so that it is also put into the table.
    private static func kind(_ route: Route) -> String {
        switch route {
        case .alertList, .homes, .alertPage, .resident, .history, .report, .handover, .devices, .styleSheet, .script,
            .printScript, .events, .alerts, .alert, .act, .enter, .plan, .cancel, .walk,
            .place, .features, .featureUpdates, .quarantine, .live, .ready, .metrics, .login, .logout, .setup,
            .password, .secondFactor, .logins, .accessPage, .accessRows, .openAPI, .feed, .destinations, .chainTest:
            String("\(route)".prefix { $0 != "(" })
        }
    }

    @Test("each route answers the roles of the table and nobody else")
    func table() async throws {
        #expect(Set(Self.ways.map { Self.kind($0.route) }).count == 38)
        for way in Self.ways { #expect(Route(path: way.path) == way.route) }
        try await fixture.serving { client in
            for (letter, role) in Self.letters {
                for way in Self.ways {
                    let session = try role.map { try fixture.session($0.rawValue) }
                    var headers = session?.headers ?? [:]
                    var body: String?
                    if way.method == "POST" {
                        headers["Content-Type"] = "application/x-www-form-urlencoded"
                        body = "token=\(session?.form ?? "")"
                    }
                    let reply = try await client.send(way.method, way.path, headers: headers, body: body)
                    let refused =
                        reply.status == 401 || reply.status == 403
                        || reply.headers["location"]?.hasPrefix("/login?next=") == true
                    #expect(
                        refused == !way.open.contains(letter), "\(letter) \(way.method) \(way.path): \(reply.status)")
                }
            }
        }
    }

    @Test("an installer and an operator see homes and devices, and nothing of anybody's behaviour, anywhere")
    func noBehaviour() async throws {
        fixture.walk.withLock { $0 = SampleHome.triggers }
        try await fixture.serving { client in
            for role in ["installer", "operator"] {
                let headers = try fixture.session(role).headers
                let start = try await client.get("/", headers: headers)
                #expect(start.status == 200 && start.body.contains("href=\"/homes/h1/devices"))
                for path in ["/", "/homes", "/homes/h1/devices", "/v1/homes/h1/devices", "/homes/h1/walk"] {
                    let body = try await client.get(path, headers: headers).body
                    for word in ["behaviour", "sleep", "/residents/", "Resident", "name=\"by\""] {
                        #expect(!body.contains(word), "\(role) \(path): \(word)")
                    }
                }
            }
        }
    }

    @Test("an installer sees what sensors say only while the home is in test, and can begin and end that")
    func walk() async throws {
        fixture.walk.withLock { $0 = SampleHome.triggers }
        try await fixture.serving { client in
            let session = try fixture.session("installer")
            let hidden = try await client.get("/homes/h1/walk?lang=en", headers: session.headers)
            #expect(hidden.body.contains("Put the home into test to see.") && !hidden.body.contains("<strong>door"))
            let begun = try await client.post(
                "/v1/homes/h1/test", form: "token=\(session.form)&lang=en", headers: session.headers)
            #expect(begun.status == 303 && begun.headers["location"] == "/homes/h1/walk?lang=en")
            #expect(fixture.entries.withLock { $0.last?.by } == "Kim Åberg (installer)")
            fixture.home.withLock {
                $0?.status.circumstances = [
                    Circumstance(kind: .test, from: WebFixture.start.adding(hours: -1), until: nil, by: "x")
                ]
            }
            let seen = try await client.get("/homes/h1/walk?lang=en", headers: session.headers)
            #expect(seen.body.contains("<strong>door") && seen.body.contains("/v1/homes/h1/end-test"))
        }
    }

    @Test("the author of a step is the account, whatever the form says, and the form is of this session")
    func author() async throws {
        try await fixture.serving { client in
            let (session, other) = (try fixture.session("nurse"), try fixture.session("nurse"))
            for form in ["by=Eve", "by=Eve&token=", "by=Eve&token=\(other.form)"] {
                let reply = try await client.post("/v1/alerts/a/acknowledge", form: form, headers: session.headers)
                #expect(reply.status == 403)
            }
            let json = try await client.post(
                "/v1/alerts/a/acknowledge", json: #"{"by":"Eve"}"#, headers: session.headers)
            #expect(json.status == 403 && fixture.verbs.withLock { $0.isEmpty })
            let page = try await client.get("/residents/h1", headers: session.headers)
            #expect(page.formToken == session.form)
            let done = try await client.post(
                "/v1/alerts/a/acknowledge", form: "by=Eve&token=\(session.form)", headers: session.headers)
            #expect(done.status == 303)
            let program = try fixture.program("coordinator")
            #expect(try await client.post("/v1/alerts/b/acknowledge", json: "{}", headers: program).status == 200)
        }
        #expect(fixture.verbs.withLock { $0.map(\.by) } == ["Kim Åberg (nurse)", "Kim Åberg (coordinator)"])
    }

    @Test("an account for some homes finds no others: not in a list, not by their address, not through an alert")
    func scope() async throws {
        let h1 = AccountScope.some(areas: [], homes: ["h1"])
        try fixture.add("local", .coordinator, scope: h1)
        try fixture.add("fitter", .installer, scope: h1)
        try await fixture.serving { client in
            let (local, fitter) = (try fixture.session("local"), try fixture.session("fitter"))
            for path in ["/", "/homes", "/v1/alerts", "/v1/features", "/handover"] {
                let body = try await client.get(path, headers: local.headers).body
                #expect(Self.tells(body, "h1") && !Self.tells(body, "h2") && !body.contains("other"), "\(path)")
            }
            let homes = try await client.get("/", headers: fitter.headers).body
            #expect(Self.tells(homes, "h1") && !Self.tells(homes, "h2"))
            for path in [
                "/residents/h2", "/residents/h2/features", "/residents/h2/report", "/alerts/b", "/homes/h2/devices",
                "/homes/h2/walk", "/v1/homes/h2/devices", "/v1/alerts/b",
                "/residents/h9", "/v1/alerts/c",
            ] {
                let reply = try await client.get(path, headers: local.headers)
                #expect(reply.status == 404, "\(path)")
            }
            for path in ["/v1/alerts?home=h2", "/v1/features?home=h2"] {
                let json = try await client.get(path, headers: local.headers).json()
                #expect((json["alerts"] ?? json["features"]) as? [String] == [], "\(path)")
            }
            for path in ["/v1/alerts/b/acknowledge", "/v1/homes/h2/pause"] {
                let reply = try await client.post(path, form: "token=\(local.form)", headers: local.headers)
                #expect(reply.status == 404, "\(path)")
            }
            #expect(try await client.get("/v1/feature-updates", headers: local.headers).status == 403)
        }
        #expect(fixture.verbs.withLock { $0.isEmpty } && fixture.entries.withLock { $0.isEmpty })
    }

    @Test("an area's account has the homes that name it now, and no longer those that name another")
    func areas() async throws {
        try fixture.add("north", .nurse, scope: .some(areas: ["north"], homes: []))
        @Sendable func homes(_ area: String?) -> [HomeDefinition] {
            var home = WebFixture.home("h2")
            home.area = area
            return [WebFixture.home("h1"), home]
        }
        try await fixture.serving { client in
            let headers = try fixture.session("north").headers
            for (area, status) in [("north", 200), ("south", 404), (nil, 404)] as [(String?, Int)] {
                fixture.homes.withLock { $0 = homes(area) }
                let reply = try await client.get("/residents/h2", headers: headers)
                #expect(reply.status == status)
                #expect(try await client.get("/residents/h1", headers: headers).status == 404)
            }
        }
    }

    /// In a link, or in JSON.
    private static func tells(_ body: String, _ home: String) -> Bool {
        body.contains("s/\(home)") || body.contains("\"\(home)\"")
    }

    @Test("an account for nothing sees no home")
    func nothing() async throws {
        try fixture.add("none", .nurse, scope: .some(areas: ["elsewhere"], homes: []))
        try await fixture.serving { client in
            let headers = try fixture.session("none").headers
            let list = try await client.get("/", headers: headers)
            #expect(list.status == 200 && !Self.tells(list.body, "h1") && !list.body.contains("behaviour"))
            #expect(try await client.get("/residents/h1", headers: headers).status == 404)
        }
    }
}
