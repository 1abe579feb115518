import CareModel
import Foundation
import FoundationXML
import Secrets
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Atom and JSON Feed")
struct AlertFeedTests {
    private let fixture: WebFixture

    init() throws {
        fixture = try WebFixture()
        fixture.homes.withLock { $0 = [WebFixture.home("h1"), WebFixture.home("h2")] }
        try fixture.save(
            WebFixture.alert("old", state: .resolved, onset: WebFixture.start.adding(minutes: -60)),
            WebFixture.alert("new", priority: .p1, words: "words"), WebFixture.alert("hidden", state: .suppressed),
            WebFixture.alert("other", home: "h2", onset: WebFixture.start.adding(minutes: -30)))
    }

    /// A token for the feeds of an account.
    private func token(_ login: String, days: Int64 = 1) throws -> String {
        let token = Secret.token()
        try fixture.store.write { transaction in
            let account = try #require(try transaction.account(login))
            try transaction.startSession(
                token: token.digest, account: account.number, at: WebFixture.start,
                until: WebFixture.start.adding(hours: 24 * days), isProgram: true, isForFeeds: true)
        }
        return token.text
    }

    @Test("Atom is well-formed, has what RFC 4287 asks for, and names each alert once, the newest first")
    func atom() async throws {
        let reply = try await fixture.serving { try await $0.get("/feeds/alerts.atom?lang=en") }
        #expect(reply.status == 200 && reply.headers["content-type"] == "application/atom+xml; charset=utf-8")
        let feed = try #require(AtomReader(reply.body))
        for name in ["id", "title", "updated", "author/name"] { #expect(feed.texts[name]?.isEmpty == false, "\(name)") }
        #expect(feed.texts["updated"] == "2025-10-09T08:53:20Z")
        #expect(
            feed.entries.map { $0["id"] } == ["new", "other", "old"].map { "tag:vardag.invalid,2026:alert:\($0)" })
        for entry in feed.entries {
            for name in ["title", "updated", "published", "summary", "link"] {
                #expect(entry[name]?.isEmpty == false, "\(name)")
            }
        }
        #expect(feed.entries[0]["title"] == "P1 at once: en words new (h1)")
        #expect(feed.entries[0]["link"]?.hasSuffix("/alerts/new") == true)
        #expect(feed.entries[0]["link"]?.hasPrefix("http://127.0.0.1:") == true)
    }

    @Test("JSON Feed has the members that version 1.1 requires")
    func json() async throws {
        let reply = try await fixture.serving { try await $0.get("/feeds/alerts.json") }
        #expect(reply.status == 200 && reply.headers["content-type"] == "application/feed+json; charset=utf-8")
        let feed = try reply.json()
        #expect(feed["version"] as? String == "https://jsonfeed.org/version/1.1")
        #expect((feed["title"] as? String)?.isEmpty == false && feed["language"] as? String == "sv")
        #expect((feed["feed_url"] as? String)?.hasSuffix("/feeds/alerts.json") == true)
        let items = try #require(feed["items"] as? [[String: Any]])
        #expect(
            items.map { $0["id"] as? String } == ["new", "other", "old"].map { "tag:vardag.invalid,2026:alert:\($0)" })
        for item in items {
            for name in ["url", "title", "content_text"] { #expect((item[name] as? String)?.isEmpty == false) }
            for name in ["date_published", "date_modified"] {
                #expect(Timestamp(iso8601: item[name] as? String ?? "") != nil)
            }
        }
        #expect(!reply.body.contains("Resident One") && !reply.body.contains("Därför"))
    }

    @Test(
        "hostile words and ids stay text in both forms",
        arguments: ["<script>alert(1)</script>", "]]>&\"'", "\u{0}\u{1}\u{b}\u{FFFE}", "\u{202E}x", "<\u{301}b>"])
    func hostile(text: String) async throws {
        let id = "id \(text)"
        try fixture.save(WebFixture.alert(id, onset: WebFixture.start.adding(minutes: 1), words: text))
        try await fixture.serving { client in
            let feed = try #require(AtomReader(try await client.get("/feeds/alerts.atom").body))
            #expect(feed.entries.count == 4 && feed.entries[0].count == 7)
            #expect(feed.entries[0]["id"]?.hasPrefix("tag:vardag.invalid,2026:alert:id%20") == true)
            let items = try await client.get("/feeds/alerts.json").json()["items"] as? [[String: Any]]
            #expect(items?.count == 4 && (items?[0]["title"] as? String)?.contains(text) == true)
        }
    }

