import Testing

@testable import Web

@Suite("Who may ask")
struct OriginCheckTests {
    private let check = OriginCheck(bind: "127.0.0.9")

    @Test(
        "this machine's own names pass, with any port",
        arguments: [
            "localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:65535", "[::1]", "[::1]:8080", "127.0.0.9:80",
        ])
    func ours(host: String) throws {
        try check.check(host: host)
    }

    @Test(
        "every other name is refused, so that a foreign name that resolves to loopback gets nothing",
        arguments: [
            "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x",
            "localhost:80:80", "localhost@evil.example", "evil.example@localhost", "", ":8080", "[::1", "[::2]",
            "[::1]x", "127.0.0.2", "localhost:99999",
        ])
    func foreign(host: String) {
        #expect(throws: Refusal.self) { try check.check(host: host) }
    }

    @Test("without a Host header nobody is answered")
    func absent() {
        #expect(throws: Refusal.self) { try check.check(host: nil) }
    }

    @Test("a change passes from our own page and from a program that is no browser")
    func ownChanges() throws {
        let host = "127.0.0.1:8080"
        try check.checkChange(host: host, fetchSite: nil, origin: nil)
        try check.checkChange(host: host, fetchSite: "same-origin", origin: "null")
        try check.checkChange(host: host, fetchSite: "none", origin: nil)
        try check.checkChange(host: host, fetchSite: nil, origin: "http://127.0.0.1:8080")
    }

    @Test(
        "a change from any other page is refused",
        arguments: [
            ("cross-site", "http://127.0.0.1:8080"), ("same-site", nil), ("", nil), (nil, "null"),
            (nil, "http://evil.example"), (nil, "http://127.0.0.1:9090"), (nil, "https://127.0.0.1:8080"),
        ] as [(String?, String?)])
    func foreignChanges(fetchSite: String?, origin: String?) {
        #expect(throws: Refusal.self) {
            try check.checkChange(host: "127.0.0.1:8080", fetchSite: fetchSite, origin: origin)
        }
    }

    @Test("only a loopback address may be bound")
    func loopback() {
        for bind in ["127.0.0.1", "127.9.9.9", "::1", "localhost"] {
            #expect(WebSettings(bind: bind, port: 0).isLoopback, "\(bind)")
        }
        for bind in ["0.0.0.0", "::", "192.168.1.2", "127.0.0.1.evil.example", "127.0.0", "127.0.0.256", ""] {
            #expect(!WebSettings(bind: bind, port: 0).isLoopback, "\(bind)")
        }
    }
}
