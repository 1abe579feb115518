import CareModel
import Foundation
import Synchronization
import Testing

@testable import Web

@Suite("Planned absences and visits")
struct PlanTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private var entries: [HomeEntry] { fixture.entries.withLock { $0.map(\.entry) } }

    private func post(_ path: String, _ form: String) async throws -> RawClient.Reply {
        try await fixture.serving { try await $0.post("/v1/homes/h1/\(path)", form: "by=Kim&lang=en&" + form) }
    }

    @Test("is entered with the home's own times, once, and shown with a way to take it back")
    func planned() async throws {
        let form = "kind=away&from=2025-10-20T08:00&until=2025-10-27+18:30"
        let reply = try await post("plan", form)
        #expect(reply.status == 303 && reply.headers["location"] == "/residents/h1?lang=en#now")
        // Two hours ahead of UTC before the change of clocks, one hour after it.
        let from = try #require(Timestamp(iso8601: "2025-10-20T06:00:00Z"))
        let until = try #require(Timestamp(iso8601: "2025-10-27T17:30:00Z"))
        let planned = Circumstance(kind: .away, from: from, until: until, by: "Kim")
        #expect(entries == [.begins(planned)])
        fixture.home.withLock { $0?.status.circumstances.append(planned) }
        _ = try await post("plan", form)
        #expect(entries.count == 1)
        let page = try await fixture.serving { try await $0.get("/residents/h1?lang=en") }.body
        #expect(page.contains("2025-10-20 08:00 – 2025-10-27 18:30, Kim"))
        #expect(page.contains("name=\"from\" value=\"2025-10-20T06:00:00Z\"") && page.contains(">Remove</button>"))
        _ = try await post("cancel", "kind=away&from=2025-10-20T06:00:00Z")
        #expect(entries == [.begins(planned), .cancels(planned)])
        fixture.home.withLock { $0?.status.circumstances = [] }
        #expect(try await post("cancel", "kind=away&from=2025-10-20T06:00:00Z").status == 303)
        #expect(entries.count == 2)
    }

    @Test("a hospital stay may be until further notice; a visit without an end lasts two hours")
    func ends() async throws {
        _ = try await post("plan", "kind=hospital&from=2025-10-09T10:00&until=")
        _ = try await post("plan", "kind=visit&from=2025-10-09T12:00")
        let until = entries.map { if case .begins(let begun) = $0 { begun.until } else { nil as Timestamp? } }
        #expect(until == [nil, Timestamp(iso8601: "2025-10-09T12:00:00Z")])
    }

    @Test(
        "what makes no sense is refused, in words",
        arguments: [
            ("kind=test&from=2025-10-20T08:00", "Choose hospital, away or visit."),
            ("from=2025-10-20T08:00", "Choose hospital, away or visit."),
            ("kind=away", "Give date and time"), ("kind=away&from=2025-10-20", "Give date and time"),
            ("kind=away&from=2025-10-20T25:00", "Give date and time"),
            ("kind=away&from=2025-13-20T08:00", "Give date and time"),
            ("kind=away&from=2025-10-20T08:00&until=2025-10-20T08:00", "The end must come after"),
            ("kind=away&from=2025-10-01T08:00&until=2025-10-02T08:00", "The end must come after"),
            ("kind=away&from=2025-08-01T08:00", "Begin at most 31 days ago"),
            ("kind=away&from=2027-08-01T08:00", "Begin at most 31 days ago"),
            ("kind=visit&from=2025-10-20T08:00&until=2025-12-20T08:00", "Begin at most 31 days ago"),
        ])
    func refused(form: String, reason: String) async throws {
        let reply = try await fixture.serving {
            try await $0.post("/v1/homes/h1/plan", form: "by=Kim&\(form)", headers: ["Accept-Language": "en"])
        }
        // What depends on the moment is a conflict, what is never right a bad request.
        let isEver = reason.hasPrefix("Choose") || reason.hasPrefix("Give")
        #expect(reply.status == (isEver ? 400 : 409) && reply.body.contains(reason), "\(reply.body.suffix(500))")
        #expect(entries.isEmpty)
    }

    @Test("weekly visits of the home's file, tests and pauses are shown and not ended here")
    func notHere() async throws {
        let start = WebFixture.start
        fixture.home.withLock {
            $0?.status.circumstances = [
                Circumstance(kind: .visit, from: start, until: start.adding(hours: 1), by: "weekly plan"),
                Circumstance(kind: .paused, from: start, until: nil, by: "Kim"),
            ]
        }
        let page = try await fixture.serving { try await $0.get("/residents/h1?lang=en") }.body
        #expect(page.contains("the weekly plan") && !page.contains("/v1/homes/h1/cancel"))
    }
}
