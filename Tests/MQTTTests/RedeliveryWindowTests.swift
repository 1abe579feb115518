import Testing

@testable import MQTT

struct RedeliveryWindowTests {
    /// What a window over `committed` says of each message that comes.
    private func verdicts(_ committed: [(UInt16, Int64)], _ incoming: [(UInt16, Int64)]) -> [Bool] {
        var window = RedeliveryWindow(committed: committed.map { CommittedDelivery(packetID: $0.0, digest: $0.1) })
        return incoming.map { window.isRedelivered(packetID: $0.0, digest: $0.1) }
    }

    @Test func aRunUpToTheEndIsOldAndWhatFollowsIsNew() {
        #expect(verdicts([(7, 70), (8, 80), (9, 90)], [(8, 80), (9, 90), (10, 90)]) == [true, true, false])
    }

    @Test func theSecondPressOfAButtonIsNew() {
        #expect(verdicts([(7, 1), (8, 1)], [(8, 1), (9, 1)]) == [true, false])
        #expect(verdicts([(7, 1), (8, 1)], [(9, 1), (10, 1)]) == [false, false])
    }

    @Test func aNumberHandedOutAgainForAnotherContentIsNewAndEndsTheSearch() {
        #expect(verdicts([(7, 70), (8, 80), (9, 90)], [(7, 70), (8, 81), (9, 90)]) == [true, false, false])
    }

    @Test func theRunCrossesTheEndOfTheNumbers() {
        let committed: [(UInt16, Int64)] = [(65_534, 1), (65_535, 2), (1, 3), (2, 4)]
        #expect(verdicts(committed, [(65_535, 2), (1, 3), (2, 4), (3, 5)]) == [true, true, true, false])
    }

    @Test func anExpiredMessageMayBeMissing() {
        #expect(verdicts([(7, 70), (8, 80), (9, 90)], [(7, 70), (9, 90)]) == [true, true])
    }

    @Test func whatABrokerForgotIsNeverMatched() {
        // 8 and 9 were committed, then the broker was restored without them and gave 8 to another message.
        #expect(verdicts([(7, 70), (8, 80), (9, 90), (8, 81)], [(7, 70), (8, 81), (9, 90)]) == [true, true, false])
    }

    @Test func qualityOfService0IsNewAndDoesNotEndTheSearch() {
        #expect(
            verdicts([(7, 70), (0, 5), (8, 80)], [(0, 5), (7, 70), (0, 5), (8, 80)]) == [false, true, false, true])
    }

    @Test func closedByTheMarkerItMatchesNothing() {
        var window = RedeliveryWindow(committed: [CommittedDelivery(packetID: 7, digest: 70)])
        window.close()
        let verdict = window.isRedelivered(packetID: 7, digest: 70)
        #expect(!verdict)
    }

    @Test func anEmptyTailIsClosed() {
        #expect(!RedeliveryWindow(committed: []).isOpen)
        #expect(!RedeliveryWindow.closed.isOpen)
    }

    @Test("more redelivered than there are packet ids, with equal payloads among them")
    func longerThanTheNumbers() {
        let all = (0..<150_000).map { (count: Int) -> CommittedDelivery in
            let packetID = UInt16(count % 65_535 + 1)
            return CommittedDelivery(packetID: packetID, digest: count.isMultiple(of: 10) ? Int64(count) : 7)
        }
        var window = RedeliveryWindow(committed: Array(all.suffix(131_072)))
        var missed = 0
        for old in all[60_000...] where !window.isRedelivered(packetID: old.packetID, digest: old.digest) {
            missed += 1
        }
        #expect(missed == 0)
        let isOld = window.isRedelivered(packetID: UInt16(150_000 % 65_535 + 1), digest: 150_000)
        #expect(!isOld)
    }
}
