import CareModel
import Foundation
import Synchronization
import Testing

@testable import Web

@Suite("A new sensor on the pages")
struct OnboardingPageTests {
    private let fixture: WebFixture
    private let pages: Pages

    init() throws {
        fixture = try WebFixture()
        pages = Pages()
    }

    private func devices(_ unlisted: [UnlistedDevice], _ language: Language = .english) throws -> String {
        try pages.html(
            DevicesPage(
                home: "h1", fixture.store, WebFixture.working, SampleHome("h1").status, unlisted,
                HomeBook(WebFixture.homes), PageRequest(path: "/homes/h1/devices", language: language)))
    }

    private func walk(_ triggers: [SensorTrigger], _ language: Language = .english) throws -> String {
        try pages.html(
            WalkPage(
                home: "h1", fixture.store, WebFixture.working, SampleHome("h1").status, triggers,
                HomeBook(WebFixture.homes), PageRequest(path: "/homes/h1/walk", language: language)))
    }

    @Test("it shows what it can measure, what it said, and a form with the likely kind chosen")
    func unlisted() throws {
        let html = try devices([SampleHome.unlisted()])
        for text in [
            "<h3>porch (P1)</h3>", "motion, battery", "battery 71.5 %", "<code>aa:01</code>",
            "action=\"/v1/homes/h1/devices\"", "<option value=\"motion\" selected>motion</option>",
            "<input type=\"hidden\" name=\"address\" value=\"aa:01\">",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(try devices([SampleHome.unlisted()], .swedish).contains("batteri 71,5 %"))
        #expect(try !devices([]).contains("id=\"unlisted\""))
    }

    @Test("the form places it by address and leads back to the devices")
    func placed() async throws {
        try await fixture.serving { client in
            let form = "address=aa%3A01&name=+porch+&kind=motion&room=hall&placement=&lang=en"
            let reply = try await client.post("/v1/homes/h1/devices", form: form)
            #expect(reply.status == 303 && reply.headers["location"] == "/homes/h1/devices?lang=en")
            let json = #"{"address":"b","name":"taken","kind":"door","placement":"fridge"}"#
            let refused = try await client.post("/v1/homes/h1/devices", json: json)
            #expect(refused.status == 409 && refused.body.contains("given twice"))
        }
        #expect(
            fixture.placed.withLock { $0 } == [
                PlacedDevice(address: "aa:01", name: "porch", kind: "motion", room: "hall", placement: ""),
                PlacedDevice(address: "b", name: "taken", kind: "door", room: "", placement: "fridge"),
            ])
    }

    @Test(
        "what is no placement changes nothing",
        arguments: [
            "name=porch&kind=motion", "address=a&name=+&kind=motion", "address=a&name=b&kind=sofa",
            "address=a&name=b&kind=door&placement=roof",
        ])
    func unusable(form: String) async throws {
        try await fixture.serving { client in
            let reply = try await client.post("/v1/homes/h1/devices", form: form)
            #expect(reply.status == 400)
            let elsewhere = try await client.post("/v1/homes/h9/devices", form: "address=a&name=b&kind=door")
            #expect(elsewhere.status == 404)
        }
        #expect(fixture.placed.withLock { $0.isEmpty })
    }

    @Test("a walk shows what was said, the latest first, and which sensors are missing")
    func walk() throws {
        let html = try walk(SampleHome.triggers)
        let door = try #require(html.range(of: "<strong>door (kök)</strong> open"))
        let motion = try #require(html.range(of: "<strong>motion (kök)</strong> temperature 21.5 °C"))
        #expect(door.lowerBound < motion.lowerBound)
        #expect(html.contains("<li>bed (kök)</li>") && html.contains("<li>kettle (kök)</li>"))
        #expect(!html.contains("<li>door (kök)</li>"))
        #expect(html.contains("data-every=\"500\"") && html.contains("The home is not in test."))
        #expect(html.contains("<meta http-equiv=\"refresh\" content=\"2\">"))
        #expect(try walk([], .swedish).contains("Inget har hörts sedan sidan öppnades."))
    }

    @Test("the API tells the devices and those without a place")
    func report() async throws {
        fixture.home.withLock { $0 = SampleHome("h1") }
        fixture.unlisted.withLock { $0 = [SampleHome.unlisted()] }
        try await fixture.serving { client in
            let reply = try await client.get("/v1/homes/h1/devices")
            let report = try JSONDecoder().decode(DeviceReport.self, from: Data(reply.body.utf8))
            #expect(report.devices.map(\.state) == ["alive", "silent", "offline", "unheard"])
            #expect(report.unlisted.map(\.address) == ["aa:01"])
            #expect(try await client.get("/v1/homes/h9/devices").status == 404)
            #expect(try await client.get("/homes/h1/walk").status == 200)
            #expect(try await client.get("/homes/h9/walk").status == 404)
        }
    }
}
