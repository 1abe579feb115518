import CareModel
import Testing

@testable import Web

@Suite("Paths")
struct RouteTests {
    @Test("each path of ours leads to its route")
    func known() {
        #expect(Route(path: "/") == .alertList)
        #expect(Route(path: "/residents/h1") == .resident(home: "h1"))
        #expect(Route(path: "/homes/h1/devices") == .devices(home: "h1"))
        #expect(Route(path: "/v1/homes/h1/back-home") == .enter(.backHome, home: "h1"))
        #expect(Route(path: "/events") == .events)
        #expect(Route(path: "/v1/alerts") == .alerts)
        #expect(Route(path: "/v1/alerts/h1.sos.k%C3%B6k.5") == .alert(id: "h1.sos.kök.5"))
        #expect(Route(path: "/v1/alerts/a/acknowledge") == .act(.acknowledge, id: "a"))
        #expect(Route(path: "/v1/feature-updates") == .featureUpdates)
    }

    @Test("an id is one segment whatever it holds, and survives the way into a link and back")
    func encodedIDs() {
        for id in ["a/b", "../../etc/passwd", "a b", "<script>", "å%2F", "#?&", "\u{0}", "e\u{301}"] {
            #expect(Route(path: PagePath.resident(id)) == .resident(home: id))
            #expect(Route(path: PagePath.devices(id)) == .devices(home: id))
            #expect(Route(path: PagePath.enter(.pause, home: id)) == .enter(.pause, home: id))
            #expect(Route(path: PagePath.step(.review, alert: id)) == .act(.review, id: id))
        }
    }

    @Test(
        "other paths are none",
        arguments: [
            "", "v1/alerts", "//", "/v1", "/v1/", "/v1/alerts/", "/v1/alerts//acknowledge", "/v1/alerts/a/delete",
            "/v1/alerts/a/acknowledge/b", "/residents", "/residents/", "/residents/a/b", "/%FF", "/residents/%C3%28",
            "/residents/%", "/V1/alerts", "/livez/", "/feeds", "/feeds/", "/feeds/alerts", "/feeds/alerts.rss",
            "/style.css/..", "/homes/",
            "/homes//devices", "/homes/h1", "/homes/h1/rooms", "/v1/homes/h1/burn", "/v1/homes//test", "/events/",
        ])
    func unknown(path: String) {
        #expect(Route(path: path) == nil)
    }
}
