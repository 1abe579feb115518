import CareModel
import Foundation
import Store
import Testing

@testable import Web

@Suite("Open pages are told of changes")
struct LiveTests {
    private func events(_ stream: AsyncStream<LiveEvent>) async -> [LiveEvent] {
        var events: [LiveEvent] = []
        for await event in stream { events.append(event) }
        return events
    }

    private func seen(
        _ cursor: Int64, _ alert: Int64, _ faults: [GatewayStatus.Fault] = [], entries: Int = 0
    ) -> LiveDesk.Seen {
        .init(mark: .init(cursor: cursor, alert: alert), faults: faults, entries: entries)
    }

    @Test("what comes between a page's joining and the next look is told, whether it is the first page or another")
    func between() async throws {
        let desk = LiveDesk()
        let (first, firstEvents) = try await desk.join(after: 5, found: seen(5, 2))
        await desk.noticed(seen(6, 6))
        // Found before that look, joined after it.
        let (second, secondEvents) = try await desk.join(after: 5, found: seen(5, 2))
        await desk.noticed(seen(6, 6))
        await desk.leave(first)
        await desk.leave(second)
        #expect(await events(firstEvents) == [.heartbeat, .alert(cursor: 6)])
        #expect(await events(secondEvents) == [.heartbeat, .alert(cursor: 6)])
    }

    @Test("a page hears what changed after it joined, and at once what changed before")
    func changes() async throws {
        let desk = LiveDesk()
        await desk.noticed(seen(5, 2))
        let (fresh, freshEvents) = try await desk.join(after: 5, found: seen(5, 2))
        let (old, oldEvents) = try await desk.join(after: 3, found: seen(5, 2))
        await desk.noticed(seen(5, 2))
        await desk.noticed(seen(6, 2))
        await desk.noticed(seen(6, 2, [.brokerLost]))
        await desk.noticed(seen(6, 2, [.brokerLost], entries: 1))
        await desk.noticed(seen(7, 7, [.brokerLost], entries: 1))
        let told = [LiveEvent](repeating: .change(cursor: 6), count: 3) + [.alert(cursor: 7)]
        await desk.leave(fresh)
        await desk.leave(old)
        #expect(await events(freshEvents) == [.heartbeat] + told)
        #expect(await events(oldEvents) == [.heartbeat, .change(cursor: 5)] + told)
    }

    @Test("a heartbeat comes every thirtieth look, also when the store cannot be read")
    func heartbeat() async throws {
        let desk = LiveDesk()
        let (id, stream) = try await desk.join(after: nil, found: seen(0, 0))
        for _ in 0..<59 { await desk.beat() }
        await desk.noticed(seen(0, 0))
        await desk.leave(id)
        #expect(await events(stream) == [.heartbeat, .heartbeat, .heartbeat])
    }

    @Test("one page more than the limit is refused; one that left makes room")
    func bounded() async throws {
        let desk = LiveDesk()
        var last = 0
        for _ in 0..<LiveDesk.clientLimit {
            last = try await desk.join(after: nil, found: seen(0, 0)).id
        }
        await #expect(throws: Refusal.busy) { _ = try await desk.join(after: nil, found: seen(0, 0)) }
        await desk.leave(last)
        _ = try await desk.join(after: nil, found: seen(0, 0))
        #expect(await desk.clientCount == LiveDesk.clientLimit)
    }

    @Test("a slow page loses the oldest events, not the newest")
    func slow() async throws {
        let desk = LiveDesk()
        let (id, stream) = try await desk.join(after: nil, found: seen(0, 0))
        for cursor in 0...Int64(100) { await desk.noticed(seen(cursor, 0)) }
        await desk.leave(id)
        let heard = await events(stream)
        #expect(heard.count == LiveDesk.waitingLimit && heard.last == .change(cursor: 100))
    }

    @Test("an event has its cursor as its id; a heartbeat leaves the id alone")
    func text() {
        #expect(LiveEvent.change(cursor: 7).text == "id: 7\nevent: change\ndata: 7\n\n")
        #expect(LiveEvent.alert(cursor: 7).text == "id: 7\nevent: alert\ndata: 7\n\n")
        #expect(LiveEvent.heartbeat.text == ": heartbeat\nevent: heartbeat\ndata:\n\n")
    }

    /// Reads an open stream on a thread of its own until the text has come or the server closes.
    private func read(_ connection: FileHandle, until wanted: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while !text.contains(wanted) {
                    guard let data = try? connection.read(upToCount: 1), !data.isEmpty else { break }
                    text += String(decoding: data, as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
    }

    private func open(_ client: RawClient, _ path: String, _ header: String = "") throws -> FileHandle {
        let connection = try client.open()
        try connection.write(
            contentsOf: Data("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(header)\r\n".utf8))
        return connection
    }

    private func announce(_ fixture: WebFixture, _ key: String) throws {
        try fixture.store.write { transaction in
            _ = try transaction.append(
                Outgoing(kind: .alert, subject: "h1", key: key, urgent: false, createdAt: WebFixture.start, body: "{}"))
        }
    }

    @Test("the stream tells of an alert's change, resumes after the last event heard, and ends with the server")
    func stream() async throws {
        let fixture = try WebFixture()
        try announce(fixture, "first")
        let held = try await fixture.serving { client in
            let connection = try open(client, "/events?after=1")
            let head = await read(connection, until: "event: heartbeat")
            #expect(head.contains("text/event-stream") && head.lowercased().contains("cache-control: no-store"))
            try announce(fixture, "second")
            #expect(await read(connection, until: "data: 2").contains("id: 2\nevent: alert\n"))
            let again = try open(client, "/events?after=0", "Last-Event-ID: 1\r\n")
            #expect(await read(again, until: "data: 2").contains("id: 2\nevent: alert\n"))
            let current = try open(client, "/events?after=0", "Last-Event-ID: 2\r\n")
            let text = await read(current, until: "event: heartbeat")
            #expect(!text.contains("event: change") && !text.contains("event: alert"))
            return connection
        }
        _ = try held.readToEnd()
    }

    @Test("a page that comes back with the last event it heard gets what changed meanwhile, all of it")
    func reconnects() async throws {
        let fixture = try WebFixture()
        try announce(fixture, "first")
        let held = try await fixture.serving { client in
            let connection = try open(client, "/events?after=1")
            _ = await read(connection, until: "event: heartbeat")
            try connection.close()
            for id in ["b", "c", "d"] {
                try fixture.save(WebFixture.alert(id, home: id))
                try announce(fixture, id)
            }
            let again = try open(client, "/events?after=0", "Last-Event-ID: 1\r\n")
            let text = await read(again, until: "data: 4")
            #expect(text.contains("id: 4\nevent: alert\n"))
            let page = try await client.get("/")
            for id in ["b", "c", "d"] { #expect(page.body.contains("sv words \(id)")) }
            #expect(page.body.contains("data-seen=\"4\""))
            return again
        }
        _ = try held.readToEnd()
    }

    @Test("HEAD has no stream, other methods and odd cursors are refused")
    func edges() async throws {
        let fixture = try WebFixture()
        try await fixture.serving { client in
            let head = try await client.send("HEAD", "/events")
            #expect(head.status == 200 && head.headers["content-type"]?.hasPrefix("text/event-stream") == true)
            #expect(try await client.send("POST", "/events").status == 405)
            #expect(try await client.get("/events?after=x").status == 400)
            #expect(try await client.get("/events", headers: ["Host": "evil.example"]).status == 403)
        }
    }
}
