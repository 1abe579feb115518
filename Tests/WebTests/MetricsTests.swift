import CareModel
import Store
import Synchronization
import Testing

@testable import Web

@Suite("Metrics")
struct MetricsTests {
    @Test("samples of one name stand under one help and type, and odd text is escaped")
    func text() {
        let text = MetricsText.text([
            Metric("a_total", "Line\none \\", .counter, labels: [.init("home", "q\"\\\n")], 3),
            Metric("b", "B.", .gauge, 0.5), Metric("a_total", "ignored", .counter, 1e18),
            Metric("bad name", "", .gauge, 1),
        ])
        #expect(
            text == """
                # HELP a_total Line\\none \\\\
                # TYPE a_total counter
                a_total{home="q\\"\\\\\\n"} 3
                a_total 1000000000000000000
                # HELP b B.
                # TYPE b gauge
                b 0.5

                """)
    }

    @Test("a sample told twice is printed once, the first of them")
    func doubled() {
        let twice = MetricsText.text([Metric("a", "A.", .gauge, 1), Metric("a", "A.", .gauge, 2)])
        #expect(twice == "# HELP a A.\n# TYPE a gauge\na 1\n")
    }

    @Test("numbers that are none have Prometheus' words")
    func numbers() {
        let values: [(Double, String)] = [(.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e300, "1e+300")]
        for (value, word) in values {
            #expect(MetricsText.text([Metric("a", "", .gauge, value)]).contains("\na \(word)\n"))
        }
    }

    @Test("the daemon's counters, the condition and the database's figures are told")
    func page() async throws {
        let fixture = try WebFixture()
        fixture.status.withLock {
            $0.metrics = [Metric("vardag_messages_stored_total", "Messages stored.", .counter, 42)]
            $0.brokerConnected = false
        }
        try fixture.store.write { transaction in
            try transaction.setDeliveryPosition("mqtt", 0)
            _ = try transaction.append(
                Outgoing(
                    kind: .alert, subject: "h", key: "k", urgent: false, createdAt: WebFixture.start, body: "{}"))
            try transaction.quarantine(topic: "t", reason: "r", at: WebFixture.start, sample: [])
        }
        let reply = try await fixture.serving { try await $0.get("/metrics") }
        #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            "vardag_messages_stored_total 42", "vardag_broker_connected 0", "vardag_ready 1",
            "vardag_outbox_pending{destination=\"mqtt\"} 1", "vardag_messages_quarantined 1",
            "vardag_start_time_seconds 1760000000",
        ] {
            #expect(reply.body.contains(line + "\n"), "\(line)")
        }
    }

    @Test("the database is asked at most once in five seconds")
    func kept() {
        var (kept, now) = (KeptFigures(), ContinuousClock.now)
        #expect(kept.current(at: now) == nil)
        kept.keep(StoreFigures(), at: now)
        now += .milliseconds(4999)
        #expect(kept.current(at: now) != nil)
        now += .milliseconds(1)
        #expect(kept.current(at: now) == nil)
    }
}
