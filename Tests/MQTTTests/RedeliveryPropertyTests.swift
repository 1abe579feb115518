import Testing

@testable import MQTT

/// Random histories of publications, crashes of the gateway at every point, and kills of the broker.
struct RedeliveryPropertyTests {
    struct History {
        var broker: SimulatedBroker
        var gateway = SimulatedGateway()
        var published: [Int] = []
        private var numbers: SeededNumbers
        private let contents: Int64?
        private let brokerDies: Bool
        private var identity = 0

        /// `contents`: how many different payloads there are; nil makes each its own.
        init(seed: UInt64, contents: Int64?, brokerDies: Bool) {
            numbers = SeededNumbers(state: seed)
            broker = SimulatedBroker(lastPacketID: UInt16.random(in: 0...1, using: &numbers) == 0 ? 0 : 65_500)
            self.contents = contents
            self.brokerDies = brokerDies
            connect()
        }

        private mutating func connect() {
            identity += 1
            gateway.connect(to: &broker, marker: identity)
        }

        private mutating func publish(_ count: Int) {
            for _ in 0..<count {
                identity += 1
                published.append(identity)
                let content = contents.map { Int64.random(in: 0..<$0, using: &numbers) } ?? Int64(identity)
                broker.publish(content: content, identity: identity)
            }
        }

        mutating func run(steps: Int) {
            for _ in 0..<steps { step() }
            // Let everything settle: no more crashes.
            for _ in 0..<200 {
                gateway.readBatch(from: &broker, limit: 50, commits: true)
                gateway.acknowledge(to: &broker)
            }
        }

        private mutating func step() {
            switch Int.random(in: 0..<(brokerDies ? 12 : 10), using: &numbers) {
            case 0...3: publish(Int.random(in: 1...5, using: &numbers))
            case 4...6:
                gateway.readBatch(from: &broker, limit: 4, commits: true)
                gateway.acknowledge(to: &broker)
            case 7:
                gateway.readBatch(from: &broker, limit: 4, commits: false)
                connect()
            case 8:
                gateway.readBatch(from: &broker, limit: 4, commits: true)
                gateway.acknowledge(to: &broker, lost: Int.random(in: 0...4, using: &numbers))
                connect()
            case 9: broker.saveSnapshot()
            default:
                broker.killAndRestore()
                publish(Int.random(in: 0...3, using: &numbers))
                connect()
            }
        }
    }

    @Test("every message exactly once, with few and with many payloads", arguments: 0..<40 as Range<UInt64>)
    func gatewayCrashes(seed: UInt64) {
        for contents in [1, 2, 10, nil] as [Int64?] {
            var history = History(seed: seed, contents: contents, brokerDies: false)
            history.run(steps: 400)
            #expect(history.gateway.countedTwice.isEmpty)
            #expect(history.gateway.wrongDrops.isEmpty)
            #expect(history.gateway.seen.isSuperset(of: history.published))
        }
    }

    @Test("nothing twice, and nothing lost but by the broker", arguments: 0..<40 as Range<UInt64>)
    func brokerKills(seed: UInt64) {
        var history = History(seed: seed, contents: nil, brokerDies: true)
        history.run(steps: 400)
        #expect(history.gateway.countedTwice.isEmpty)
        #expect(history.gateway.wrongDrops.isEmpty)
        #expect(history.gateway.seen.union(history.broker.forgotten).isSuperset(of: history.published))
    }

    @Test("equal payloads around a broker kill: a wrong drop has a double", arguments: 0..<40 as Range<UInt64>)
    func undecidable(seed: UInt64) {
        var history = History(seed: seed, contents: 3, brokerDies: true)
        history.run(steps: 400)
        #expect(history.gateway.countedTwice.isEmpty)
        for wrong in history.gateway.wrongDrops {
            let double = history.gateway.committed.contains {
                $0.packetID == wrong.delivery.packetID && $0.content == wrong.delivery.content
            }
            #expect(double, "dropped without an equal message under the same number")
        }
    }
}
