import CareModel
import Foundation
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Two-step login")
struct SecondFactorTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        try fixture.add("kim")
    }

    private func later(seconds: Int64) { fixture.clock.withLock { $0 = $0.adding(seconds: seconds) } }

    @Test("it is turned on with the code of the key that the page shows, and from then on a login takes a code, once")
    func turnedOn() async throws {
        try await fixture.serving { client in
            try await #expect(!client.get("/login").body.contains("app_code"))
            let (session, other) = (try fixture.session("kim"), try fixture.session("kim"))
            let page = try await client.get("/second-factor?lang=en", headers: session.headers)
            let key = try #require(AppKey(in: page.body))
            #expect(page.body.contains("otpauth://totp/Vardag:kim?secret=\(key.text)&amp;issuer=Vardag"))
            #expect(page.body.contains("aria-label=\"QR code"))
            func send(_ password: String, _ code: String) async throws -> RawClient.Reply {
                let form = "token=\(session.form)&password=\(PagePath.encoded(password))&app_code=\(code)&lang=en"
                return try await client.post("/second-factor", form: form, headers: session.headers)
            }
            let code = fixture.code(of: key.seed)
            let foreign = fixture.code(of: try #require(CodeSeed([UInt8](repeating: 1, count: 20))))
            for (password, code) in [("wrong", code), (WebFixture.password, foreign)] {
                let refused = try await send(password, code)
                #expect(refused.status == 401 && refused.body.contains("Wrong password or code"))
                // The key stays as it was put into the app.
                #expect(AppKey(in: refused.body)?.text == key.text)
            }
            let done = try await send(WebFixture.password, code)
            #expect(done.status == 303 && done.headers["location"] == "/second-factor?lang=en")
            for old in [session, other] {
                try await #expect(client.get("/v1/alerts", headers: old.headers).status == 401)
            }
            try await #expect(client.get("/v1/alerts", headers: done.cookie).status == 200)
            let on = try await client.get("/second-factor?lang=en", headers: done.cookie)
            #expect(on.body.contains("Two-step login is on") && AppKey(in: on.body) == nil)

            try await #expect(client.get("/login").body.contains("app_code"))
            later(seconds: 60)
            for more in ["", "&app_code=\(code)"] {
                let refused = try await client.logIn("kim", more: more + "&lang=en")
                #expect(refused.status == 401 && refused.body.contains("Wrong login, password or code"), "\(more)")
            }
            let next = fixture.code(of: key.seed)
            try await #expect(client.logIn("kim", more: "&app_code=\(next)").status == 303)
            try await #expect(client.logIn("kim", more: "&app_code=\(next)").status == 401)
            later(seconds: 60)
            let last = fixture.code(of: key.seed)
            try await #expect(client.logIn("kim", "wrong", more: "&app_code=\(last)").status == 401)
        }
        let seen = try fixture.accesses().map(\.act)
        #expect(seen.contains("POST second factor"))
    }

    @Test("it is turned off, and the password changed, with a code too; a reset password does not go past it")
    func turnedOff() async throws {
        let seed = try fixture.addSecondFactor("kim")
        try await fixture.serving { client in
            var session = try fixture.session("kim")
            func post(_ path: String, _ form: String, _ code: String) async throws -> Int {
                let present = PagePath.encoded(WebFixture.password)
                return try await client.post(
                    path, form: "token=\(session.form)&password=\(present)&app_code=\(code)&\(form)",
                    headers: session.headers
                ).status
            }
            try await #expect(post("/password", "new=seven+green+boats&again=seven+green+boats", "") == 401)
            try await #expect(post("/second-factor", "", "") == 401)
            let code = fixture.code(of: seed)
            try await #expect(post("/second-factor", "", code) == 303)
            try #expect(fixture.store.seed(ofLogin: "kim") == nil)
            try await #expect(client.logIn("kim").status == 303)

            let again = try fixture.addSecondFactor("kim")
            let setup = SetupCode(digest: WebFixture.code.digest, until: fixture.clock.withLock { $0.adding(hours: 1) })
            _ = try fixture.store.write { try $0.resetAccount("kim", setup) }
            let form = "login=kim&code=\(WebFixture.code.text)&new=seven+green+boats&again=seven+green+boats"
            try await #expect(client.post("/setup", form: form).status == 401)
            later(seconds: 60)
            let right = try await client.post("/setup", form: form + "&app_code=\(fixture.code(of: again))")
            #expect(right.status == 303)
            session = try fixture.session("kim")
            try #expect(fixture.store.accounts().first?.hasSecondFactor == true)
        }
    }

    @Test("where it is required, people see nothing before they have it; programs have their token")
    func required() async throws {
        try await fixture.serving(requiresSecondFactor: true) { client in
            let session = try fixture.session("kim")
            for path in ["/", "/residents/h1", "/handover"] {
                let reply = try await client.get(path, headers: session.headers)
                #expect(reply.status == 303 && reply.headers["location"] == "/second-factor", "\(path)")
            }
            for path in ["/v1/alerts", "/events"] {
                try await #expect(client.get(path, headers: session.headers).status == 403, "\(path)")
            }
            for path in ["/second-factor", "/password", "/style.css"] {
                try await #expect(client.get(path, headers: session.headers).status == 200, "\(path)")
            }
            try await #expect(client.get("/v1/alerts", headers: fixture.program("kim")).status == 200)
            _ = try fixture.addSecondFactor("kim")
            try await #expect(client.get("/", headers: fixture.session("kim").headers).status == 200)
        }
    }

    @Test("the picture has the three corners of a QR code, within its margin")
    func picture() throws {
        let code = QRCode("otpauth://totp/Vardag:kim?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Vardag")
        let box = code.viewBox.split(separator: " ").compactMap { Int($0) }
        let side = try #require(box.last) - 8
        #expect(box == [-4, -4, side + 8, side + 8] && (side - 17) % 4 == 0)
        let dark = Set(code.squares.split(separator: "M").map { String($0.prefix { $0 != "h" }) })
        for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            for i in 0..<7 {
                #expect(
                    dark.isSuperset(of: ["\(x + i) \(y)", "\(x + i) \(y + 6)", "\(x) \(y + i)", "\(x + 6) \(y + i)"]))
            }
            for i in 1..<6 { #expect(!dark.contains("\(x + i) \(y + 1)") && !dark.contains("\(x + 1) \(y + i)")) }
        }
    }
}

