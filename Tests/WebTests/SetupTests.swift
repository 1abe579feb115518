import CareModel
import Foundation
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Choosing a password")
struct SetupTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private static func form(_ code: String = WebFixture.code.text, new: String, again: String? = nil) -> String {
        "login=kim&code=\(code)&new=\(PagePath.encoded(new))&again=\(PagePath.encoded(again ?? new))&lang=en"
    }

    @Test("a set-up code gives a password once and logs in; the password is good from then on")
    func setUp() async throws {
        try fixture.invite("kim")
        try await fixture.serving { client in
            #expect(try await client.logIn("kim", "").status == 401)
            let page = try await client.get("/setup?lang=en")
            #expect(page.status == 200 && page.body.contains("autocomplete=\"new-password\""))
            let typed = WebFixture.code.text.lowercased().replacing("-", with: "+")
            let reply = try await client.post("/setup", form: Self.form(typed, new: WebFixture.password))
            #expect(reply.status == 303 && reply.headers["location"] == "/?lang=en")
            #expect(try await client.get("/", headers: reply.cookie).status == 200)
            let again = try await client.post("/setup", form: Self.form(new: "another good password"))
            #expect(again.status == 401 && again.body.contains("does not hold"))
            #expect(try await client.get("/", headers: reply.cookie).status == 200)
            #expect(try await client.logIn("kim").status == 303)
        }
    }

    @Test("a code that expired sets nothing")
    func expired() async throws {
        try fixture.invite("kim")
        fixture.clock.withLock { $0 = $0.adding(hours: SetupCode.hours) }
        let reply = try await fixture.serving {
            try await $0.post("/setup", form: Self.form(new: WebFixture.password))
        }
        #expect(reply.status == 401)
    }

    @Test("a weak password, or two that differ, use up no code")
    func weak() async throws {
        try fixture.invite("kim")
        try await fixture.serving { client in
            for (new, again) in [
                ("short", nil), ("aaaaaaaaaaaaaaaa", nil), ("kimkimkimkim1", nil), ("Password1234", nil),
                ("vardagvardagvardag", nil), (WebFixture.password, "other"),
                (String(repeating: "ab c", count: 40), nil),
            ] as [(String, String?)] {
                let reply = try await client.post("/setup", form: Self.form(new: new, again: again))
                #expect(reply.status == 400 && reply.body.contains("role=\"alert\""), "\(new)")
            }
            #expect(try await client.post("/setup", form: Self.form(new: WebFixture.password)).status == 303)
        }
    }

    @Test("a password is changed by who knows it, and ends all sessions")
    func changed() async throws {
        try fixture.add("kim")
        try await fixture.serving { client in
            let other = try fixture.session("kim")
            let own = try fixture.session("kim")
            let page = try await client.get("/password?lang=en", headers: own.headers)
            #expect(page.status == 200 && page.formToken == own.form)
            func change(_ old: String, token: String) async throws -> Int {
                let form =
                    "password=\(PagePath.encoded(old))&new=an+other+good+one&again=an+other+good+one&token=\(token)"
                return try await client.post("/password", form: form, headers: own.headers).status
            }
            #expect(try await change(WebFixture.password, token: other.form) == 403)
            #expect(try await change("wrong", token: own.form) == 401)
            #expect(try await change(WebFixture.password, token: own.form) == 303)
            for session in [own, other] {
                #expect(try await client.get("/", headers: session.headers).status == 303)
            }
            #expect(try await client.logIn("kim", "an other good one").status == 303)
        }
    }
}
