import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("A verdict on an alert")
struct VerdictTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        try fixture.save(
            WebFixture.alert("a", state: .resolved), WebFixture.alert("open", state: .firing),
            WebFixture.alert("waits", state: .suppressed))
    }

    private var verbs: [AlertVerb] { fixture.verbs.withLock { $0 } }

    @Test("is given in JSON with a review, changed and withdrawn by later ones")
    func json() async throws {
        try await fixture.serving { client in
            let first = try await client.post(
                "/v1/alerts/a/review", json: #"{"by":"Kim","verdict":"false","note":"guests"}"#)
            #expect(first.status == 200)
            #expect(try first.json()["verdict"] as? String == "false")
            #expect(try first.json()["verdict_by"] as? String == "Kim")
            let same = try await client.post("/v1/alerts/a/review", json: #"{"by":"Bo","verdict":"false"}"#)
            #expect(try same.json()["verdict_by"] as? String == "Kim")
            let other = try await client.post("/v1/alerts/a/review", json: #"{"by":"Bo","verdict":"useful"}"#)
            #expect(try other.json()["verdict"] as? String == "useful")
            let none = try await client.post("/v1/alerts/a/review", json: #"{"by":"Bo","verdict":"none"}"#)
            #expect(none.status == 200)
            #expect(try none.json()["verdict"] is NSNull && none.json()["verdict_by"] is NSNull)
        }
        #expect(verbs.map(\.judgement) == [.give(.mistaken), .give(.useful), .withdraw])
        #expect(verbs.first?.note == "guests")
        let notes = try fixture.store.alert(id: "a")?.history.compactMap(\.note)
        #expect(notes == ["words", "verdict: false; guests", "verdict: useful", "verdict: none"])
    }

    @Test("is given with the step that closes an alert, with no other, and only as a known word")
    func refusals() async throws {
        try await fixture.serving { client in
            let early = try await client.post(
                "/v1/alerts/open/acknowledge", json: #"{"by":"Kim","verdict":"useful"}"#)
            #expect(early.status == 400)
            let word = try await client.post("/v1/alerts/a/review", json: #"{"by":"Kim","verdict":"great"}"#)
            #expect(word.status == 400)
            let error = try #require(try word.json()["error"] as? String)
            #expect(error.contains("useful, known, false, technical, none"))
            let closing = try await client.post(
                "/v1/alerts/open/resolve", json: #"{"by":"Kim","verdict":"technical"}"#)
            #expect(try closing.json()["verdict"] as? String == "technical")
        }
        #expect(verbs.map(\.act) == [.resolve])
    }

    @Test(
        "the page's buttons give it without scripts, and show it, in both languages",
        arguments: [
            ("sv", ["Till nytta", "Redan känt", "Falskt larm", "Tekniskt fel"], "Ta tillbaka omdömet", "Omdöme"),
            ("en", ["Useful", "Already known", "False alarm", "Technical fault"], "Withdraw the verdict", "Verdict"),
        ])
    func page(language: String, answers: [String], back: String, heading: String) async throws {
        try await fixture.serving { client in
            let before = try await client.get("/residents/h1?lang=\(language)").body
            for (word, answer) in zip(Alert.Verdict.allCases.map(\.rawValue), answers) {
                let button =
                    "<button id=\"\(word)-alert-a\" formaction=\"/v1/alerts/a/review\" name=\"verdict\" "
                    + "value=\"\(word)\">\(answer)</button>"
                #expect(before.contains(button), "\(word)")
                #expect(!before.contains("id=\"\(word)-alert-open\"") && !before.contains("id=\"\(word)-alert-waits\""))
            }
            #expect(!before.contains(back) && !before.contains("<dt>\(heading)</dt>"))

            let reply = try await client.post(
                "/v1/alerts/a/review", form: "by=Kim&note=&lang=\(language)&verdict=known")
            #expect(reply.status == 303)
            let given = try await client.get("/residents/h1?lang=\(language)").body
            #expect(given.contains("<dt>\(heading)</dt><dd>\(answers[1]), Kim</dd>"))
            #expect(given.contains(": \(answers[1])</li>"))
            #expect(given.contains(back) && !given.contains("id=\"known-alert-a\""))
            #expect(!given.contains("/v1/alerts/a/resolve"))

            _ = try await client.post("/v1/alerts/a/review", form: "by=Bo&lang=\(language)&verdict=none")
            let withdrawn = try await client.get("/residents/h1?lang=\(language)").body
            #expect(!withdrawn.contains("<dt>\(heading)</dt>") && withdrawn.contains("id=\"known-alert-a\""))
        }
    }

    @Test("an empty choice is none at all")
    func empty() async throws {
        let reply = try await fixture.serving {
            try await $0.post("/v1/alerts/a/review", form: "by=Kim&verdict=")
        }
        #expect(reply.status == 303)
        #expect(verbs == [AlertVerb(.review, on: "a", home: "h1", by: "Kim")])
    }
}
