import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Steps on an alert")
struct StepTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        try fixture.save(WebFixture.alert("a"))
    }

    private var verbs: [AlertVerb] { fixture.verbs.withLock { $0 } }

    @Test("a step in JSON reaches the daemon and the changed alert comes back")
    func json() async throws {
        let reply = try await fixture.serving {
            try await $0.post("/v1/alerts/a/acknowledge", json: #"{"by":" Kim ","note":"line\nbreak"}"#)
        }
        #expect(reply.status == 200)
        #expect(try reply.json()["state"] as? String == "acknowledged")
        #expect(verbs == [AlertVerb(.acknowledge, on: "a", home: "h1", by: "Kim", note: "line break")])
    }

    @Test("the page's form works without scripts and leads back to the alert")
    func form() async throws {
        let reply = try await fixture.serving {
            try await $0.post("/v1/alerts/a/resolve", form: "by=Kim+%C3%85&note=&lang=en")
        }
        #expect(reply.status == 303)
        #expect(reply.headers["location"] == "/residents/h1?lang=en#alert-a")
        #expect(verbs == [AlertVerb(.resolve, on: "a", home: "h1", by: "Kim Å")])
    }

    @Test("a repeated step changes nothing and is answered alike")
    func repeated() async throws {
        try await fixture.serving { client in
            for _ in 0..<3 {
                let reply = try await client.post("/v1/alerts/a/acknowledge", json: #"{"by":"Kim"}"#)
                #expect(reply.status == 200)
            }
        }
        #expect(verbs.count == 1)
        let alert = try fixture.store.alert(id: "a")
        #expect(alert?.history.count == 2)
    }

    @Test("a step that the alert's state does not allow is a conflict; an unknown alert is not found")
    func impossible() async throws {
        try await fixture.serving { client in
            let early = try await client.post("/v1/alerts/a/review", json: #"{"by":"Kim"}"#)
            #expect(early.status == 409)
            let error = try #require(try early.json()["error"] as? String)
            #expect(error.contains("the alert is firing"))
            #expect(try await client.post("/v1/alerts/b/review", json: #"{"by":"Kim"}"#).status == 404)
            let form = try await client.post("/v1/alerts/a/review", form: "by=Kim")
            #expect(form.status == 409 && form.body.contains("Granskat går inte: larmet är inte kvitterat."))
        }
    }

    @Test("what the daemon could not store is said to be tried again")
    func notStored() async throws {
        fixture.verdict.withLock { $0 = .failed }
        let reply = try await fixture.serving {
            try await $0.post("/v1/alerts/a/acknowledge", form: "by=Kim", headers: ["Accept-Language": "en"])
        }
        #expect(reply.status == 503 && reply.headers["retry-after"] == "1")
        #expect(reply.body.contains("could not be stored"))
    }

    @Test("another site's page cannot make a browser take a step")
    func crossSite() async throws {
        try await fixture.serving { client in
            for headers in [
                ["Sec-Fetch-Site": "cross-site"], ["Origin": "http://evil.example"], ["Host": "evil.example"],
            ] {
                let reply = try await client.post("/v1/alerts/a/acknowledge", form: "by=Eve", headers: headers)
                #expect(reply.status == 403, "\(headers)")
            }
            let plain = try await client.send(
                "POST", "/v1/alerts/a/acknowledge", headers: ["Content-Type": "text/plain"], body: "{\"by\":\"Eve\"}")
            #expect(plain.status == 415)
        }
        #expect(verbs.isEmpty)
    }

    @Test(
        "a body that does not say who is refused",
        arguments: [
            "", "{", "[]", "{\"by\":\"\"}", "{\"by\":\"  \"}", "{\"by\":7}", "{\"by\":\"Engine\"}",
            "{\"by\":\"\(String(repeating: "x", count: 101))\"}",
            "{\"by\":\"Kim\",\"note\":\"\(String(repeating: "x", count: 1001))\"}",
        ])
    func wrongBodies(body: String) async throws {
        let reply = try await fixture.serving { try await $0.post("/v1/alerts/a/acknowledge", json: body) }
        #expect(reply.status == 400)
        #expect(verbs.isEmpty)
    }

    @Test("a body above 16 KB is refused, told beforehand or not")
    func tooLarge() async throws {
        let long = String(repeating: "x", count: 20_000)
        try await fixture.serving { client in
            let told = try await client.post("/v1/alerts/a/acknowledge", form: "by=Kim&note=" + long)
            #expect(told.status == 413)
            let chunked = """
                POST /v1/alerts/a/acknowledge HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n\(long)\r\n0\r\n\r\n
                """
            let untold = try await client.send([UInt8](chunked.utf8))
            #expect(untold.status == 413)
        }
    }
}
