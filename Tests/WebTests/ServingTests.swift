import CareModel
import Foundation
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Serving")
struct ServingTests {
    private let fixture: WebFixture

    init() throws { fixture = try WebFixture() }

    @Test("every answer, also an error, keeps foreign pages out and is not stored")
    func headers() async throws {
        try await fixture.serving { client in
            for path in [
                "/", "/residents/h1", "/residents/none", "/homes/h1/devices", "/v1/alerts", "/nothing", "/metrics",
                "/livez",
            ] {
                let headers = try await client.get(path).headers
                let policy = try #require(headers["content-security-policy"])
                #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
                #expect(headers["x-content-type-options"] == "nosniff")
                #expect(headers["x-frame-options"] == "DENY")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["cache-control"] == "no-store")
            }
            let style = try await client.get("/style.css")
            #expect(style.headers["content-type"] == "text/css; charset=utf-8" && style.body.contains("dark"))
        }
    }

    @Test("unknown paths are not found, wrong methods are told the right ones, HEAD has no body")
    func methods() async throws {
        try await fixture.serving { client in
            #expect(try await client.get("/v2/alerts").status == 404)
            #expect(try await client.get("/../../etc/passwd").status == 404)
            let wrong = try await client.send("DELETE", "/v1/alerts")
            #expect(wrong.status == 405 && wrong.headers["allow"] == "GET, HEAD")
            let read = try await client.get("/v1/alerts/a/acknowledge")
            #expect(read.status == 405 && read.headers["allow"] == "POST")
            let (get, head) = (try await client.get("/"), try await client.send("HEAD", "/"))
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.headers["content-length"] == get.headers["content-length"])
        }
    }

    @Test("a foreign host name gets nothing from any path")
    func rebinding() async throws {
        try await fixture.serving { client in
            for path in ["/", "/v1/alerts", "/v1/features", "/metrics", "/livez", "/nothing"] {
                let reply = try await client.get(path, headers: ["Host": "evil.example:\(client.port)"])
                #expect(reply.status == 403, "\(path)")
            }
        }
    }

    @Test("odd bytes in a request do no harm")
    func oddBytes() async throws {
        try await fixture.serving { client in
            let lines: [[UInt8]] = [
                [UInt8]("GET /residents/".utf8) + [0xFF, 0xFE] + [UInt8](" HTTP/1.1\r\n".utf8),
                [UInt8]("GET /residents/%00%1b%5B31m HTTP/1.1\r\n".utf8),
                [UInt8]("GET /\(String(repeating: "a", count: 60_000)) HTTP/1.1\r\n".utf8),
                [UInt8]("GET ?lang=en HTTP/1.1\r\n".utf8),
            ]
            for line in lines {
                let reply = try await client.send(
                    line + [UInt8]("Host: localhost\r\nConnection: close\r\n\r\n".utf8))
                #expect([400, 404].contains(reply.status), "\(reply.status) for \(line.prefix(30))")
            }
            #expect(try await client.get("/livez").status == 200)
        }
    }

    @Test("ready tells its reasons; alive does not depend on them")
    func readiness() async throws {
        try await fixture.serving { client in
            #expect(try await client.get("/readyz").body == "{\"ready\":true,\"reasons\":[]}")
            fixture.status.withLock {
                $0.brokerConnected = false
                $0.diskFull = true
            }
            let reply = try await client.get("/readyz")
            #expect(reply.status == 503)
            let reasons = try #require(try reply.json()["reasons"] as? [String])
            #expect(reasons.count == 2)
            #expect(try await client.get("/livez").status == 200)
        }
    }

    @Test("a database that cannot be read is an error without details, and the process lives on")
    func unreadable() async throws {
        try fixture.store.close()
        try await fixture.serving { client in
            let reply = try await client.get("/v1/alerts")
            #expect(reply.status == 500 && !reply.body.contains(fixture.directory.path))
            #expect(try await client.get("/").status == 500)
            #expect(try await client.get("/readyz").status == 503)
            #expect(try await client.get("/metrics").body.contains("vardag_database_readable 0"))
            #expect(try await client.get("/livez").status == 200)
        }
    }

    @Test("without its script the list is reloaded by the browser until told not to; a page with a form never is")
    func refreshing() async throws {
        try await fixture.serving { client in
            for (path, reloads, renews) in [
                ("/", true, true), ("/?refresh=0", false, false), ("/residents/h1", false, true),
                ("/residents/h1?refresh=0", false, false), ("/homes/h1/devices", false, true),
            ] {
                let body = try await client.get(path).body
                #expect(body.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>") == reloads)
                #expect(body.contains("<script src=\"/live.js\" defer></script>") == renews, "\(path)")
            }
        }
    }

    @Test("the page follows the reader's language")
    func languages() async throws {
        try await fixture.serving { client in
            #expect(try await client.get("/").body.contains("<html lang=\"sv\">"))
            let english = try await client.get("/", headers: ["Accept-Language": "en-GB,en;q=0.9"])
            #expect(english.body.contains("Nothing open.") && english.headers["vary"] == "Accept-Language")
            #expect(try await client.get("/homes?lang=en").body.contains("href=\"/residents/h1?lang=en\""))
        }
    }

    @Test("an address in use is told, and nothing but loopback is bound")
    func binding() async throws {
        try await fixture.serving { client in
            _ = await #expect(throws: WebError.self) { try await fixture.web(port: client.port).run() }
        }
        #expect(throws: WebError.notLoopback(bind: "0.0.0.0")) {
            _ = try CareWeb(
                settings: WebSettings(bind: "0.0.0.0", port: 0), reader: fixture.store,
                status: { WebFixture.working }, act: { _ in .done }, logger: WebFixture.logger)
        }
    }

    @Test("a cancelled server ends although a connection is held open")
    func cancelled() async throws {
        let held = try await fixture.serving { client in
            let connection = try client.open()
            try connection.write(contentsOf: Data("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
            _ = try connection.read(upToCount: 1)
            return connection
        }
        _ = try held.readToEnd()
    }
}
