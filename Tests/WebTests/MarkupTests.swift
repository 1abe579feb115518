import CareModel
import Foundation
import Store
import Testing

@testable import Web

@Suite("Pages stay inert whatever the data says")
struct MarkupTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)", "{{words.home}}{{{x}}}",
        "&lt;b&gt;", "</title></table><iframe>", "javascript:alert(1)",
        // One character to Swift, but a bare `<` or `"` to a browser.
        "\u{0600}<script>alert(1)</script>", "x\"\u{0301} onfocus=alert(1) y=\"\u{0301}", "<\u{200D}b>", "<\u{0301}b>",
        "\u{202E}<b>\u{2066}שלום", "👩🏽‍⚕️🇸🇪<b>", String(repeating: "å<", count: 5_000),
    ]

    private func pages(_ text: String) throws -> String {
        let fixture = try WebFixture()
        let alert = WebFixture.alert(
            "id" + text, home: "h" + text, words: text, place: "place" + text, person: "by" + text)
        try fixture.save(alert, WebFixture.alert("t" + text, home: "h" + text, priority: .technical, words: text))
        try fixture.save([WebFixture.feature("f:" + text, home: "h" + text, unit: "u" + text)])
        let (pages, book) = (Pages(), HomeBook([]))
        let request = PageRequest(path: "/", language: .english)
        let refusal = RefusalPage(.notFound("no " + text), WebFixture.working, book, language: .english)
        let home = SampleHome("h" + text, text: text)
        let answers = HomeAnswers(status: home.status, pictures: home.pictures)
        return try pages.html(AlertListPage(fixture.store, WebFixture.working, book, request))
            + pages.html(ResidentPage(home: "h" + text, fixture.store, WebFixture.working, answers, book, request))
            + pages.html(
                DevicesPage(
                    home: "h" + text, fixture.store, WebFixture.working, home.status, [SampleHome.unlisted(text)],
                    book, request))
            + pages.html(
                WalkPage(
                    home: "h" + text, fixture.store, WebFixture.working, home.status, SampleHome.triggers,
                    HomeBook([WebFixture.home("h" + text)]), request))
            + pages.html(refusal) + explaining(alert, text, fixture, answers)
    }

    /// The pages that explain, with the text in contacts and plan as well.
    private func explaining(
        _ alert: Alert, _ text: String, _ fixture: WebFixture, _ answers: HomeAnswers
    ) throws -> String {
        var definition = WebFixture.home("h" + text)
        definition.area = "area" + text
        definition.carePlan = CarePlan(
            contacts: [.init(name: "name" + text, role: "role" + text, phone: "1" + text, note: "note" + text)],
            steps: [.init(when: .priority(.p2), text: "do" + text)], key: "key" + text)
        var earlier = alert
        earlier.id = "earlier" + text
        earlier.onset = earlier.onset.adding(hours: -1)
        try fixture.save(earlier)
        try fixture.store.write { transaction in
            try transaction.note(
                Call(alert: alert.id, run: 1, recipient: "to" + text, kind: .call, at: WebFixture.start))
        }
        let (home, pages, book) = (definition.id, Pages(), HomeBook([definition]))
        let request = PageRequest(path: "/", language: .english)
        return try pages.html(AlertPage(alert, fixture.store, WebFixture.working, answers, book, request))
            + pages.html(
                FeatureHistoryPage(
                    home: home, days: 30, fixture.store, WebFixture.working, answers, book, request))
            + pages.html(
                ReportPage(home: home, days: 30, fixture.store, WebFixture.working, answers, book, request))
            + pages.html(
                HandoverPage(
                    .init(area: definition.area, hours: 8), fixture.store, WebFixture.working, book, request))
    }

    /// The tags with their attributes' names, without any text or value.
    private func skeleton(_ html: String) -> [String] {
        var (tags, tag): ([String], [Unicode.Scalar]?) = ([], nil)
        var quoted = false
        for scalar in html.unicodeScalars {
            if scalar == "<" { tag = [] }
            guard tag != nil else { continue }
            if scalar == "\"" { quoted.toggle() }
            if !quoted { tag?.append(scalar) }
            if scalar == ">", !quoted {
                tags.append(String(String.UnicodeScalarView(tag ?? [])))
                tag = nil
            }
        }
        return tags
    }

    @Test("no text of an alert, feature or error adds or changes a tag", arguments: hostile)
    func hostileText(text: String) throws {
        #expect(try skeleton(pages(text)) == skeleton(pages("plain")))
    }

    @Test("text is shown as it is, not dropped")
    func shown() throws {
        #expect(try pages("<b>").contains("Because &lt;b&gt;"))
    }

    @Test("a mark that turns the direction of text does not reach a page")
    func direction() {
        #expect(HTMLText().escapeText("a\u{202E}b\u{2066}c\u{0}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    }

    @Test("every template escapes by scalars")
    func templates() {
        for template in [
            Templates.alertList, Templates.resident, Templates.devices, Templates.refusal, Templates.alert,
            Templates.history, Templates.handover, Templates.report,
        ] {
            #expect(template.hasPrefix("{{% CONTENT_TYPE: \(HTMLText.name)}}"))
            #expect(!template.contains("{{{") && !template.contains("{{&") && !template.contains("{{>"))
        }
    }
}
