import CareModel
import Foundation
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

/// The requirements of OWASP ASVS 5.0 that docs/security.md says are tested here, one check each.
@Suite("Security requirements by their id")
struct RequirementTests {
    typealias Check = @Sendable (WebFixture, RawClient) async throws -> Void

    private static let checks: [String: Check] = cookies.merging(headers) { $1 }.merging(passwords) { $1 }
        .merging(sessions) { $1 }.merging(access) { $1 }

    @Test("each requirement holds", arguments: checks.keys.sorted())
    func requirement(id: String) async throws {
        let check = try #require(Self.checks[id])
        let fixture = try WebFixture()
        try fixture.save(WebFixture.alert("a"))
        try fixture.add("kim")
        try fixture.add("bo", .installer)
        let isBehindProxy = Self.needingProxy.contains(id)
        try await fixture.serving(
            isBehindProxy: isBehindProxy, requiresSecondFactor: Self.requiringSecondFactor.contains(id)
        ) { try await check(fixture, $0) }
    }

    @Test("the document names these requirements and no others")
    func document() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "docs/security.md")
        // Where the sources are elsewhere than they were built, there is nothing to compare.
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("RequirementTests") }
        let named = lines.compactMap { $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces) }
        #expect(Set(named) == Set(Self.checks.keys) && named.count == Self.checks.count)
    }

    private static let needingProxy: Set = ["3.3.1", "3.3.3", "3.4.1"]
    private static let requiringSecondFactor: Set = ["6.3.3"]

    private static func cookie(_ client: RawClient) async throws -> String {
        try #require(try await client.logIn("kim").headers["set-cookie"])
    }

    private static let cookies: [String: Check] = [
        "3.3.1": { _, client in try await #expect(cookie(client).hasSuffix("; Secure")) },
        "3.3.2": { _, client in try await #expect(cookie(client).contains("; SameSite=Strict")) },
        "3.3.3": { _, client in
            let cookie = try await cookie(client)
            #expect(cookie.hasPrefix("__Host-") && cookie.contains("; Path=/;") && !cookie.contains("Domain"))
        },
        "3.3.4": { _, client in
            let reply = try await client.logIn("kim")
            let token = try #require(reply.cookie["Cookie"]?.split(separator: "=").last)
            #expect(reply.headers["set-cookie"]?.contains("; HttpOnly") == true)
            for path in ["/", "/residents/h1", "/password"] {
                let page = try await client.get(path, headers: reply.cookie)
                #expect(page.status == 200 && !page.body.contains(token), "\(path)")
            }
        },
    ]

    /// A page, an answer, an error, a redirect, and what is open to all.
    private static func everywhere(
        _ fixture: WebFixture, _ client: RawClient, _ check: (RawClient.Reply) -> Bool
    ) async throws {
        let session = try fixture.session("kim").headers
        for path in ["/", "/residents/h1", "/v1/alerts", "/nothing", "/metrics", "/login", "/livez", "/style.css"] {
            for headers in [session, [:], session.merging(["Origin": "https://evil.example"]) { $1 }] {
                #expect(check(try await client.get(path, headers: headers)), "\(path)")
            }
        }
    }

    private static func policy(_ directive: String) -> Check {
        { fixture, client in
            try await everywhere(fixture, client) {
                $0.headers["content-security-policy"]?.contains(directive) == true
            }
        }
    }

    private static func header(_ name: String, _ value: String?) -> Check {
        { fixture, client in try await everywhere(fixture, client) { $0.headers[name] == value } }
    }

    private static let headers: [String: Check] = [
        "3.4.1": header("strict-transport-security", "max-age=31536000; includeSubDomains"),
        "3.4.2": header("access-control-allow-origin", nil),
        "3.4.3": { fixture, client in
            // `object-src` follows from it.
            for directive in ["default-src 'none'", "base-uri 'none'"] { try await policy(directive)(fixture, client) }
        },
        "3.4.4": header("x-content-type-options", "nosniff"),
        "3.4.5": header("referrer-policy", "no-referrer"),
        "3.4.6": policy("frame-ancestors 'none'"),
        "3.5.1": { fixture, client in
            let session = try fixture.session("kim")
            for (form, more) in [("", [:]), ("token=\(session.form)", ["Sec-Fetch-Site": "cross-site"])] {
                let headers = session.headers.merging(more) { $1 }
                let reply = try await client.post("/v1/alerts/a/acknowledge", form: form, headers: headers)
                #expect(reply.status == 403)
            }
        },
        "3.5.3": { fixture, client in
            let headers = try fixture.session("kim").headers
            for path in ["/v1/alerts/a/acknowledge", "/v1/homes/h1/pause", "/logout"] {
                let reply = try await client.get(path, headers: headers)
                #expect(reply.status == 405, "\(path)")
            }
        },
        "3.7.2": { _, client in
            let reply = try await client.logIn("kim", more: "&next=https%3A%2F%2Fevil.example%2F")
            #expect(reply.headers["location"] == "/")
        },
    ]

    /// The status of choosing that password with a code.
    private static func choose(_ password: String, _ fixture: WebFixture, _ client: RawClient) async throws -> Int {
        let code = SetupCode(digest: WebFixture.code.digest, until: WebFixture.start.adding(hours: 1))
        _ = try fixture.store.write { try $0.resetAccount("kim", code) }
        let new = PagePath.encoded(password)
        let form = "login=kim&code=\(WebFixture.code.text)&new=\(new)&again=\(new)"
        return try await client.post("/setup", form: form).status
    }

    private static func change(
        _ old: String, to new: String, _ fixture: WebFixture, _ client: RawClient
    ) async throws -> (status: Int, session: [String: String]) {
        let session = try fixture.session("kim")
        let (old, new) = (PagePath.encoded(old), PagePath.encoded(new))
        let form = "password=\(old)&new=\(new)&again=\(new)&token=\(session.form)"
        return (try await client.post("/password", form: form, headers: session.headers).status, session.headers)
    }

    private static let other = "eleven quiet trains"

    private static let passwords: [String: Check] = [
        "6.2.1": { fixture, client in try await #expect(choose("zq7k2m9", fixture, client) == 400) },
        "6.2.2": { fixture, client in
            try await #expect(change(WebFixture.password, to: other, fixture, client).status == 303)
            try await #expect(client.logIn("kim", other).status == 303)
        },
        "6.2.3": { fixture, client in try await #expect(change("", to: other, fixture, client).status == 401) },
        "6.2.4": { fixture, client in
            try fixture.refuse(passwords: ["correct horse battery", "purple monkey dish"])
            for (password, status) in [("Purple monkey DISH", 400), ("purple monkey dishes", 303)] {
                try await #expect(choose(password, fixture, client) == status, "\(password)")
            }
        },
        "6.2.5": { fixture, client in
            for password in ["åäö åäö xyz ßµ", "zqwkmnpbvcxt", "73916408251947", "🐎🐄🐖🐑🐓 djuren!"] {
                try await #expect(choose(password, fixture, client) == 303, "\(password)")
            }
        },
        "6.2.6": { _, client in
            for path in ["/login", "/setup"] {
                let body = try await client.get(path).body
                #expect(body.contains("type=\"password\""))
            }
        },
        "6.2.7": { _, client in
            let body = try await client.get("/login").body + client.get("/setup").body
            for word in ["username", "current-password", "new-password", "one-time-code"] {
                #expect(body.contains("autocomplete=\"\(word)\""), "\(word)")
            }
            #expect(!body.contains("onpaste"))
        },
        "6.2.8": { fixture, client in
            let long = " " + String(repeating: "Abcdefgh ijklmno ", count: 7)
            try await #expect(choose(long, fixture, client) == 303)
            for wrong in [long.lowercased(), long.trimmingCharacters(in: .whitespaces), String(long.dropLast())] {
                try await #expect(client.logIn("kim", wrong).status != 303)
            }
            // Not held up by the wrong ones: from here the account was logged in to before.
            let hash = try #require(try fixture.store.credentials(login: "kim")?.password)
            #expect(PasswordHash.verify(long, hash) && !PasswordHash.verify(String(long.dropLast()), hash))
        },
        "6.2.9": { fixture, client in
            try await #expect(choose(String(repeating: "seven horses ", count: 5) + "ok", fixture, client) == 303)
        },
        "6.2.11": { fixture, client in
            for password in ["vardag123456", "Password1234", "kimkimkimkim", "lösenord-vardag"] {
                try await #expect(choose(password, fixture, client) == 400, "\(password)")
            }
        },
        "6.3.1": { _, client in
            var statuses: [Int] = []
            for _ in 0..<10 where statuses.last != 429 { statuses.append(try await client.logIn("kim", "x").status) }
            #expect(statuses.last == 429)
        },
        "6.3.2": { fixture, client in
            let accounts = try fixture.store.accounts().map(\.login)
            #expect(accounts == ["bo", "kim"])
            for login in ["root", "admin"] {
                try await #expect(client.logIn(login, login).status == 401, "\(login)")
            }
        },
        "6.3.3": { fixture, client in
            let session = try fixture.session("kim").headers
            try await #expect(client.get("/v1/alerts", headers: session).status == 403)
            let seed = try fixture.addSecondFactor("kim")
            try await #expect(client.logIn("kim").status == 401)
            try await #expect(client.logIn("kim", more: "&app_code=\(fixture.code(of: seed))").status == 303)
        },
        "6.3.4": { fixture, client in
            for headers in [
                ["Authorization": "Basic a2ltOng="], ["Authorization": "Bearer x"], ["X-Forwarded-User": "kim"],
                ["Cookie": "vardag-session=kim"],
            ] {
                try await #expect(client.get("/v1/alerts", headers: headers).status == 401, "\(headers)")
            }
        },
        "6.4.1": { fixture, client in
            #expect(Secret.setupCode() != Secret.setupCode())
            try await #expect(choose(other, fixture, client) == 303)
            let form = "login=kim&code=\(WebFixture.code.text)&new=other+horses+eat&again=other+horses+eat"
            try await #expect(client.post("/setup", form: form).status == 401)
            #expect(SetupCode.hours == 48)
        },
        "6.4.3": { fixture, client in
            _ = try fixture.addSecondFactor("kim")
            let code = SetupCode(digest: WebFixture.code.digest, until: WebFixture.start.adding(hours: 1))
            _ = try fixture.store.write { try $0.resetAccount("kim", code) }
            try await #expect(choose(other, fixture, client) == 401)
        },
        "6.5.1": { fixture, client in
            let code = fixture.code(of: try fixture.addSecondFactor("kim"))
            try await #expect(client.logIn("kim", more: "&app_code=\(code)").status == 303)
            try await #expect(client.logIn("kim", more: "&app_code=\(code)").status == 401)
        },
        "6.5.3": { fixture, client in
            let pages = [
                try await client.get("/second-factor", headers: fixture.session("kim").headers),
                try await client.get("/second-factor", headers: fixture.session("kim").headers),
            ]
            let keys = pages.compactMap { AppKey(in: $0.body) }
            #expect(Set(keys.map(\.text)).count == 2 && keys.allSatisfy { $0.text.count * 5 == 160 })
        },
        "6.5.5": { fixture, client in
            let code = fixture.code(of: try fixture.addSecondFactor("kim"))
            // Shown for 30 s, taken for 30 s more.
            fixture.clock.withLock { $0 = $0.adding(seconds: 60) }
            try await #expect(client.logIn("kim", more: "&app_code=\(code)").status == 401)
        },
        "11.4.2": { fixture, _ in
            let hash = try #require(PasswordHash.standard.hash("x"))
            #expect(hash.hasPrefix("$7$E6....0...."))
            try #expect(fixture.store.credentials(login: "kim")?.password.hasPrefix("$7$") == true)
        },
        "11.5.1": { _, _ in
            // Two hexadecimal digits a byte; five bits a letter, without the dashes.
            #expect(Secret.token().text.count / 2 * 8 >= 128)
            #expect(Secret.setupCode().text.count { $0 != "-" } * 5 >= 128)
        },
    ]

    private static func status(_ client: RawClient, _ headers: [String: String]) async throws -> Int {
        try await client.get("/v1/alerts", headers: headers).status
    }

    private static let sessions: [String: Check] = [
        "7.2.1": { _, client in
            let made = ["Cookie": "vardag-session=\(Secret.token().text)"]
            try await #expect(status(client, made) == 401)
        },
        "7.2.2": { fixture, client in
            let program = try fixture.program("kim", days: 1)
            try await #expect(status(client, program) == 200)
            fixture.clock.withLock { $0 = $0.adding(hours: 24) }
            try await #expect(status(client, program) == 401)
        },
        "7.2.3": { _, client in
            let tokens = [try await client.logIn("kim").cookie, try await client.logIn("kim").cookie]
                .compactMap { $0["Cookie"]?.split(separator: "=").last }
            #expect(Set(tokens).count == 2 && tokens.allSatisfy { $0.count * 4 >= 128 })
        },
        "7.2.4": { _, client in
            let old = try await client.logIn("kim").cookie
            let new = try await client.logIn("kim", headers: old).cookie
            try await #expect(status(client, old) == 401)
            try await #expect(status(client, new) == 200)
        },
        "7.3.1": { fixture, client in
            let session = try fixture.session("kim").headers
            fixture.clock.withLock { $0 = $0.adding(minutes: SessionLimits.restMinutes) }
            try await #expect(status(client, session) == 401)
        },
        "7.3.2": { fixture, client in
            let session = try fixture.session("kim").headers
            for _ in 1..<(SessionLimits.hours * 2) {
                fixture.clock.withLock { $0 = $0.adding(minutes: 30) }
                try await #expect(status(client, session) == 200)
            }
            fixture.clock.withLock { $0 = $0.adding(minutes: 30) }
            try await #expect(status(client, session) == 401)
        },
        "7.4.1": { fixture, client in
            let session = try fixture.session("kim")
            _ = try await client.post("/logout", form: "token=\(session.form)", headers: session.headers)
            try await #expect(status(client, session.headers) == 401)
            try await #expect(client.get("/").headers["cache-control"] == "no-store")
        },
        "7.4.2": { fixture, client in
            let all = [try fixture.session("kim").headers, try fixture.program("kim")]
            _ = try fixture.store.write { try $0.disableAccount("kim", at: WebFixture.start) }
            for headers in all { try await #expect(status(client, headers) == 401) }
        },
        "7.4.3": { fixture, client in
            let before = try fixture.session("kim").headers
            let (changed, session) = try await change(WebFixture.password, to: other, fixture, client)
            #expect(changed == 303)
            for headers in [before, session] { try await #expect(status(client, headers) == 401) }
        },
        "7.4.4": { fixture, client in
            for (login, paths) in [
                ("kim", ["/", "/residents/h1", "/homes/h1/devices"]), ("bo", ["/", "/homes/h1/walk"]),
            ] {
                let headers = try fixture.session(login).headers
                for path in paths + ["/password", "/residents/none"] {
                    let page = try await client.get(path, headers: headers)
                    #expect(page.body.contains("action=\"/logout\""), "\(path)")
                }
            }
        },
        "7.5.2": { fixture, client in
            let (here, there) = (try fixture.session("kim"), try fixture.session("kim"))
            let program = try fixture.program("kim")
            let page = try await client.get("/logins?lang=en", headers: here.headers)
            #expect(page.body.ranges(of: "Logged in since").count == 2 && page.body.ranges(of: "(this one)").count == 1)
            for (password, ended) in [("wrong", false), (WebFixture.password, true)] {
                let form = "token=\(here.form)&password=\(PagePath.encoded(password))"
                let reply = try await client.post("/logins", form: form, headers: here.headers)
                #expect(reply.status == (ended ? 303 : 401))
                try await #expect(status(client, there.headers) == (ended ? 401 : 200))
                for stays in [here.headers, program] { try await #expect(status(client, stays) == 200) }
            }
        },
        "7.5.1": { fixture, client in try await #expect(change("wrong", to: other, fixture, client).status == 401) },
    ]

    private static let access: [String: Check] = [
        "8.2.1": { fixture, client in
            let headers = try fixture.session("bo").headers
            for path in ["/residents/h1", "/v1/alerts", "/v1/features", "/metrics", "/access-log"] {
                try await #expect(client.get(path, headers: headers).status == 403, "\(path)")
            }
        },
        "8.2.2": { fixture, client in
            try fixture.add("away", scope: .some(areas: ["x"], homes: ["h2"]))
            let headers = try fixture.session("away").headers
            for path in ["/residents/h1", "/v1/alerts/a", "/homes/h1/devices"] {
                try await #expect(client.get(path, headers: headers).status == 404, "\(path)")
            }
        },
        "16.2.1": { fixture, client in
            _ = try await client.get("/residents/h1", headers: fixture.session("kim").headers)
            let entry = try #require(try fixture.accesses().last)
            #expect(entry.at == WebFixture.start && entry.login == "kim" && entry.home == "h1")
            #expect(entry.act == "GET resident" && entry.address == "127.0.0.1" && entry.session != nil)
        },
        "16.2.2": { fixture, client in
            _ = try await client.get("/", headers: fixture.session("kim").headers)
            let body = try #require(try fixture.store.latestAccess(limit: 1).first?.body)
            #expect(body.contains(#""at":"2025-10-09T08:53:20Z""#), "\(body)")
        },
        "16.2.5": { fixture, client in
            let cookie = try await client.logIn("kim").cookie
            _ = try await client.logIn("my-secret-in-the-wrong-field", "hidden words")
            let token = try #require(cookie["Cookie"]?.split(separator: "=").last)
            for row in try fixture.store.latestAccess(limit: 10) {
                for secret in [String(token), WebFixture.password, "hidden words", "my-secret"] {
                    #expect(!row.body.contains(secret))
                }
            }
        },
        "16.3.1": { fixture, client in
            _ = try await client.logIn("kim", "wrong")
            _ = try await client.logIn("kim")
            #expect(
                try fixture.accesses().map { [$0.act, $0.subject ?? "", String($0.status)] } == [
                    ["POST login", "kim", "401"], ["POST login", "kim", "303"],
                ])
        },
        "16.3.2": { fixture, client in
            _ = try await client.get("/residents/h1", headers: fixture.session("bo").headers)
            _ = try await client.get("/residents/h1")
            try #expect(fixture.accesses().map(\.status) == [403, 303])
            try #expect(fixture.accesses().map(\.login) == ["bo", nil])
        },
        "16.4.1": { fixture, client in
            let headers = try fixture.session("kim").headers
            _ = try await client.get("/residents/a%22,%22login%22:%22eve%0A%7B", headers: headers)
            let entries = try fixture.accesses()
            #expect(
                entries.count == 1 && entries.first?.login == "kim" && entries.first?.home == "a\",\"login\":\"eve\n{")
            try #expect(fixture.store.latestAccess(limit: 1).first?.body.contains("\n") == false)
        },
        "16.4.2": { fixture, client in
            _ = try await client.get("/", headers: fixture.session("kim").headers)
            for path in ["/access-log", "/v1/access-log"] {
                try await #expect(client.get(path, headers: fixture.session("kim").headers).status == 403)
            }
            try #expect(fixture.store.verifyAccessLog().last == 3)
        },
        "16.5.1": { fixture, client in
            let headers = try fixture.session("kim").headers
            try fixture.store.close()
            let reply = try await client.get("/v1/alerts", headers: headers)
            #expect(reply.status == 500 && !reply.body.contains(fixture.directory.path) && !reply.body.contains("SQL"))
        },
    ]
}
