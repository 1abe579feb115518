import CareModel
import Foundation
import Hummingbird
import Store
import Synchronization
import Testing

@testable import Web

@Suite("OpenAPI document")
struct OpenAPITests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private struct Document {
        let json: [String: Any]

        var paths: [String: [String: Any]] { json["paths"] as? [String: [String: Any]] ?? [:] }

        var check: SchemaCheck {
            let components = json["components"] as? [String: Any]
            return SchemaCheck(schemas: components?["schemas"] as? [String: Any] ?? [:])
        }

        /// `GET /v1/alerts/{id}` and so on.
        var operations: Set<String> {
            Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        }

        /// What does not fit in an answer, by the operation that it answers.
        func faults(_ reply: RawClient.Reply, _ method: String, _ path: String) throws -> [String] {
            let responses = (paths[path]?[method] as? [String: Any])?["responses"] as? [String: [String: Any]]
            guard var response = responses?["\(reply.status)"] else { return ["\(path): \(reply.status)"] }
            if let reference = (response["$ref"] as? String)?.split(separator: "/").last {
                let components = json["components"] as? [String: [String: [String: Any]]]
                response = try #require(components?["responses"]?[String(reference)])
            }
            let content = try #require(response["content"] as? [String: [String: Any]])
            let schema = try #require(content[reply.headers["content-type"] ?? ""]?["schema"] as? [String: Any])
            return try check.faults(reply.json(), schema)
        }
    }

    /// The way's path with `{id}` and `{home}` in place of the table's own names.
    private static func template(_ way: RoleTests.Way) -> String {
        way.path.replacing("/alerts/a", with: "/alerts/{id}").replacing("/homes/h1", with: "/homes/{home}")
    }

    @Test("it describes each route under /v1 with its methods, and nothing else")
    func routes() async throws {
        for hasAccounts in [false, true] {
            let ways = RoleTests.ways.filter { $0.path.hasPrefix("/v1/") && (hasAccounts || !$0.route.isOfAccounts) }
            let expected = Set(
                ways.flatMap { way in
                    way.route.methods.filter { $0 != "HEAD" }.map { "\($0) \(Self.template(way))" }
                })
            let operations = OpenAPIDocument(hasAccounts: hasAccounts).operations
            #expect(Set(operations.map { "\($0.method.rawValue) \($0.path)" }) == expected)
            let text = try Answer.json(OpenAPIDocument(hasAccounts: hasAccounts).json).body
            let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(Document(json: json).operations == expected)
            let names = try expected.map { operation in
                let parts = operation.split(separator: " ").map(String.init)
                let described = Document(json: json).paths[parts[1]]?[parts[0].lowercased()] as? [String: Any]
                return try #require(described?["operationId"] as? String)
            }
            #expect(Set(names).count == names.count)
        }
    }

    private func fill() throws {
        var alert = WebFixture.alert("a", state: .resolved, place: "kök", person: "Kim")
        alert.evidence = Alert.Evidence(
            pattern: "p", horizonDays: 3, direction: "up", strength: 4, threshold: 3, probability: 0.001,
            since: WebFixture.day, missingDays: [.init(date: WebFixture.day, reason: .coverage)], historyDays: 40,
            coverage: 1, resembles: ["uti_like"])
        alert.verdict = .useful
        try fixture.save([alert, WebFixture.alert("b"), WebFixture.alert("c", state: .suppressed)])
        try fixture.save([WebFixture.feature("outings", value: nil), WebFixture.feature("sleep_minutes")])
        fixture.unlisted.withLock { $0 = [SampleHome.unlisted()] }
        try fixture.store.write { transaction in
            try transaction.quarantine(topic: "t", reason: "r", at: WebFixture.start, sample: [])
            _ = try transaction.append(
                Outgoing(
                    kind: .feature, subject: "p", key: "k", urgent: false, createdAt: WebFixture.start,
                    body: """
                        {"schema":"vardag.feature-update.v1","pseudonym":"p","date":"2025-10-09","feature":"outings",\
                        "value":null,"unit":"count","coverage":0.5,"context":"alone","definition_version":2,\
                        "revision":0,"baseline":{"expected":1.5,"usual_low":0,"usual_high":3},"trend":{"per_week":null,\
                        "direction":null,"probability":null},"idempotency_key":"k"}
                        """))
        }
    }

    private func document(_ client: RawClient, _ headers: [String: String] = [:]) async throws -> Document {
        let reply = try await client.get("/v1/openapi.json", headers: headers)
        #expect(reply.status == 200 && reply.headers["content-type"] == "application/json")
        return Document(json: try reply.json())
    }

    @Test("what is answered fits its schema and has no key that is not described")
    func answers() async throws {
        try fill()
        try await fixture.serving { client in
            let document = try await document(client)
            for (path, template) in [
                ("/v1/alerts", nil), ("/v1/alerts/a", "/v1/alerts/{id}"), ("/v1/alerts/none", "/v1/alerts/{id}"),
                ("/v1/features", nil), ("/v1/feature-updates", nil), ("/v1/quarantine", nil),
                ("/v1/alerts?from=x", "/v1/alerts"), ("/v1/homes/h1/devices", "/v1/homes/{home}/devices"),
                ("/v1/homes/h9/devices", "/v1/homes/{home}/devices"),
            ] {
                let faults = try document.faults(await client.get(path), "get", template ?? path)
                #expect(faults.isEmpty, "\(path): \(faults)")
            }
            for (path, template, body) in [
                ("/v1/alerts/b/acknowledge", "/v1/alerts/{id}/acknowledge", #"{"by":"Kim"}"#),
                ("/v1/alerts/b/review", "/v1/alerts/{id}/review", #"{"by":"Kim"}"#),
                ("/v1/alerts/b/resolve", "/v1/alerts/{id}/resolve", #"{"by":"Kim","verdict":"useful"}"#),
                ("/v1/alerts/b/resolve", "/v1/alerts/{id}/resolve", "{}"),
                ("/v1/homes/h1/pause", "/v1/homes/{home}/pause", #"{"by":"Kim"}"#),
                (
                    "/v1/homes/h1/devices", "/v1/homes/{home}/devices",
                    #"{"address":"x","name":"new","kind":"motion","room":"hall"}"#
                ),
            ] {
                let faults = try document.faults(await client.post(path, json: body), "post", template)
                #expect(faults.isEmpty, "\(path): \(faults)")
            }
        }
    }

    @Test("with accounts a token is asked for, the access log is there, and each operation names its roles")
    func accounts() async throws {
        for role in AccountRole.allCases { try fixture.add(role.rawValue, role) }
        try await fixture.serving { client in
            #expect(try await client.get("/v1/openapi.json").status == 401)
            for role in AccountRole.allCases {
                let document = try await document(client, fixture.program(role.rawValue))
                let log = try #require(document.paths["/v1/access-log"]?["get"] as? [String: Any])
                #expect(log["description"] as? String == "Roles: auditor; only an account for all homes.")
                #expect((document.json["security"] as? [[String: Any]])?.first?["program"] != nil)
            }
            let auditor = try fixture.program("auditor")
            _ = try await client.get("/v1/alerts", headers: auditor)
            let document = try await document(client, auditor)
            let rows = try await client.get("/v1/access-log", headers: auditor)
            #expect(try (rows.json()["rows"] as? [Any])?.isEmpty == false)
            #expect(try document.faults(rows, "get", "/v1/access-log").isEmpty)
            #expect(try document.faults(await client.get("/v1/alerts"), "get", "/v1/alerts").isEmpty)
            #expect(try document.faults(await client.get("/v1/alerts", headers: auditor), "get", "/v1/alerts").isEmpty)
        }
    }

    @Test("the check finds what does not fit")
    func check() {
        let check = SchemaCheck(schemas: [:])
        let schema: [String: Any] = [
            "type": "object", "required": ["a"],
            "properties": ["a": ["type": "integer", "minimum": 1], "b": ["enum": ["x"]]],
        ]
        #expect(check.faults(["a": 1, "b": "x"], schema).isEmpty)
        for wrong: [String: Any] in [
            ["b": "x"], ["a": 0], ["a": 1.5], ["a": true], ["a": 1, "b": "y"], ["a": 1, "c": 1],
        ] {
            #expect(check.faults(wrong, schema).count == 1, "\(wrong)")
        }
    }
}
