import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Sheets for printing, and features over a long time")
struct SheetTests {
    private let fixture: WebFixture
    private let pages = Pages()

    init() throws { fixture = try WebFixture() }

    private static let homes = ["h1", "h2"].map { id in
        var home = WebFixture.home(id)
        home.area = id == "h1" ? "north" : "south"
        home.resident = id == "h1" ? "Anna" : "Bertil"
        return home
    }

    private static func ago(_ hours: Int64) -> Timestamp { WebFixture.start.adding(hours: -hours) }

    private func handoverPage(_ hours: Int64 = 8, area: String? = nil, scope: AccountScope = .all) throws -> String {
        let request = PageRequest(path: "/handover", language: .english)
        return try pages.html(
            HandoverPage(
                .init(area: area, hours: hours), fixture.store, WebFixture.working,
                HomeBook(Self.homes, scope: scope), request))
    }

    private func save(_ alert: Alert, _ verbs: (AlertVerb, Timestamp)...) throws {
        var alert = alert
        for (verb, time) in verbs { alert = try #require(alert.after(verb, at: time)) }
        try fixture.save(alert)
    }

    /// One alert of every kind that a sheet tells of, and some that it must not.
    private func saveShift() throws {
        try save(WebFixture.alert("new", priority: .p1, onset: Self.ago(2), words: "words new"))
        try save(
            WebFixture.alert("taken", onset: Self.ago(30), words: "words taken"),
            (AlertVerb(.setOut, on: "taken", home: "h1", by: "Kim"), Self.ago(3)))
        try save(
            WebFixture.alert("put", onset: Self.ago(20), words: "words put off"),
            (
                AlertVerb(
                    .snooze, on: "put", home: "h1", by: "Bo", about: "asleep", until: WebFixture.start.adding(hours: 5)),
                Self.ago(1)
            ))
        try save(
            WebFixture.alert("done", home: "h2", onset: Self.ago(40), words: "words done"),
            (AlertVerb(.resolve, on: "done", home: "h1", by: "Eva", note: "made tea", about: "visited"), Self.ago(4)))
        try save(
            WebFixture.alert("past", onset: Self.ago(90), words: "words past"),
            (AlertVerb(.resolve, on: "past", home: "h1", by: "Eva"), Self.ago(9)))
        var quiet = WebFixture.alert("quiet", state: .suppressed, onset: Self.ago(1), words: "words quiet")
        quiet.raisedAt = nil
        try fixture.save(
            quiet,
            WebFixture.alert(
                "gone", home: "h2", rule: "home_unreachable", family: .technical, priority: .technical,
                onset: Self.ago(6), words: "words gone"))
        try fixture.store.write { transaction in
            for minute in [0, 2] as [Int64] {
                try transaction.note(
                    Call(alert: "new", run: 1, recipient: "north", kind: .call, at: Self.ago(2).adding(minutes: minute))
                )
            }
            try transaction.note(Call(alert: "taken", run: 1, recipient: "north", kind: .call, at: Self.ago(4)))
        }
    }

    @Test("a shift's sheet has what is new, open, put off and closed, with who has it, and nothing else")
    func shift() throws {
        try saveShift()
        let html = try handoverPage()
        for text in ["words new", "words taken", "words put off", "words done", "words gone"] {
            #expect(html.contains("en " + text), "\(text)")
        }
        #expect(!html.contains("words past") && !html.contains("words quiet"))
        #expect(html.contains("<strong>New</strong>, 2025-10-09 08:53"))
        #expect(html.contains("<dt>Who has it</dt><dd>Kim</dd>"))
        #expect(html.contains("until 2025-10-09 15:53: asleep (Bo)"))
        #expect(html.contains("resolved: visited, Eva 2025-10-09 06:53") && html.contains("<dd>made tea</dd>"))
        #expect(html.contains("2 calls, the last 2025-10-09 08:55 to north"))
        #expect(html.contains("<strong>Bertil</strong>, Since 2025-10-09 04:53"))
        let counts = html.matches(of: /<li><strong>(\d+)<\/strong> ([a-z ]+)<\/li>/).map { "\($0.1) \($0.2)" }
        #expect(counts == ["2 new", "4 still open", "1 closed", "1 nobody answered"])
        // The most urgent resident first.
        let (anna, bertil) = (html.range(of: ">Anna</a></h2>"), html.range(of: ">Bertil</a></h2>"))
        #expect(try #require(anna).lowerBound < #require(bertil).lowerBound)
    }

    @Test("a longer shift reaches further back; an area and an account's scope leave the others out")
    func bounds() throws {
        try saveShift()
        #expect(try handoverPage(12).contains("words past"))
        let north = try handoverPage(area: "north")
        #expect(north.contains("words new") && !north.contains("Bertil") && !north.contains("words done"))
        let scoped = try handoverPage(scope: .some(areas: ["south"], homes: []))
        #expect(!scoped.contains("Anna") && scoped.contains("words done") && !scoped.contains(">north<"))
        #expect(try handoverPage(area: "nowhere").contains("No alert in this shift"))
    }

    private func save(days: Int32, resident: String = "h1") throws {
        try fixture.save(
            (1...days).map { back in
                var day = WebFixture.feature(
                    "fridge_opens", day: WebFixture.day.advanced(by: -back),
                    value: back == 3 ? nil : Double(100 - back),
                    usual: Baseline(expected: 50, usualLow: 40, usualHigh: 60), withheld: back == 3 ? .outage : nil)
                day.resident = back > 60 ? resident : "h1"
                return day
            })
    }

    private func reportPage(days: Int32 = 30) throws -> String {
        let request = PageRequest(path: "/residents/h1/report", language: .english)
        return try pages.html(
            ReportPage(
                home: "h1", days: days, fixture.store, WebFixture.working, HomeAnswers(), HomeBook(Self.homes), request)
        )
    }

    @Test("a sheet has room for two hundred residents, the most urgent, and says how many more there are")
    func manyResidents() throws {
        try fixture.save(
            (0..<203).map { number in
                WebFixture.alert("many\(number)", home: "m\(number)", priority: number == 202 ? .p1 : .p2)
            })
        let html = try handoverPage()
        #expect(html.contains("3 more residents have no room on this sheet: choose an area."))
        #expect(html.contains("/alerts/many202"))
        #expect(html.matches(of: /href="\/residents\/m\d+"/).count == 200)
    }

    @Test("a report has each feature's middle, usual range, days, trend and definition, and why days are missing")
    func report() throws {
        try save(days: 30)
        var alert = WebFixture.alert("told", onset: Self.ago(50), words: "words told")
        alert.suggestion = .init(sv: "urinvägsinfektion", en: "urinary tract infection")
        try fixture.save(
            alert, WebFixture.alert("old", onset: Self.ago(24 * 40), words: "words old"),
            WebFixture.alert("t", family: .technical, priority: .technical, onset: Self.ago(50), words: "words battery")
        )
        let html = try reportPage()
        #expect(html.contains("Fridge opened</th><td>84</td><td>40–60</td><td>29/30</td><td>rising gradually"))
        #expect(html.contains("<td>2</td></tr>"))
        #expect(
            html.contains("<strong>Fridge opened:</strong> <span class=\"reason\">6 Oct: the home was not heard</span>")
        )
        #expect(html.contains("<strong>Weight; Weight since yesterday;") && html.contains("the home lacks scales"))
        #expect(html.contains("en words told") && !html.contains("words old") && !html.contains("words battery"))
        #expect(!html.contains("infection") && html.contains("It is no diagnosis."))
        #expect(html.contains("2025-09-09 – 2025-10-08") && html.contains("Printed 2025-10-09 10:53"))
    }