    @Test("at most a hundred, and nothing changes for who asks again")
    func conditional() async throws {
        try fixture.save((0..<150).map { WebFixture.alert("a\($0)", onset: WebFixture.start.adding(minutes: $0)) })
        try await fixture.serving { client in
            for path in ["/feeds/alerts.atom", "/feeds/alerts.json"] {
                let first = try await client.get(path)
                let mark = try #require(first.headers["etag"])
                #expect(first.headers["cache-control"] == "private, no-cache")
                for known in [mark, "W/\(mark)", "\"x\", \(mark)", "*"] {
                    let again = try await client.get(path, headers: ["If-None-Match": known])
                    #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == mark)
                }
                try fixture.save(
                    WebFixture.alert("a149", state: .resolved, onset: WebFixture.start.adding(minutes: 149)))
                let changed = try await client.get(path, headers: ["If-None-Match": mark])
                #expect(changed.status == 200 && changed.headers["etag"] != mark)
                try fixture.save(WebFixture.alert("a149", onset: WebFixture.start.adding(minutes: 149)))
            }
            #expect(AtomReader(try await client.get("/feeds/alerts.atom").body)?.entries.count == 100)
        }
    }

    @Test("a feed token is good for the feeds alone, in the query alone, for its account's homes, until it ends")
    func tokens() async throws {
        try fixture.add("kim", .nurse, scope: .some(areas: [], homes: ["h1"]))
        try fixture.add("bo", .installer)
        try await fixture.serving { client in
            let token = try token("kim")
            for path in ["/feeds/alerts.atom", "/feeds/alerts.json"] {
                #expect(try await client.get(path).status == 401)
                let reply = try await client.get("\(path)?token=\(token)")
                #expect(reply.status == 200 && reply.body.contains("/alerts/new") && !reply.body.contains("h2"))
                #expect(!reply.body.contains(token) && reply.headers.values.allSatisfy { !$0.contains(token) })
                #expect(try await client.get("\(path)?token=\(token)&token=\(token)").status == 401)
                #expect(try await client.get("\(path)?token=\(try self.token("bo"))").status == 403)
                let program = try fixture.program("kim")
                #expect(try await client.get(path, headers: program).status == 200)
                let bearer = program["Authorization"]?.split(separator: " ").last ?? ""
                #expect(try await client.get("\(path)?token=\(bearer)").status == 401)
                #expect(try await client.get(path, headers: fixture.session("kim").headers).status == 200)
            }
            for path in ["/v1/alerts", "/", "/residents/h1", "/v1/openapi.json"] {
                for headers in [["Authorization": "Bearer \(token)"], ["Cookie": "vardag-session=\(token)"]] {
                    let status = try await client.get(path, headers: headers).status
                    #expect(status == 401 || status == 303, "\(path)")
                }
                let status = try await client.get("\(path)?token=\(token)").status
                #expect(status == 401 || status == 303, "\(path)")
            }
            #expect(try fixture.store.write { try $0.endFeedTokens(ofLogin: "kim") } == 1)
            #expect(try await client.get("/feeds/alerts.atom?token=\(token)").status == 401)
            let short = try self.token("kim")
            fixture.clock.withLock { $0 = $0.adding(hours: 24) }
            #expect(try await client.get("/feeds/alerts.atom?token=\(short)").status == 401)
        }
    }

    @Test("reads are in the access log, at most each quarter of an hour, without the token")
    func logged() async throws {
        try fixture.add("kim")
        let token = try token("kim")
        try await fixture.serving { client in
            for _ in 0..<3 { _ = try await client.get("/feeds/alerts.atom?token=\(token)") }
            fixture.clock.withLock { $0 = $0.adding(minutes: 15) }
            _ = try await client.get("/feeds/alerts.atom?token=\(token)")
            _ = try await client.get("/feeds/alerts.atom?token=x\(token.dropFirst())")
        }
        let entries = try fixture.accesses()
        #expect(entries.filter { $0.act == "GET alert feed" && $0.login == "kim" && $0.status == 200 }.count == 2)
        let text = "\(entries)"
        #expect(!text.contains(token) && !text.contains(String(token.dropFirst())))
    }
}

/// What an XML parser finds in an Atom feed.
private final class AtomReader: NSObject, XMLParserDelegate {
    /// Of the feed itself, by path.
    private(set) var texts: [String: String] = [:]
    private(set) var entries: [[String: String]] = []
    private var path: [String] = []

    init?(_ text: String) {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.shouldProcessNamespaces = true
        parser.delegate = self
        guard parser.parse() else { return nil }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard namespaceURI == "http://www.w3.org/2005/Atom" else { return parser.abortParsing() }
        path.append(name)
        if name == "entry" { entries.append([:]) }
        if path.dropFirst().first == "entry", name == "link" { entries[entries.count - 1]["link"] = attributes["href"] }
        if name == "category" { entries[entries.count - 1]["category"] = attributes["term"] }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        path.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        let inside = path.dropFirst()
        guard let name = inside.last, !text.allSatisfy(\.isNewline) else { return }
        if inside.first == "entry" {
            guard inside.count > 1 else { return }
            entries[entries.count - 1][name, default: ""] += text
        } else {
            texts[inside.joined(separator: "/"), default: ""] += text
        }
    }
}
