import CareModel
import Foundation
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Logging in")
struct LoginTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private func later(minutes: Int64) { fixture.clock.withLock { $0 = $0.adding(minutes: minutes) } }

    @Test("without accounts nothing asks for a login, and there are no pages for it")
    func nobody() async throws {
        try await fixture.serving { client in
            let page = try await client.get("/")
            #expect(page.status == 200)
            for path in ["/login", "/setup", "/password", "/second-factor", "/logins", "/access-log", "/v1/access-log"]
            {
                #expect(try await client.get(path).status == 404, "\(path)")
            }
        }
        #expect(try fixture.accesses().isEmpty)
    }

    @Test("with an account a page leads to the login, and after it back; the API says 401")
    func loggedIn() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let away = try await client.get("/residents/h1")
            #expect(away.status == 303 && away.headers["location"] == "/login?next=%2Fresidents%2Fh1")
            let api = try await client.get("/v1/alerts")
            #expect(api.status == 401 && api.headers["www-authenticate"] == "Bearer")
            let page = try await client.get("/login?next=%2Fresidents%2Fh1&lang=en")
            #expect(page.status == 200 && page.body.contains("name=\"next\" value=\"/residents/h1\""))
            let reply = try await client.logIn("Kim", more: "&next=%2Fresidents%2Fh1")
            #expect(reply.status == 303 && reply.headers["location"] == "/residents/h1")
            let set = try #require(reply.headers["set-cookie"])
            #expect(set.hasPrefix("vardag-session=") && set.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
            let resident = try await client.get("/residents/h1", headers: reply.cookie)
            #expect(resident.status == 200 && resident.body.contains("Kim Åberg") && resident.body.contains("Logga ut"))
            #expect(!resident.body.contains("name=\"by\""))
            #expect(try await client.get("/v1/alerts", headers: reply.cookie).status == 200)
        }
    }

    @Test("nobody is led to another site after the login")
    func redirects() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            for next in ["//evil.example", "https://evil.example/", "/logout", "/login", "/v1/alerts", "/%5Cevil"] {
                let reply = try await client.logIn("kim", more: "&next=\(PagePath.encoded(next))")
                #expect(reply.headers["location"] == "/", "\(next)")
            }
        }
    }

    @Test("a wrong password and an unknown login are answered alike, and only digests are kept of tokens")
    func refused() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let wrong = try await client.logIn("kim", "wrong")
            let unknown = try await client.logIn("kxm", "wrong")
            #expect(wrong.status == 401 && wrong.headers["set-cookie"] == nil)
            #expect(wrong.body.replacing("kim", with: "kxm") == unknown.body && unknown.status == 401)
            let right = try await client.logIn("kim")
            let token = try #require(right.cookie["Cookie"]?.split(separator: "=").last)
            let files = try FileManager.default.contentsOfDirectory(
                at: fixture.directory, includingPropertiesForKeys: nil)
            for file in files {
                let bytes = try Data(contentsOf: file)
                #expect(
                    bytes.range(of: Data(token.utf8)) == nil && bytes.range(of: Data(WebFixture.password.utf8)) == nil)
            }
        }
    }

    @Test("each login has a new token, and ends the session that the browser had")
    func newToken() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let first = try await client.logIn("kim").cookie
            let second = try await client.logIn("kim", headers: first).cookie
            #expect(first != second && !first.isEmpty)
            #expect(try await client.get("/", headers: first).status == 303)
            #expect(try await client.get("/", headers: second).status == 200)
        }
    }

    @Test("a session ends after rest, though its page renews itself, and at the end of its time, though it is used")
    func endings() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let resting = try await client.logIn("kim").cookie
            for _ in 0..<3 {
                later(minutes: 20)
                let renewal = resting.merging(["X-Vardag-Renewal": "1"]) { $1 }
                let status = fixture.minutes < 60 ? 200 : 303
                #expect(try await client.get("/", headers: renewal).status == status)
            }
            let used = try await client.logIn("kim").cookie
            for _ in 0..<23 {
                later(minutes: 30)
                #expect(try await client.get("/", headers: used).status == 200)
            }
            later(minutes: 30)
            #expect(try await client.get("/", headers: used).status == 303)
        }
    }

    @Test("logging out ends the session and takes the cookie back; disabling and resetting end all")
    func loggedOut() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let cookie = try await client.logIn("kim").cookie
            let token = try #require(try await client.get("/", headers: cookie).formToken)
            #expect(try await client.post("/logout", form: "", headers: cookie).status == 403)
            let out = try await client.post("/logout", form: "token=\(token)&lang=en", headers: cookie)
            #expect(out.status == 303 && out.headers["location"] == "/login?lang=en")
            #expect(out.headers["set-cookie"]?.hasPrefix("vardag-session=; Max-Age=0;") == true)
            #expect(try await client.get("/", headers: cookie).status == 303)
            let other = try await client.logIn("kim").cookie
            _ = try fixture.store.write { try $0.disableAccount("kim", at: WebFixture.start) }
            #expect(try await client.get("/", headers: other).status == 303)
            #expect(try await client.logIn("kim").status == 401)
        }
    }

    @Test("a cookie that is no token of ours is nobody's")
    func strangeCookies() async throws {
        try fixture.add("kim")
        let program = try fixture.program("kim")["Authorization"]?.dropFirst(7) ?? ""
        try await fixture.serving { client in
            for value in ["", "x", String(repeating: "0", count: 64), "' OR 1=1", String(program)] {
                let reply = try await client.get("/v1/alerts", headers: ["Cookie": "a=b; vardag-session=\(value)"])
                #expect(reply.status == 401, "\(value)")
            }
        }
    }

    @Test("behind a proxy cookies are for TLS and our own name only, and without accounts nobody is answered")
    func behindProxy() async throws {
        try await fixture.serving(isBehindProxy: true) { client in
            let host = ["Host": "care.example"]
            #expect(try await client.get("/", headers: host).status == 403)
            #expect(try await client.get("/metrics", headers: host).status == 403)
            #expect(try await client.get("/livez", headers: host).status == 200)
            try fixture.add("kim")
            let reply = try await client.logIn(
                "kim",
                headers: [
                    "Host": "care.example", "Origin": "https://care.example", "X-Forwarded-For": "1.1.1.1, 192.0.2.7",
                ])
            let set = try #require(reply.headers["set-cookie"])
            #expect(set.hasPrefix("__Host-vardag=") && set.hasSuffix("; Secure") && set.contains("; Path=/;"))
            #expect(reply.headers["strict-transport-security"]?.contains("max-age=") == true)
            #expect(try await client.get("/", headers: reply.cookie.merging(host) { $1 }).status == 200)
            let foreign = try await client.logIn(
                "kim", headers: ["Host": "care.example", "Origin": "https://evil.example"])
            #expect(foreign.status == 403)
        }
        #expect(try fixture.accesses().contains { $0.act == "POST login" && $0.address == "192.0.2.7" })
    }

    @Test("only accounts and a proxy open another address than loopback")
    func binding() throws {
        func web(_ isBehindProxy: Bool) throws -> CareWeb {
            try CareWeb(
                settings: WebSettings(bind: "0.0.0.0", port: 0, isBehindProxy: isBehindProxy), reader: fixture.store,
                status: { WebFixture.working }, act: { _ in .done }, logger: WebFixture.logger)
        }
        #expect(throws: WebError.notLoopback(bind: "0.0.0.0")) { _ = try web(true) }
        try fixture.add("kim")
        _ = try web(true)
        #expect(throws: WebError.notLoopback(bind: "0.0.0.0")) { _ = try web(false) }
    }
}

extension WebFixture {
    /// Since the start, on the machine's clock.
    fileprivate var minutes: Int64 {
        let now = clock.withLock { $0 }
        return Int64(now.minutes(since: Self.start))
    }
}
