import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("An alert's own page")
struct AlertPageTests {
    private let fixture: WebFixture
    private let pages = Pages()

    init() throws { fixture = try WebFixture() }

    static let plan = CarePlan(
        contacts: [.init(name: "Eva Ek", role: "daughter", phone: "+46 (70) 123 45-67", note: "has a key")],
        steps: [
            .init(when: .priority(.p1), text: "Go there"), .init(when: .family(.toilet), text: "Ask about pain"),
        ], key: "safe 0417")

    private static func device(_ number: UInt16, _ name: String, _ kind: DeviceKind, _ room: String) -> Device {
        Device(number: number, name: name, kind: kind, room: room, placement: .none, topic: "homes/h1/\(name)")
    }

    private static var home: HomeDefinition {
        var home = WebFixture.home("h1")
        home.carePlan = plan
        home.devices = [
            device(0, "bath motion", .motion, "bathroom"), device(1, "hall motion", .motion, "hallway"),
            device(2, "sos button", .button, "bedroom"),
        ]
        return home
    }

    /// Told at the midnight after `WebFixture.day.previous`, over three days.
    private static func change(_ id: String = "a") -> Alert {
        var alert = WebFixture.alert(id, rule: "change_in_toilet", onset: SampleHome.midnight.adding(hours: -48))
        alert.raisedAt = SampleHome.midnight
        alert.evidence = .init(
            pattern: "toilet_up", horizonDays: 3, direction: "up", strength: 3, threshold: 2, probability: 0.001,
            since: WebFixture.day.advanced(by: -2),
            missingDays: [.init(date: WebFixture.day.advanced(by: -2), reason: .outage)], historyDays: 60,
            coverage: 0.954)
        return alert
    }

    private func page(_ alert: Alert, _ home: SampleHome? = nil, _ language: Language = .english) throws -> String {
        let answers = HomeAnswers(status: home?.status, pictures: home?.pictures ?? [])
        let request = PageRequest(path: PagePath.alert(alert.id), language: language)
        return try pages.html(
            AlertPage(alert, fixture.store, WebFixture.working, answers, HomeBook([Self.home]), request))
    }

    @Test("the days that it rests on are told, marked in the chart with the band, and the missing ones with the reason")
    func why() throws {
        let usual = Baseline(expected: 1.5, usualLow: 1, usualHigh: 2)
        try fixture.save(
            (1...30).map {
                WebFixture.feature(
                    "toilet_visits_night", day: WebFixture.day.advanced(by: -$0), value: 4, usual: usual)
            } + [WebFixture.feature("fridge_opens", day: WebFixture.day.previous)])
        let html = try page(Self.change())
        #expect(html.contains("The alert rests on these days: Mon 6 Oct – Wed 8 Oct."))
        #expect(html.contains("<dd>95 %</dd>") && html.contains("2 of 3 days"))
        #expect(html.contains("<li>7 Oct: the home was not heard</li>"))
        #expect(html.contains("class=\"mark\" d=\"M") && html.contains("class=\"band\" d=\"M"))
        #expect(html.contains("id=\"feature-toilet_visits_night\"") && !html.contains("feature-fridge_opens"))
    }

    @Test("the mark is a bracket around exactly the alert's days")
    func mark() {
        let days = WebFixture.day.advanced(by: -9)...WebFixture.day
        let chart = FeatureChart(
            FeatureName("fridge_opens"), key: "x", [WebFixture.feature("fridge_opens", value: 2)], days: days,
            marked: WebFixture.day.previous...WebFixture.day.advanced(by: 5), Phrases(.english))
        // Ten days over 272 units from 44 on; the last two of them.
        #expect(chart.markPath == "M261.6 110L261.6 3L316 3L316 110")
        let before = FeatureChart(
            FeatureName("fridge_opens"), key: "x", [], days: days,
            marked: WebFixture.day.advanced(by: -30)...WebFixture.day.advanced(by: -20), Phrases(.english))
        #expect(before.markPath == nil)
    }

    @Test("an alert about what happened within a day has no charts and says so")
    func situation() throws {
        var alert = WebFixture.alert("s", rule: "night_exit", family: .situation, priority: .p1)
        alert.features = []
        let html = try page(alert)
        #expect(html.contains("rests on what the sensors said that day") && !html.contains("chart-legend"))
        var clock = HomeBook([Self.home]).clock(of: "h1")
        #expect(AlertPage.days(of: alert, &clock) == WebFixture.day...WebFixture.day)
        #expect(AlertPage.days(of: Self.change(), &clock) == WebFixture.day.advanced(by: -3)...WebFixture.day.previous)
    }

