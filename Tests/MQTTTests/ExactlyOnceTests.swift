import BrokerFixture
import Testing

@testable import MQTT

/// A real broker and a gateway that dies: nothing lost, nothing twice.
struct ExactlyOnceTests {
    @Test("deaths before the commit, after it, and after the acknowledgement")
    func gatewayDies() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let gateway = RecordedGateway(try broker.ingest(receiveMaximum: 200))
        try gateway.start()
        try gateway.step(limit: 10)
        try broker.publish(0..<3_000)
        let deaths: [RecordedGateway.Death] = [.beforeCommit, .afterCommit, .afterAcknowledge]
        for round in 0..<12 {
            try gateway.step(limit: 100)
            try gateway.step(limit: 100, death: deaths[round % 3])
            try gateway.start()
        }
        while !gateway.hasCaughtUp { try gateway.step(limit: 100) }
        #expect(gateway.committed == Array(0..<3_000))
        #expect(gateway.redelivered > 0)
    }

    @Test("the broker is killed, restored from its snapshot, and goes on; the gateway dies with it every other time")
    func brokerDies() throws {
        let broker = try PrivateBroker()
        defer { broker.kill() }
        try broker.start()
        let gateway = RecordedGateway(try broker.ingest(receiveMaximum: 200))
        try gateway.start()
        while !gateway.hasCaughtUp { try gateway.step(limit: 100) }
        for round in 0..<4 {
            let first = round * 700
            try broker.publish(first..<first + 600)
            try gateway.step(limit: 100)
            try broker.writeSnapshot()
            while gateway.committed.count < first + 600 { try gateway.step(limit: 100) }
            // Given out after the snapshot, committed, and forgotten by the broker.
            try broker.publish(first + 600..<first + 650)
            while gateway.committed.count < first + 650 { try gateway.step(limit: 100) }
            if round.isMultiple(of: 2) { try gateway.step(limit: 100, death: .afterCommit) }
            broker.kill()
            try broker.start()
            // Given the same packet ids as the fifty before.
            try broker.publish(first + 650..<first + 700)
            try gateway.start()
            while !gateway.hasCaughtUp { try gateway.step(limit: 100) }
        }
        #expect(gateway.committed == Array(0..<2_800))
        #expect(gateway.redelivered > 0)
    }
}