    @Test("nothing of a resident of before is in a report or a history")
    func formerResident() throws {
        try save(days: 90, resident: "somebody before")
        #expect(try reportPage(days: 90).contains("<td>59/90</td>"))
    }

    private func historyPage(_ days: Int32) throws -> FeatureHistoryPage {
        try FeatureHistoryPage(
            home: "h1", days: days, fixture.store, WebFixture.working, HomeAnswers(), HomeBook(Self.homes),
            PageRequest(path: "/residents/h1/features", language: .english))
    }

    @Test("a year is drawn as 52 weeks' medians with the trend, shorter times by the day; gaps stay gaps")
    func history() throws {
        try save(days: 120)
        let month = try #require(historyPage(30).charts.groups.first?.charts.first)
        #expect(month.rows.count == 30 && month.rowHead == "Day" && month.trendPath != nil)
        #expect(month.missingPath != nil && month.linePath?.count { $0 == "M" } == 2)
        let year = try #require(historyPage(365).charts.groups.first?.charts.first)
        // 364 days end yesterday; 120 days reach into 18 of the weeks.
        #expect(year.rows.count == 18 && year.rowHead == "Week" && year.dotPath?.count { $0 == "M" } == 18)
        #expect(year.rows[0].rowDay.people == "2 Oct – 8 Oct" && year.rows[0].valueText == "95.5")
        #expect(year.rows[0].rowNote == "6 of 7 days, 93–99")
        #expect(year.trends.count == 1 && year.trends[0].hasPrefix("364 days: rising gradually, 7.0 a week"))
        let html = try pages.html(try historyPage(365))
        #expect(html.contains("median of a week") && html.contains("days=365\" aria-current=\"page\""))
    }

    @Test("a week without a compared value shows one that is kept out, or none; other days of it do not count then")
    func weeks() {
        let days = WebFixture.day.advanced(by: -20)...WebFixture.day
        func day(_ back: Int32, _ value: Double?, _ withheld: Withheld? = nil) -> DailyFeature {
            WebFixture.feature("x", day: WebFixture.day.advanced(by: -back), value: value, withheld: withheld)
        }
        let points = ChartStep.week.points(
            [day(1, 4), day(2, 100, .visitor), day(3, 6), day(8, 9, .visitor), day(9, nil, .outage)], days)
        #expect(points.map { $0?.value } == [nil, 9, 5] && points[0] == nil)
        #expect(points.map { $0?.withheld } == [nil, .visitor, nil])
        #expect(ChartStep.middle([]) == nil && ChartStep.middle([3, 1, 2]) == 2)
    }

    @Test("only the lengths that are offered are answered; the other language keeps them")
    func parameters() async throws {
        fixture.homes.withLock { $0 = Self.homes }
        try await fixture.serving { client in
            for (path, status) in [
                ("/residents/h1/features?days=365", 200), ("/residents/h1/features?days=31", 400),
                ("/residents/h1/features?day=30", 400), ("/residents/h1/report?days=90", 200),
                ("/residents/h1/report?days=365", 400), ("/residents/h9/report", 404), ("/residents/h9/features", 404),
                ("/handover?hours=12&area=north", 200), ("/handover?hours=9", 400), ("/print.js", 200),
            ] {
                #expect(try await client.get(path).status == status, "\(path)")
            }
            let body = try await client.get("/handover?hours=12&area=north&lang=en").body
            #expect(body.contains("href=\"/handover?lang=sv&amp;hours=12&amp;area=north\""))
            #expect(
                body.contains("<option value=\"12\" selected>") && body.contains("<option value=\"north\" selected>"))
        }
    }
}
