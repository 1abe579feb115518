import CareModel
import Foundation
import Testing

@testable import Web

@Suite("Pages")
struct PageTests {
    private let fixture: WebFixture
    private let pages: Pages

    init() throws {
        fixture = try WebFixture()
        pages = Pages()
    }

    private func list(_ status: GatewayStatus = WebFixture.working, _ language: Language = .swedish) throws -> String {
        let request = PageRequest(path: "/", language: language)
        return try pages.html(try AlertListPage(fixture.store, status, HomeBook(WebFixture.homes), request))
    }

    private func homes(_ search: String? = nil) throws -> String {
        let request = PageRequest(path: "/homes", language: .swedish)
        let book = HomeBook(WebFixture.homes)
        return try pages.html(HomesPage(fixture.store, WebFixture.working, book, request, search: search))
    }

    private func resident(_ status: GatewayStatus = WebFixture.working) throws -> String {
        let request = PageRequest(path: "/residents/h1", language: .swedish)
        return try pages.html(
            ResidentPage(
                home: "h1", fixture.store, status, HomeAnswers(), HomeBook(WebFixture.homes), request))
    }

    /// Whether the texts stand in the page in this order.
    private func isInOrder(_ texts: [String], _ html: String) -> Bool {
        var rest = html[...]
        for text in texts {
            guard let range = rest.range(of: text) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    @Test("the most urgent comes first, then the newest; technical ones stand apart")
    func order() throws {
        let later = WebFixture.start.adding(minutes: 5)
        try fixture.save(
            WebFixture.alert("tech", family: .technical, priority: .technical, onset: later),
            WebFixture.alert("low", priority: .p3), WebFixture.alert("old", priority: .p2),
            WebFixture.alert("welfare", family: .technical, priority: .p2, onset: later.adding(minutes: 1)),
            WebFixture.alert("new", priority: .p2, onset: later),
            WebFixture.alert("urgent", priority: .p1, state: .acknowledged))
        let html = try list()
        #expect(
            isInOrder(
                [
                    "id=\"care\"", "sv words urgent", "welfare", "3 larm till för den boende",
                    "id=\"technical\"", "sv words tech",
                ], html))
        #expect(!html.contains("sv words new") && !html.contains("sv words old") && !html.contains("sv words low"))
        #expect(html.contains("P1 genast") && html.contains("Att ta hand om (5)"))
    }

    @Test("closed and pending alerts are not on the list; suppressed ones stand apart and alarm nobody")
    func states() throws {
        var suppressed = WebFixture.alert("quiet", state: .suppressed)
        suppressed.suppressedBy = "device_offline:door-1"
        try fixture.save(
            suppressed, WebFixture.alert("waiting", state: .pending), WebFixture.alert("over", state: .resolved))
        let html = try list()
        #expect(!html.contains("words waiting") && !html.contains("words over"))
        #expect(isInOrder(["Inget öppet larm.", "Undertryckta (1)", "words quiet", "givaren door-1 hörs inte"], html))
    }

    @Test("what explains an alert away is told in words; another alert by its id")
    func reasons() {
        let words = Phrases(.english)
        #expect(words.text(suppressedBy: "hospital") == "In hospital" && words.text(suppressedBy: "x:y") == "x:y")
    }

    @Test("nothing open is said plainly, but never while monitoring does not work")
    func nothingOpen() throws {
        #expect(try list().contains("Inget öppet larm."))
        #expect(try !list().contains("Övervakningen fungerar inte"))
        var status = WebFixture.working
        for broken in [\GatewayStatus.isReady, \.brokerConnected] {
            status = WebFixture.working
            status[keyPath: broken] = false
            #expect(try !list(status).contains("<strong>Inget öppet larm.</strong>"))
            #expect(try list(status).contains("role=\"alert\""))
        }
        status = WebFixture.working
        status.diskFull = true
        #expect(try list(status, .english).contains("Monitoring is not working"))
        #expect(try list(status, .english).contains("The disk is full"))
        #expect(try resident(status).contains("Disken är full"))
    }

    @Test("a storm of technical alerts hides no care alert, and says how many it leaves out")
    func storm() throws {
        let urgent = WebFixture.alert("urgent", priority: .p1, onset: WebFixture.start.adding(hours: -99))
        let storm = (0..<300).map { WebFixture.alert("t\($0)", family: .technical, priority: .technical) }
        try fixture.save([urgent] + storm)
        let html = try list()
        #expect(isInOrder(["words urgent", "Teknik (300)", "298 larm till för den boende"], html))
    }

    @Test("a home that cannot be seen says so on both pages")
    func unseen() throws {
        try fixture.save(WebFixture.alert("gone", rule: "home_unreachable", family: .technical, priority: .technical))
        #expect(isInOrder(["Övervakningen fungerar inte i 1 hem", "/residents/h1", "Resident One"], try list()))
        #expect(isInOrder(["Resident One", "⚠ Syns inte"], try homes()))
        #expect(try resident().contains("Hur den boende mår är okänt"))
        try fixture.save(
            WebFixture.alert(
                "gone", rule: "home_unreachable", family: .technical, priority: .technical, state: .resolved))
        #expect(try !list().contains("Övervakningen fungerar inte") && !homes().contains("Syns inte"))
        #expect(try !resident().contains("Hur den boende mår är okänt"))
    }

    @Test("a home that was set up but never heard is listed")
    func neverHeard() throws {
        #expect(isInOrder(["Hem (1)", "Resident One", "aldrig"], try homes()))
        #expect(isInOrder(["Hem (1)", "Resident One"], try homes("dent on")))
        #expect(isInOrder(["Hem (0)", "Inget hem passar."], try homes("x")))
    }

    @Test("an alert shows what it rests on, its history, its clock and the steps that its state allows")
    func residentAlerts() throws {
        var alert = WebFixture.alert("a", state: .acknowledged, person: "Kim")
        alert.history = [
            .init(at: WebFixture.start, from: nil, to: .firing, by: "engine"),
            .init(at: WebFixture.start, from: .firing, to: .acknowledged, by: "Kim", note: "ringde"),
        ]
        try fixture.save(alert)
        let html = try resident()
        // 08:53:20 in UTC, two hours later in a Stockholm summer.
        #expect(html.contains("<time datetime=\"2025-10-09T08:53:20Z\">2025-10-09 10:53</time>"))
        #expect(html.contains("kvitterat, Kim 2025-10-09 10:53") && html.contains("kvitterat (Kim): ringde"))
        #expect(html.contains("Toalettbesök, natt: 5 (vanligen 1–2)"))
        #expect(html.contains("action=\"/v1/alerts/a/resolve\""))
        #expect(!html.contains("/v1/alerts/a/acknowledge") && !html.contains("/v1/alerts/a/review"))
    }

    @Test(
        "what happened again tells when it last did, and since when; it comes before what is newer than its beginning")
    func again() throws {
        var pressed = WebFixture.alert("pressed", priority: .p1, onset: WebFixture.start.adding(hours: -3))
        pressed.count = 2
        pressed.history += [
            .init(at: WebFixture.start.adding(minutes: -5), from: .firing, to: .acknowledged, by: "Kim", note: "again"),
            .init(
                at: WebFixture.start.adding(minutes: -2), from: .acknowledged, to: .firing, by: "engine", note: "again"),
            .init(at: WebFixture.start.adding(minutes: -1), from: .firing, to: .firing, by: "engine", note: "other"),
        ]
        try fixture.save(
            pressed, WebFixture.alert("once", priority: .p1, onset: WebFixture.start.adding(minutes: -30)))
        let told = [
            "sv words pressed", "<dt>Senast</dt><dd>", "2025-10-09 10:51", "för 2 min sedan", "<dt>Sedan</dt><dd>",
            "2025-10-09 07:53</time></dd>",
        ]
        let html = try list()
        #expect(isInOrder(told + ["sv words once", "<dt>Sedan</dt><dd>", "för 30 min sedan"], html))
        #expect(html.components(separatedBy: "<dt>Senast</dt>").count == 2)
        #expect(isInOrder(told, try resident()))
    }

    @Test("a page for a home that nobody knows is refused")
    func unknownHome() throws {
        let request = PageRequest(path: "/", language: .swedish)
        #expect(throws: Refusal.self) {
            _ = try ResidentPage(
                home: "h2", fixture.store, WebFixture.working, HomeAnswers(), HomeBook(WebFixture.homes), request)
        }
    }

    @Test("the language is the one asked for, else the reader's, else Swedish")
    func languages() {
        #expect(Language(asked: "en", acceptLanguage: "sv") == .english)
        #expect(Language(asked: "xx", acceptLanguage: nil) == .swedish)
        #expect(Language(asked: nil, acceptLanguage: "de, en-GB;q=0.8, sv;q=0.9") == .swedish)
        #expect(Language(asked: nil, acceptLanguage: "fr,en;q=0.1") == .english)
        #expect(Language(asked: nil, acceptLanguage: "en;q=0, *") == .swedish)
    }
}