/// The key that a page shows, as an app takes it.
struct AppKey {
    let text: String
    let seed: CodeSeed

    init?(in page: String) {
        guard let start = page.range(of: "<code>"), let end = page.range(of: "</code>") else { return nil }
        text = page[start.upperBound..<end.lowerBound].filter { $0 != " " }
        // Base 32 of RFC 4648: five bits a letter, eight letters five bytes.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.compactMap { alphabet.firstIndex(of: $0) }
            .flatMap { value in (0..<5).reversed().map { UInt8(value >> $0 & 1) } }
        let bytes = stride(from: 0, to: bits.count, by: 8).map {
            bits[$0..<min($0 + 8, bits.count)].reduce(0) { $0 << 1 | $1 }
        }
        guard let seed = CodeSeed(bytes) else { return nil }
        self.seed = seed
    }
}

extension WebFixture {
    /// What an app shows now.
    func code(of seed: CodeSeed) -> String {
        seed.code(ofStep: clock.withLock { $0.milliseconds } / 1000 / CodeSeed.stepSeconds)
    }

    /// Turned on by somebody with `password`.
    func addSecondFactor(_ login: String) throws -> CodeSeed {
        let seed = CodeSeed(of: Secret.token(), for: "test")
        let password = try #require(try store.credentials(login: login)?.password)
        try #require(try store.write { try $0.setSecondFactor(seed.bytes, password: password, login: login) })
        return seed
    }
}