    @Test("the sensors that it rests on, and no others, with their life where that can be told")
    func sensors() throws {
        #expect(Self.change().devices(among: Self.home.devices) == [0])
        let html = try page(Self.change())
        #expect(html.contains("bath motion <small>motion, bathroom</small>") && !html.contains("hall motion"))
        #expect(html.contains("Cannot be shown now."))
        func numbers(_ rule: String, _ family: Alert.Family, place: String? = nil) -> Set<UInt16> {
            var alert = WebFixture.alert("x", rule: rule, family: family, place: place)
            alert.features = []
            return alert.devices(among: Self.home.devices)
        }
        #expect(
            numbers("silence_while_home", .situation) == [0, 1] && numbers("sos", .safety, place: "bedroom") == [2])
        #expect(numbers("battery_low", .technical, place: "sos button") == [2])
        #expect(numbers("home_unreachable", .technical) == [0, 1, 2])
        var other = Self.change()
        other.features[0].feature = "sleep_duration"
        let alive = try page(other, SampleHome("h1"))
        #expect(alive.contains("<span class=\"life alive\">Heard</span>") && alive.contains("1 min ago"))
        #expect(alive.contains("<span class=\"life offline\">Offline</span>") && !alive.contains("kettle"))
    }

    @Test("earlier alerts of the same kind about the same resident, with what became of them, the newest first")
    func similar() throws {
        func earlier(_ id: String, hours: Int64, resident: String = "h1") -> Alert {
            var alert = WebFixture.alert(
                id, rule: "change_in_toilet", onset: SampleHome.midnight.adding(hours: -hours))
            alert.resident = resident
            return alert
        }
        var closed = earlier("closed", hours: 500)
        closed = try #require(
            closed.after(
                AlertVerb(.acknowledge, on: "closed", home: "h1", by: "Kim"), at: closed.onset.adding(minutes: 75))
        )
        closed = try #require(
            closed.after(
                AlertVerb(.resolve, on: "closed", home: "h1", by: "Bo", judgement: .give(.useful), about: "visited"),
                at: closed.onset.adding(hours: 3)))
        try fixture.save(
            closed, earlier("newer", hours: 100), earlier("former", hours: 200, resident: "somebody before"),
            WebFixture.alert(
                "other", rule: "change_in_sleep", family: .sleep, onset: SampleHome.midnight.adding(hours: -90)),
            earlier("later", hours: -1), Self.change())
        let found = try fixture.store.alerts(like: Self.change(), limit: 20).map(\.id)
        #expect(found == ["newer", "closed"])
        #expect(try fixture.store.alerts(like: Self.change(), limit: 1).map(\.id) == ["newer"])
        let html = try page(Self.change())
        #expect(html.contains("resolved: visited, Bo") && html.contains("<td>Useful</td><td>1 h 15 min</td>"))
        #expect(html.contains("<td>not acknowledged</td><td>–</td><td>–</td>"))
    }

    @Test("who was called and when; the plan's fitting steps, the key and numbers that can be dialled")
    func handling() throws {
        try fixture.save(Self.change())
        try fixture.store.write { transaction in
            try transaction.note(Call(alert: "a", run: 1, recipient: "north", kind: .call, at: WebFixture.start))
            try transaction.note(
                Call(alert: "a", run: 1, recipient: "south", kind: .handled, at: WebFixture.start.adding(minutes: 2)))
        }
        let html = try page(Self.change())
        #expect(
            html.contains("10:53</time> Called: north")
                && html.contains("10:55</time> Told that it is taken care of: south"))
        #expect(html.contains("href=\"tel:+46701234567\">+46 (70) 123 45-67</a>") && html.contains("safe 0417"))
        #expect(html.contains("<dt>Toilet</dt><dd>Ask about pain</dd>") && !html.contains("Go there"))
    }

    @Test("an installer and an operator see contacts, plan and key nowhere; a nurse on both pages; each is logged")
    func access() async throws {
        fixture.homes.withLock { $0 = [Self.home] }
        try fixture.save(Self.change())
        for role in AccountRole.allCases { try fixture.add(role.rawValue, role) }
        try await fixture.serving { client in
            for role in ["installer", "operator"] {
                let headers = try fixture.session(role).headers
                for path in ["/", "/homes/h1/devices", "/homes/h1/walk", "/v1/homes/h1/devices", "/alerts/a"] {
                    let body = try await client.get(path, headers: headers).body
                    for secret in ["Eva Ek", "0417", "Ask about pain", "tel:"] {
                        #expect(!body.contains(secret), "\(role) \(path): \(secret)")
                    }
                }
            }
            let nurse = try fixture.session("nurse").headers
            for path in ["/residents/h1", "/alerts/a"] {
                let body = try await client.get(path, headers: nurse).body
                #expect(body.contains("Eva Ek") && body.contains("0417"), "\(path)")
            }
            #expect(try await client.get("/alerts/none", headers: nurse).status == 404)
        }
        let rows = try fixture.accesses().filter { $0.act == "GET alert page" && $0.status == 200 }
        #expect(rows.map(\.home) == ["h1"] && rows.map(\.subject) == ["a"])
    }
}
