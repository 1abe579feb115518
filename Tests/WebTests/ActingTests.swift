import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Acting on an alert from its page")
struct ActingTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        try fixture.save(WebFixture.alert("a"))
    }

    private var verbs: [AlertVerb] { fixture.verbs.withLock { $0 } }

    private func alert() throws -> Alert { try #require(try fixture.store.alert(id: "a")) }

    private func post(
        _ client: RawClient, _ act: String, _ form: String, headers: [String: String] = [:]
    ) async throws -> RawClient.Reply {
        try await client.post("/v1/alerts/a/\(act)", form: form, headers: headers)
    }

    @Test(
        "of two nurses at once one is first, and the other is told who and when",
        arguments: [("acknowledge", "did.acknowledge"), ("resolve", "did.resolve")])
    func twoAtOnce(act: String, key: String) async throws {
        try await fixture.serving { client in
            let replies = try await withThrowingTaskGroup(of: (String, RawClient.Reply).self) { group in
                for name in ["Anna", "Bo"] {
                    group.addTask { (name, try await post(client, act, "by=\(name)&lang=en&page=feed")) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            let history = try alert().history
            #expect(history.count == 2)
            let first = try #require(history.last?.by)
            let second = first == "Anna" ? "Bo" : "Anna"
            #expect(replies[first]?.headers["location"] == "/?lang=en&done=\(act)&alert=a#alert-a")
            let told = try #require(replies[second]?.headers["location"])
            #expect(told == "/?lang=en&told=\(act)&alert=a#alert-a")
            let page = try await client.get(String(told.prefix { $0 != "#" })).body
            let said = Phrases(.english).say(key, ["person": first])
            #expect(page.contains("\(said) 2025-10-09 10:53, before you."))
        }
    }

    @Test("the same request again changes nothing, whatever others did meanwhile")
    func repeated() async throws {
        let requests = [
            ("acknowledge", ""), ("on_my_way", ""), ("assign", "&assignee=Bo"),
            ("snooze", "&reason=x&hours=4"), ("wake", ""), ("undo", ""), ("resolve", "&resolution=visited"),
        ]
        try await fixture.serving { client in
            for (act, more) in requests {
                let seen = try alert().history.count
                let form = "by=Kim&seen=\(seen)\(more)"
                #expect(try await post(client, act, form).status == 303, "\(act)")
                #expect(try alert().history.count == seen + 1, "\(act)")
                // The answer was lost; meanwhile a minute passes and somebody else acts.
                fixture.status.withLock { $0.clock = $0.clock.adding(minutes: 2) }
                if act == "assign" { _ = try await post(client, "assign", "by=Eva&assignee=Eva") }
                let after = try alert()
                #expect(try await post(client, act, form).status == 303, "\(act)")
                #expect(try alert() == after, "\(act)")
            }
        }
    }

    @Test("each act but a review can be taken back by who did it, and a second time what was done before it")
    func undone() async throws {
        let acts = [
            ("acknowledge", "", "Acknowledge"), ("on_my_way", "", "I am on my way"),
            ("assign", "&assignee=Bo", "Assign"), ("snooze", "&reason=x&hours=4", "Snooze"),
            ("resolve", "", "Resolve"),
        ]
        let before = try alert()
        try await fixture.serving { client in
            for (act, more, name) in acts {
                #expect(try await post(client, act, "by=Kim\(more)").status == 303)
                let page = try await client.get("/residents/h1?lang=en").body
                #expect(page.contains(">Undo: \(name)</button>"), "\(act)")
                let seen = try alert().history.count
                #expect(try await post(client, "undo", "by=Bo&seen=\(seen)").status == 409)
                #expect(try await post(client, "undo", "by=Kim&seen=\(seen)").status == 303)
                let after = try alert()
                #expect(after.state == before.state && after.handling == before.handling, "\(act)")
                #expect(try await client.get("/residents/h1?lang=en").body.contains("Kim undid “\(name)”"))
            }
            _ = try await post(client, "assign", "by=Kim&assignee=Bo")
            _ = try await post(client, "acknowledge", "by=Kim")
            for _ in 0..<2 {
                let seen = try alert().history.count
                #expect(try await post(client, "undo", "by=Kim&seen=\(seen)").status == 303)
            }
            #expect(try alert().handling.assignee == nil && alert().state == .firing)
        }
    }

    @Test("what was done is shown: to whom, on the way since, until when and why, how it was closed, who was called")
    func shown() async throws {
        try fixture.store.write { transaction in
            try transaction.note(
                Call(alert: "a", run: 1, recipient: "phone", kind: .call, at: WebFixture.start.adding(minutes: 1)))
        }
        try await fixture.serving { client in
            _ = try await post(client, "on_my_way", "by=Kim")
            _ = try await post(client, "assign", "by=Kim&assignee=Bo")
            _ = try await post(client, "snooze", "by=Kim&reason=guests&hours=24")
            let page = try await client.get("/residents/h1?lang=en").body
            for text in [
                "<dt>On the way</dt><dd>Kim, since 2025-10-09 10:53</dd>", "<dt>Assigned to</dt><dd>Bo</dd>",
                "<dt>Snoozed</dt><dd>until 2025-10-10 10:53: guests (Kim)</dd>", "<li>phone 2025-10-09 10:54</li>",
                "Kim snoozed it until 2025-10-10 10:53 (guests)</li>", "Kim assigned it to Bo</li>",
                "action=\"/v1/alerts/a/wake\"",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(!page.contains("/v1/alerts/a/snooze") && !page.contains("/v1/alerts/a/acknowledge"))
            let feed = try await client.get("/?lang=en").body
            #expect(feed.contains("<details id=\"snoozed\">") && feed.contains("Snoozed (1)"))
            _ = try await post(client, "resolve", "by=Kim&resolution=visited&note=tea&verdict=useful")
            let closed = try await client.get("/residents/h1?lang=en").body
            #expect(closed.contains("<dt>What was done</dt><dd>Visited the resident</dd>"))
            #expect(closed.contains("Kim resolved it (Visited the resident): Useful. tea</li>"))
        }
    }

    @Test("from the list one tap acts, and leads back to the same list with what was done and the way back")
    func feed() async throws {
        try await fixture.serving { client in
            let list = try await client.get("/?lang=en&priority=P2&q=words").body
            #expect(list.contains("<button formaction=\"/v1/alerts/a/acknowledge\""))
            #expect(list.contains("<button formaction=\"/v1/alerts/a/on_my_way\""))
            #expect(list.contains("name=\"query\" value=\"priority=P2&amp;q=words\""))
            let query = PagePath.encoded("priority=P2&q=words")
            let reply = try await post(client, "resolve", "by=Kim&lang=en&page=feed&query=\(query)&seen=1")
            let location = try #require(reply.headers["location"])
            #expect(location == "/?lang=en&done=resolve&alert=a&priority=P2&q=words#alert-a")
            let page = try await client.get(String(location.prefix { $0 != "#" })).body
            #expect(page.contains("Saved: Kim resolved it.") && page.contains("action=\"/v1/alerts/a/undo\""))
            #expect(page.contains("name=\"by\" value=\"Kim\"") && page.contains("No alert fits the filter."))
            let odd = PagePath.encoded("https://evil.example")
            let back = try await post(client, "undo", "by=Kim&page=feed&query=\(odd)&seen=2")
            #expect(back.headers["location"] == "/?done=undo&alert=a#alert-a")
        }
        #expect(try alert().state == .firing)
    }

    @Test("with accounts it is given to somebody or a team who see the home, and to nobody else")
    func assignees() async throws {
        try fixture.add("kim")
        try fixture.add("local", scope: .some(areas: [], homes: ["h2"]))
        try fixture.add("fitter", .installer)
        let isSet = try fixture.store.write { try $0.setTeam("North", ofLogin: "kim") }
        #expect(isSet)
        let session = try fixture.session("kim")
        @Sendable func assign(_ client: RawClient, _ assignee: String) async throws -> Int {
            try await post(client, "assign", "assignee=\(assignee)&token=\(session.form)", headers: session.headers)
                .status
        }
        try await fixture.serving { client in
            for nobody in ["local", "fitter", "stranger"] { #expect(try await assign(client, nobody) == 409) }
            let page = try await client.get("/residents/h1?lang=en", headers: session.headers).body
            #expect(page.contains("<option value=\"kim\">Kim Åberg</option>") && !page.contains("value=\"local\""))
            #expect(page.contains("<option value=\"North\">North</option>") && page.contains("Assign to me"))
            #expect(try await assign(client, "North") == 303)
            #expect(try alert().handling.assignee == "North")
            let mine = try await client.get("/?lang=en&mine=1", headers: session.headers).body
            #expect(mine.contains("en words a"))
            #expect(try await assign(client, "kim") == 303)
            let given = try await client.get("/?lang=en&team=North", headers: session.headers).body
            #expect(given.contains("<dt>Assigned to</dt><dd>Kim Åberg</dd>"))
            #expect(try await assign(client, "") == 303)
            #expect(try alert().handling.assignee == nil)
        }
    }

    @Test("a wrong count of steps is refused", arguments: ["x", "-1", "1.5", "1000000"])
    func seen(text: String) async throws {
        let status = try await fixture.serving { try await post($0, "acknowledge", "by=Kim&seen=\(text)").status }
        #expect(status == 400 && verbs.isEmpty)
    }
}
