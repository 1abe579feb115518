import CareModel
import Foundation
import Synchronization
import Testing

@testable import Web

@Suite("What staff enter about a home")
struct HomeEntryTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private var entries: [WebFixture.Entered] { fixture.entries.withLock { $0 } }

    private func last(_ kind: Circumstance.Kind) {
        fixture.home.withLock {
            $0?.status.circumstances = [
                Circumstance(kind: kind, from: WebFixture.start.adding(hours: -1), until: nil, by: "Kim")
            ]
        }
    }

    @Test("a hospital stay, a test and a pause begin now, by name, and lead back to the page")
    func begins() async throws {
        let now = WebFixture.start
        try await fixture.serving { client in
            let reply = try await client.post("/v1/homes/h1/hospital", form: "by=Kim+%C3%85&lang=en")
            #expect(reply.status == 303 && reply.headers["location"] == "/residents/h1?lang=en#now")
            #expect(try await client.post("/v1/homes/h1/test", json: #"{"by":"Bo"}"#).status == 200)
            #expect(try await client.post("/v1/homes/h1/pause", form: "by=Bo").status == 303)
        }
        #expect(
            entries == [
                .init(
                    home: "h1", entry: .begins(Circumstance(kind: .hospital, from: now, until: nil, by: "Kim Å")),
                    by: "Kim Å"),
                .init(
                    home: "h1",
                    entry: .begins(
                        Circumstance(kind: .test, from: now, until: now.adding(hours: 1), by: "Bo")), by: "Bo"),
                .init(
                    home: "h1", entry: .begins(Circumstance(kind: .paused, from: now, until: nil, by: "Bo")),
                    by: "Bo"),
            ])
    }

    @Test(
        "what lasts can be ended, once, and is not begun again",
        arguments: [
            (HomeStep.hospital, HomeStep.backFromHospital, Circumstance.Kind.hospital),
            (.test, .endTest, .test), (.pause, .resume, .paused),
        ])
    func ends(begin: HomeStep, end: HomeStep, kind: Circumstance.Kind) async throws {
        last(kind)
        let (beginning, ending) = (PagePath.enter(begin, home: "h1"), PagePath.enter(end, home: "h1"))
        try await fixture.serving { client in
            let again = try await client.post(beginning, form: "by=Kim")
            #expect(again.status == 303 && entries.isEmpty)
            let ended = try await client.post(ending, form: "by=Kim")
            #expect(ended.status == 303 && entries == [.init(home: "h1", entry: .ends(kind), by: "Kim")])
            fixture.home.withLock { $0?.status.circumstances = [] }
            let repeated = try await client.post(ending, form: "by=Kim")
            #expect(repeated.status == 303 && entries.count == 1)
        }
    }

    @Test("another site's page, a nameless person, an unknown home and a reading method enter nothing")
    func refused() async throws {
        try await fixture.serving { client in
            for headers in [["Sec-Fetch-Site": "cross-site"], ["Origin": "http://evil.example"]] {
                let reply = try await client.post("/v1/homes/h1/pause", form: "by=Eve", headers: headers)
                #expect(reply.status == 403)
            }
            #expect(try await client.post("/v1/homes/h1/pause", form: "by=+").status == 400)
            #expect(try await client.post("/v1/homes/h2/pause", form: "by=Kim").status == 404)
            #expect(try await client.get("/v1/homes/h1/pause").headers["allow"] == "POST")
        }
        #expect(entries.isEmpty)
    }

    @Test("what the engine cannot take now is said to be tried again")
    func unavailable() async throws {
        fixture.home.withLock { $0 = nil }
        let reply = try await fixture.serving {
            try await $0.post("/v1/homes/h1/pause", form: "by=Kim", headers: ["Accept-Language": "en"])
        }
        #expect(reply.status == 503 && reply.body.contains("could not be stored"))
    }
}
