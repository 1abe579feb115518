import CareModel
import Foundation
import Store
import Testing

@testable import Web

@Suite("A home's pages")
struct HomePageTests {
    private let fixture: WebFixture
    private let pages: Pages
    private let book = HomeBook(WebFixture.homes)

    init() throws {
        fixture = try WebFixture()
        pages = Pages()
    }

    private func resident(_ home: SampleHome?, _ language: Language = .english) throws -> String {
        let answers = HomeAnswers(status: home?.status, pictures: home?.pictures ?? [])
        let request = PageRequest(path: "/residents/h1", language: language)
        return try pages.html(
            ResidentPage(home: "h1", fixture.store, WebFixture.working, answers, book, request))
    }

    private func devices(_ status: HomeStatus?) throws -> String {
        let request = PageRequest(path: "/homes/h1/devices", language: .english)
        return try pages.html(
            DevicesPage(home: "h1", fixture.store, WebFixture.working, status, [], book, request))
    }

    @Test("each device has its life in words, when it was heard and how long it may be silent")
    func devices() throws {
        let html = try devices(SampleHome("h1").status)
        for text in [
            "<p class=\"life alive\">Heard</p>", "<p class=\"life silent\">Silent for too long</p>",
            "<p class=\"life offline\">Offline</p>", "<p class=\"life unheard\">Never heard</p>",
            "2025-10-09 10:52</time>, 1 min ago", "2 d 2 h ago", "<dd>71 %</dd>", "<dd>not reported</dd>",
            "<dd>4 h 10 min</dd>", "<dd>door, outer door</dd>", "<dd>bed</dd>", "3 of 4 devices are not heard",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(html.contains("<dd>never</dd>"))
    }

    @Test("what the engine cannot tell now is not guessed")
    func unknown() throws {
        #expect(try devices(nil).contains("Cannot be shown now."))
        let html = try resident(nil)
        #expect(html.contains("Cannot be shown now.") && !html.contains("<svg viewBox=\"0 0 1440"))
        #expect(!html.contains("formaction=\"/v1/homes/"))
    }

    @Test("circumstances are shown with who and until when; only steps that change something are offered")
    func circumstances() throws {
        var home = SampleHome("h1")
        home.status.circumstances.append(
            Circumstance(kind: .hospital, from: WebFixture.start.adding(hours: -1), until: nil, by: "Bo"))
        let html = try resident(home)
        #expect(
            html.contains(
                "<strong>Visit</strong> (planned): <span id=\"visit-1760007200000\">2025-10-09 12:53 – 13:53, Kim"))
        #expect(
            html.contains(
                "<strong>In hospital</strong>: <span id=\"hospital-1759996400000\">2025-10-09 09:53 – until further notice, Bo"
            ))
        #expect(html.contains("/v1/homes/h1/back-from-hospital") && !html.contains("/v1/homes/h1/hospital"))
        #expect(html.contains("/v1/homes/h1/pause") && !html.contains("/v1/homes/h1/resume"))
    }

    @Test("a day is drawn minute by minute and stands in the table with the same times")
    func timeline() throws {
        var clock = book.clock(of: "h1")
        let view = try #require(DaysView(SampleHome("h1").pictures, Phrases(.english), &clock))
        #expect(view.lanes.map(\.laneName) == ["kök", "wc", "In bed", "Out", "Visitors", "Unseen"])
        let today = view.days[0]
        // One minute is drawn five wide, so that it is seen.
        #expect(today.roomPath == "M420 3h5v10h-5ZM425 3h20v10h-20ZM400 19h5v10h-5Z")
        #expect(today.bedPath == "M0 35h395v10h-395Z" && today.width == "1440" && today.height == "96")
        #expect(today.nowPath?.hasPrefix("M653.3 0") == true && today.contextText == nil)
        #expect(today.lines.map(\.spansText) == ["07:00–07:25", "06:40–06:44", "00:00–06:35", "–", "–", "–"])
        #expect(today.lines.map(\.totalText) == ["21 min", "4 min", "6 h 35 min", "–", "–", "–"])
        let yesterday = view.days[1]
        #expect(yesterday.contextText == "visitors" && yesterday.nowPath == nil)
        #expect(yesterday.awayPath == "M840 0h120v48h-120Z" && yesterday.unseenPath == "M1320 0h60v48h-60Z")
        #expect(yesterday.ownPath == "M840 51h120v10h-120ZM1140 67h60v10h-60ZM1320 83h60v10h-60Z")
        #expect(DaysView([], Phrases(.english), &clock) == nil)
    }

    @Test("a day of 25 hours is drawn 25 hours long, and its hours stand where the wall clock has them")
    func longDay() throws {
        var clock = book.clock(of: "h1")
        let day = try #require(LocalDay(year: 2025, month: 10, day: 26))
        let span = TimeSpan(start: clock.start(of: day), end: clock.start(of: day.next))
        let picture = DayPicture(day: day, span: span, rooms: [.init(name: "kök", active: [])])
        let view = try #require(DaysView([picture], Phrases(.swedish), &clock))
        #expect(view.days[0].width == "1500")
        #expect(view.days[0].gridPath.contains("M420 0L420 16"))
    }

    private func chart(_ features: [DailyFeature], _ name: String = "outings") -> FeatureChart {
        let days = WebFixture.day.advanced(by: -4)...WebFixture.day
        return FeatureChart(FeatureName(name), key: name, features, days: days, Phrases(.english))
    }

    private func feature(
        _ back: Int32, _ value: Double?, usual: Baseline? = nil, context: DayContext = .alone,
        withheld: Withheld? = nil
    ) -> DailyFeature {
        WebFixture.feature(
            "outings", day: WebFixture.day.advanced(by: -back), value: value, context: context, usual: usual,
            withheld: withheld)
    }

    @Test("nothing is drawn across a day without a value, and such a day is marked")
    func gaps() {
        let chart = chart([feature(4, 2), feature(3, 2), feature(2, nil, withheld: .coverage), feature(0, 2)])
        // Two stretches: the line is lifted before the last day.
        #expect(chart.linePath?.count { $0 == "M" } == 2 && chart.linePath?.count { $0 == "L" } == 1)
        #expect(chart.dotPath?.count { $0 == "M" } == 3 && chart.missingPath?.count { $0 == "M" } == 2)
        #expect(chart.notes == ["7 Oct: too little data"] && chart.bandPath == nil)
        #expect(chart.rows.map(\.valueText) == ["2", "–", "2", "2"])
    }

    @Test("the band is what was usual on each day; days out of the comparison and their reasons are told")
    func band() {
        let usual = Baseline(expected: 1.5, usualLow: 1, usualHigh: 2)
        let chart = chart([
            feature(3, 2, usual: usual), feature(2, 4, usual: usual, context: .away, withheld: .away),
            feature(1, 5, usual: usual, context: .away, withheld: .away), feature(0, 6, context: .visitor),
        ])
        #expect(chart.bandPath?.count { $0 == "M" } == 1 && chart.bandPath?.count { $0 == "L" } == 11)
        #expect(chart.heldPath?.count { $0 == "M" } == 2 && chart.dotPath?.count { $0 == "M" } == 2)
        #expect(chart.awayPath?.count { $0 == "Z" } == 2 && chart.visitorPath?.count { $0 == "Z" } == 1)
        #expect(chart.notes.isEmpty)
        #expect(chart.latestText == "9 Oct: 6" && chart.rows[1].usualText == "1–2")
    }

    @Test("stretches of time are told in hours and minutes, times of the day as such")
    func values() {
        let sleep = WebFixture.feature(
            "sleep_duration", value: 551, unit: "min", usual: Baseline(expected: 540, usualLow: 456, usualHigh: 600))
        #expect(chart([sleep], "sleep_duration").latestText == "9 Oct: 9 h 11 min (usually 7 h 36 min–10 h)")
        let rising = WebFixture.feature("bed_out_time", value: 415, unit: "min")
        #expect(chart([rising], "bed_out_time").rows.map(\.valueText) == ["06:55"])
    }

    @Test("days that were not ordinary are told once for all features, days in a row as one")
    func contexts() {
        let days = WebFixture.day.advanced(by: -4)...WebFixture.day
        let away = [feature(3, 2, context: .away), feature(2, 4, context: .away), feature(0, 6, context: .visitor)]
        let charts = FeatureCharts(away, days: days, devices: nil, Phrases(.english))
        #expect(charts.contexts == ["9 Oct: visitors", "6 Oct – 7 Oct: away"])
        let many = (0..<5).map { (WebFixture.day.advanced(by: -2 * $0), Optional("out")) }
        #expect(
            DayNotes(many, limit: 2, Phrases(.english)).texts == ["9 Oct: out", "7 Oct: out", "3 more in the table"])
    }

    @Test("amounts are drawn from zero, times of the day between whole hours")
    func scales() {
        let amounts = ChartScale(values: [4, 7], dayCount: 60, fromZero: true)
        #expect(amounts.low == 0 && amounts.y(0) == amounts.plotBottom)
        #expect(amounts.ticks(isClockTime: false) == [0, 2, 4, 6])
        let times = ChartScale(values: [400, 520], dayCount: 60, fromZero: false)
        #expect(times.low > 380 && times.ticks(isClockTime: true) == [420, 480])
        let flat = ChartScale(values: [], dayCount: 0, fromZero: true)
        #expect(flat.y(.infinity).isFinite && flat.x(point: 0).isFinite)
    }

    @Test("a feature without rows is told with the sensor that the home lacks")
    func lacking() throws {
        try fixture.save([WebFixture.feature("outings")])
        let html = try resident(SampleHome("h1"))
        #expect(html.contains("Time out of bed, night: no value yet"))
        #expect(html.contains("Fridge opened: the home lacks a door sensor on the fridge"))
        #expect(html.contains("Toilet visits, night: the home lacks a motion sensor in the bathroom"))
        #expect(!html.contains("<li>Outings:"))
    }

    @Test("an alert tells the least coverage of what it rests on, on its last day by then")
    func coverage() throws {
        try fixture.save([
            WebFixture.feature("toilet_visits_night", day: WebFixture.day.previous, coverage: 0.5),
            WebFixture.feature("toilet_visits_night", coverage: 0.978),
            WebFixture.feature("toilet_visits_night", day: WebFixture.day.next, coverage: 0.1),
        ])
        try fixture.save(WebFixture.alert("a"), WebFixture.alert("other", home: "h2"))
        let request = PageRequest(path: "/", language: .english)
        let list = try pages.html(try AlertListPage(fixture.store, WebFixture.working, book, request))
        #expect(list.matches(of: /Data coverage<\/dt><dd>97 %/).count == 1)
        #expect(try resident(nil).contains("<dt>Data coverage</dt><dd>97 %</dd>"))
    }

    @Test("what is told by a word has one in either language, and no word tells what is not")
    func words() {
        let families: [String: [String]] = [
            "circumstance": Circumstance.Kind.allCases.map(\.rawValue), "entry": HomeStep.allCases.map(\.rawValue),
            "context": DayContext.allCases.map(\.rawValue), "withheld": Withheld.allCases.map(\.rawValue),
            "life": DeviceStatus.Life.allCases.map(\.rawValue), "device": DeviceKind.allCases.map(\.rawValue),
            "placement": Placement.allCases.filter { $0 != .none }.map(\.rawValue),
            "group": FeatureGroup.allCases.map { "\($0)" }, "need": SensorNeed.allCases.map { "\($0)" },
            "fault": GatewayStatus.Fault.allCases.map { "\($0)" }, "feature": KnownFeature.all.map { String($0.name) },
            "priority": Alert.Priority.allCases.map(\.rawValue), "state": Alert.State.allCases.map(\.rawValue),
            "act": Alert.Act.allCases.map(\.rawValue), "verdict": Alert.Verdict.allCases.map(\.rawValue),
            "resolution": Alert.Resolution.allCases.map(\.rawValue),
            "did": Alert.Act.allCases.map(\.rawValue) + ["unassign", "resolve_because", "undo_of"],
            "called": Call.Kind.allCases.map(\.rawValue), "feed": FeedChoice.State.allCases.map(\.rawValue),
        ]
        for words in [WordCatalogue.swedish, .english] {
            for (family, members) in families {
                let told = words.texts.keys.filter { $0.hasPrefix(family + ".") }.map { $0.dropFirst(family.count + 1) }
                #expect(Set(told) == Set(members.map { Substring($0) }), "\(family)")
                #expect(members.count == Set(members).count)
            }
            let quantities = words.texts.keys.filter { $0.hasPrefix("quantity.") }.map { $0.dropFirst(9) }
            #expect(quantities.count > 30 && quantities.allSatisfy { Quantity(name: String($0)) != nil })
        }
        #expect(
            Phrases(.swedish).text(Quantity.pressure) == "pressure" && Phrases(.english).text(Quantity.sos) == "SOS")
    }

    @Test("stretches of time are written as people say them")
    func stretches() {
        let words = Phrases(.english)
        #expect(
            [0, 59, 60, 61, 1500, 2880, 2950].map { words.text(minutes: $0) } == [
                "0 min", "59 min", "1 h", "1 h 1 min", "25 h", "2 d", "2 d 1 h",
            ])
        #expect(words.text(minutesAgo: 0) == "just now")
    }
}
