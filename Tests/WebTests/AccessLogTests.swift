import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Who saw or did what")
struct AccessLogTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        try fixture.save(WebFixture.alert("a"))
        try fixture.add("kim")
        try fixture.add("rev", .auditor)
    }

    @Test("each page and answer about a resident is logged with who, whom, when and from where, also refused ones")
    func reads() async throws {
        let ways =
            [
                ("/", "GET start", nil, 200), ("/residents/h1", "GET resident", "h1", 200),
                ("/homes/h1/devices", "GET devices", "h1", 200),
                ("/v1/homes/h1/devices", "GET home devices", "h1", 200),
                ("/v1/alerts?home=h1", "GET alerts", "h1", 200), ("/v1/alerts/a", "GET alert", "h1", 200),
                ("/v1/features?home=h1", "GET features", "h1", 200), ("/homes/h1/walk", "GET walk", "h1", 403),
                ("/residents/h9", "GET resident", "h9", 404), ("/v1/quarantine", "GET quarantine", nil, 403),
                ("/nothing", "GET unknown path", nil, 404),
            ] as [(String, String, String?, Int)]
        try await fixture.serving { client in
            let headers = try fixture.session("kim").headers
            for (path, _, _, status) in ways {
                #expect(try await client.get(path, headers: headers).status == status, "\(path)")
            }
        }
        let entries = try fixture.accesses()
        #expect(entries.map(\.act) == ways.map(\.1))
        #expect(entries.map(\.home) == ways.map(\.2))
        #expect(entries.map(\.status) == ways.map(\.3))
        for entry in entries {
            #expect(entry.login == "kim" && entry.name == "Kim Åberg" && entry.role == "nurse" && entry.areas == "all")
            #expect(entry.at == WebFixture.start && entry.address == "127.0.0.1" && entry.session?.count == 12)
            #expect(entry.resident == (entry.home == "h1" ? "Resident One" : nil))
        }
        #expect(try fixture.store.verifyAccessLog().last == Int64(ways.count))
    }

    @Test("steps, logins, failures and reading the log itself are logged")
    func steps() async throws {
        try await fixture.serving { client in
            let cookie = try await client.logIn("kim").cookie
            _ = try await client.logIn("kim", "wrong")
            _ = try await client.logIn("hunter2")
            let token = try #require(try await client.get("/", headers: cookie).formToken)
            _ = try await client.post("/v1/alerts/a/acknowledge", form: "token=\(token)", headers: cookie)
            _ = try await client.post("/v1/homes/h1/pause", form: "token=\(token)", headers: cookie)
            _ = try await client.post("/v1/homes/h1/pause", form: "token=x", headers: cookie)
            _ = try await client.post("/logout", form: "token=\(token)", headers: cookie)
            let auditor = try fixture.session("rev").headers
            _ = try await client.get("/access-log?home=h1", headers: auditor)
        }
        let entries = try fixture.accesses()
        #expect(
            entries.map { "\($0.act) \($0.login ?? "-") \($0.home ?? "-") \($0.subject ?? "-") \($0.status)" } == [
                "POST login - - kim 303", "POST login - - kim 401", "POST login - - - 401", "GET start kim - - 200",
                "POST acknowledge kim h1 a 303", "POST pause kim h1 - 303", "POST pause kim h1 - 403",
                "POST logout kim - - 303", "GET access log rev - home=h1 200",
            ])
        #expect(Set(entries[3...7].map(\.session)).count == 1)
    }

    @Test("a row is on the disk before its answer is sent")
    func beforeTheAnswer() async throws {
        try await fixture.serving { client in
            let headers = try fixture.session("kim").headers
            for number in 1...5 {
                _ = try await client.get("/residents/h1", headers: headers)
                #expect(try fixture.accesses().count == number)
            }
        }
    }

    @Test("a page that renews itself, and a stranger who asks again, make one row a quarter of an hour")
    func renewals() async throws {
        try await fixture.serving { client in
            let headers = try fixture.session("kim").headers.merging(["X-Vardag-Renewal": "1"]) { $1 }
            for _ in 0..<5 { _ = try await client.get("/residents/h1", headers: headers) }
            for number in 0..<5 { _ = try await client.get("/residents/made-up-\(number)") }
            #expect(try fixture.accesses().map(\.act) == ["GET resident", "GET resident"])
            #expect(try fixture.accesses().map(\.home) == ["h1", nil])
            fixture.clock.withLock { $0 = $0.adding(minutes: 16) }
            _ = try await client.get("/residents/h1", headers: headers)
            #expect(try fixture.accesses().count == 3)
        }
    }

    @Test("what is the same for everybody is not logged, nor anything without accounts")
    func silent() async throws {
        let other = try WebFixture()
        try await other.serving { client in
            for path in ["/", "/residents/h1", "/nothing"] { _ = try await client.get(path) }
        }
        #expect(try other.accesses().isEmpty)
        try await fixture.serving { client in
            for path in ["/livez", "/readyz", "/style.css", "/live.js"] { _ = try await client.get(path) }
        }
        #expect(try fixture.accesses().isEmpty)
    }

    @Test("while the log cannot be written its rows wait in memory, in their order, up to a bound")
    func waiting() async throws {
        let path = fixture.directory.appending(path: "care.db").path
        let readOnly = AccessDesk(store: try CareStore(readingOnly: path), logger: WebFixture.logger)
        let entry = AccessEntry(at: WebFixture.start, address: "a", act: "GET x", status: 200)
        for _ in 0..<3 { #expect(await readOnly.log(entry, active: nil)) }
        #expect(readOnly.waitingCount == 3)
        #expect(try fixture.accesses().isEmpty)
    }

    @Test("the auditor's page and answer tell the log; hostile names in it stay text")
    func page() async throws {
        let entry = AccessEntry(
            at: WebFixture.start, login: "kim", name: "<script>x</script>", role: "nurse", address: "1.2.3.4",
            act: "GET resident", home: "h1", resident: "Resident One", status: 200)
        try fixture.store.write { try $0.log((0..<(AccessLogPage.limit + 1)).map { _ in entry }) }
        try await fixture.serving { client in
            let headers = try fixture.session("rev").headers
            let start = try await client.get("/?lang=en", headers: headers)
            #expect(start.status == 303 && start.headers["location"] == "/access-log?lang=en")
            let page = try await client.get("/access-log?lang=en", headers: headers)
            #expect(page.body.contains("&lt;script&gt;x") && !page.body.contains("<script>x"))
            #expect(page.body.contains("GET resident (200)") && page.body.contains("1.2.3.4"))
            let older = try #require(page.body.range(of: "/access-log?before="))
            let number = page.body[older.upperBound...].prefix { $0.isNumber }
            let rest = try await client.get("/access-log?before=\(number)", headers: headers)
            #expect(rest.body.components(separatedBy: "<li value=").count == 3)
            let json = try await client.get("/v1/access-log?after=200&limit=2", headers: headers).json()
            #expect((json["rows"] as? [[String: Any]])?.count == 2 && json["next"] as? Int == 202)
        }
    }
}
