import CareModel
import Foundation
import Store
import Testing

@testable import Web

@Suite("API")
struct APITests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    @Test("alerts come by onset in the fixed form, filtered and limited to the latest")
    func alerts() async throws {
        try fixture.save(
            (0..<4).map {
                WebFixture.alert(
                    "a\($0)", home: $0 == 3 ? "h2" : "h1", state: $0 == 0 ? .resolved : .firing,
                    onset: WebFixture.start.adding(minutes: Int64($0)))
            })
        try await fixture.serving { client in
            func ids(_ query: String) async throws -> [String] {
                let json = try await client.get("/v1/alerts\(query)").json()
                return try #require(json["alerts"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            }
            #expect(try await ids("") == ["a0", "a1", "a2", "a3"])
            #expect(try await ids("?home=h1&open=true") == ["a1", "a2"])
            #expect(try await ids("?from=2025-10-09T08:54:20Z&to=2025-10-09T10:56:20+02:00") == ["a1", "a2"])
            #expect(try await ids("?limit=2") == ["a2", "a3"])
            #expect(try await client.get("/v1/alerts?limit=2").json()["more"] as? Bool == true)
            let one = try await client.get("/v1/alerts/a1").json()
            #expect(one["raised_at"] as? String == "2025-10-09T08:54:20Z" && one["cleared_at"] is NSNull)
            #expect(try await client.get("/v1/alerts/none").status == 404)
        }
    }

    @Test("features have every key of the fixed row, missing values null")
    func features() async throws {
        try fixture.save([
            WebFixture.feature("outings", value: nil, coverage: 0.5, revision: 1),
            WebFixture.feature("outings", day: WebFixture.day.next), WebFixture.feature("outings", home: "h2"),
        ])
        try await fixture.serving { client in
            let reply = try await client.get("/v1/features?home=h1&to=\(WebFixture.day)")
            let row = """
                {"context":"alone","coverage":0.5,"date":"2025-10-09","definition_version":2,"feature":"outings",\
                "home":"h1","resident":"h1","revision":1,"unit":"count","value":null}
                """
            #expect(reply.body == "{\"features\":[\(row)],\"more\":false}")
            #expect(reply.headers["content-type"] == "application/json")
            let limited = try await client.get("/v1/features?limit=2").json()
            #expect((limited["features"] as? [Any])?.count == 2 && limited["more"] as? Bool == true)
        }
    }

    @Test("updates are read step by step with the cursor, alerts not among them")
    func updates() async throws {
        try fixture.store.write { transaction in
            for number in 1...5 {
                _ = try transaction.append(
                    Outgoing(
                        kind: number == 3 ? .alert : .feature, subject: "p", key: "k\(number)", urgent: false,
                        createdAt: WebFixture.start, body: "{\"idempotency_key\":\"k\(number)\"}"))
            }
        }
        try await fixture.serving { client in
            let first = try await client.get("/v1/feature-updates?limit=2")
            #expect(
                first.body == """
                    {"updates":[{"cursor":1,"idempotency_key":"k1"},{"cursor":2,"idempotency_key":"k2"}],"next":2}
                    """)
            let second = try await client.get("/v1/feature-updates?after=2")
            #expect(
                second.body == """
                    {"updates":[{"cursor":4,"idempotency_key":"k4"},{"cursor":5,"idempotency_key":"k5"}],"next":5}
                    """)
            #expect(try await client.get("/v1/feature-updates?after=5").body == "{\"updates\":[],\"next\":5}")
        }
    }

    @Test("the quarantine is told without its samples")
    func quarantine() async throws {
        try fixture.store.write { transaction in
            for _ in 0..<3 {
                try transaction.quarantine(
                    topic: "homes/h1/x", reason: "no JSON", at: WebFixture.start, sample: [UInt8]("secret".utf8))
            }
        }
        try await fixture.serving { client in
            let reply = try await client.get("/v1/quarantine")
            let row = """
                {"count":3,"first_at":"2025-10-09T08:53:20Z","last_at":"2025-10-09T08:53:20Z",\
                "reason":"no JSON","topic":"homes/h1/x"}
                """
            #expect(reply.body == "{\"quarantine\":[\(row)]}")
        }
    }

    @Test(
        "a wrong parameter is refused in JSON with what would be right",
        arguments: [
            ("/v1/alerts?hom=h1", "known here: home, from, to, open, limit"), ("/v1/alerts?from=today", "ISO 8601"),
            ("/v1/alerts?limit=0", "1-10000"), ("/v1/alerts?open=perhaps", "true nor false"),
            ("/v1/features?from=2025-02-30", "2026-11-22"), ("/v1/feature-updates?after=-1", "0 or more"),
            ("/v1/feature-updates?after=99999999999999999999", "0 or more"), ("/v1/quarantine?all=1", "none"),
        ])
    func wrongParameters(path: String, part: String) async throws {
        let reply = try await fixture.serving { try await $0.get(path) }
        #expect(reply.status == 400)
        let error = try #require(try reply.json()["error"] as? String)
        #expect(error.contains(part))
    }
}
