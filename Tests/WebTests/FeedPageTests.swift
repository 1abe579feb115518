import CareModel
import Foundation
import Store
import Testing

@testable import Web

@Suite("The list of alerts, filtered and in pages")
struct FeedPageTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    private func home(_ id: String, area: String? = nil) -> HomeDefinition {
        var home = WebFixture.home(id)
        (home.area, home.resident) = (area, "Name \(id)")
        return home
    }

    private func list(
        _ query: String, _ homes: [HomeDefinition], told: PageRequest.Told? = nil
    ) throws -> String {
        let choice = try FeedChoice(Query(query, known: FeedChoice.names))
        var request = PageRequest(path: "/", language: .english)
        request.told = told
        let page = try AlertListPage(fixture.store, WebFixture.working, HomeBook(homes), request, choice)
        return try Pages().html(page)
    }

    @Test("the address of a list says all that was chosen, and what it does not know is refused")
    func choices() throws {
        let text = "area=S%C3%B6der&team=North&mine=1&state=new&priority=P3&q=a%26b&part=technical&page=3"
        let choice = try FeedChoice(Query(text, known: FeedChoice.names))
        #expect(choice.parameters == "&" + text && choice.isFiltered && FeedChoice(handedOn: text) == choice)
        #expect(!FeedChoice.everything.with(.care, page: 2).isFiltered && FeedChoice.everything.parameters.isEmpty)
        #expect(FeedChoice(handedOn: "state=x") == .everything && FeedChoice(handedOn: "y=1") == .everything)
        for wrong in ["state=x", "priority=p1", "part=all", "page=0", "mine=2"] {
            #expect(throws: Refusal.self) { _ = try FeedChoice(Query(wrong, known: FeedChoice.names)) }
        }
    }

    @Test("a filter keeps what was chosen in its form, and never hides that P1 alerts are outside")
    func filter() throws {
        let homes = [home("h1", area: "north"), home("h2", area: "south")]
        try fixture.save(
            WebFixture.alert("urgent", priority: .p1), WebFixture.alert("other", priority: .p1),
            WebFixture.alert("mild", home: "h2", priority: .p3))
        let south = try list("area=south&q=name%20H2", homes)
        #expect(south.contains("en words mild") && !south.contains("en words urgent"))
        #expect(south.contains("<option value=\"south\" selected>south</option>"))
        #expect(south.contains("value=\"name H2\"") && south.contains("<details id=\"filter\" class=\"filter\" open>"))
        #expect(south.contains("<a href=\"/?priority=P1\">2 P1 alerts are not shown here</a>"))
        #expect(south.contains("The filter hides 2 alerts."))
        let urgent = try list("priority=P1", homes)
        #expect(urgent.contains("en words other") && urgent.contains("No P1 alert is outside what is shown here."))
        let technical = try list("part=technical", homes)
        #expect(technical.contains("2 P1 alerts are not shown here") && !technical.contains("en words"))
        #expect(try !list("", homes).contains("id=\"elsewhere\""))
        #expect(try list("area=gone", homes).contains("<option value=\"gone\" selected>gone</option>"))
    }

    @Test("thirty homes are two pages, the second says that P1 alerts are on the first, and parts have their own pages")
    func pages() throws {
        let homes = (10..<40).map { home("h\($0)") }
        try fixture.save(
            homes.map { WebFixture.alert("a\($0.id)", home: $0.id, priority: $0.id == "h39" ? .p1 : .p2) }
                + homes.map { WebFixture.alert("t\($0.id)", home: $0.id, family: .technical, priority: .technical) })
        let first = try list("", homes)
        #expect(first.matches(of: /id="care-h\d+"/).count == 15)
        #expect(first.matches(of: /id="technical-h\d+"/).count == 3)
        #expect(first.contains("Page 1 of 2") && first.contains("href=\"/?part=care&amp;page=2\""))
        #expect(first.contains("<a href=\"/?part=technical\">Show all, 30 homes</a>"))
        let second = try list("part=care&page=2", homes)
        #expect(second.matches(of: /id="care-h\d+"/).count == 15 && !second.contains("id=\"technical\""))
        #expect(second.contains("href=\"/?part=care\"") && second.contains("1 P1 alert is not shown here"))
        #expect(try list("part=care&page=9", homes).contains("Nothing on this page."))
    }

    @Test("all that can be done is shown for the alert asked for alone; one that is gone leads to its own page")
    func acting() throws {
        let homes = [home("h1"), home("h2")]
        try fixture.save(homes.map { WebFixture.alert("a\($0.id)", home: $0.id) })
        let plain = try list("", homes)
        #expect(plain.matches(of: /class="act" href/).count == 2 && !plain.contains("/assign\""))
        #expect(try list("priority=P1&act=ah1", homes).contains("not on this list any more"))
        let one = try list("act=ah1", homes)
        #expect(one.contains("<details id=\"act-alert-ah1\" open>") && one.contains("alerts/ah1/assign\""))
        #expect(!one.contains("alerts/ah2/assign\"") && one.contains("href=\"/?act=ah2#alert-ah2\""))
        #expect(
            try list("act=gone", homes).contains("<a href=\"/alerts/gone\">That alert is not on this list any more."))
        // Who has just closed it is told so, and nothing else.
        let done = PageRequest.Told(act: .resolve, alert: "gone", isLate: false)
        #expect(try !list("act=gone", homes, told: done).contains("not on this list any more"))
    }

    @Test("homes that cannot be seen are named on top, at most five, and how many more")
    func unseen() throws {
        let homes = (1...7).map { home("h\($0)") }
        try fixture.save(
            homes.map {
                WebFixture.alert(
                    "gone\($0.id)", home: $0.id, rule: "home_unreachable", family: .technical, priority: .technical)
            })
        let html = try list("", homes)
        #expect(html.contains("Monitoring is not working in 7 homes") && html.contains("and 2 more homes"))
        let banner = try #require(html.firstRange(of: "Monitoring is not working in 7 homes"))
        let names = html[banner.upperBound...].prefix { $0 != "§" }.split(separator: "id=\"care\"")[0]
        #expect(names.matches(of: /Name h\d</).count == 5)
    }

    @Test("many homes are in pages and found by the resident's name or the home's id")
    func homesPage() throws {
        let book = HomeBook((100..<200).map { home("h\($0)") })
        func html(_ search: String? = nil, page: Int = 1) throws -> String {
            let request = PageRequest(path: "/homes", language: .english)
            return try Pages().html(
                HomesPage(fixture.store, WebFixture.working, book, request, search: search, page: page))
        }
        #expect(try html().matches(of: /href="\/residents\/h/).count == HomesPage.limit)
        #expect(try html(page: 2).matches(of: /href="\/residents\/h/).count == 40)
        let found = try html("NAME h15")
        #expect(found.contains("Homes (10)") && found.contains("value=\"NAME h15\"") && !found.contains("Page 1"))
    }
}
