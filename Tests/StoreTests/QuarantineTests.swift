import CareModel
import Testing

@testable import Store

@Suite struct QuarantineTests {
    let store: CareStore
    let fixture: StoreFixture
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func oneRowATopicAndReasonWithTheFirstSample() throws {
        let at = StoreFixture.start
        try store.write { transaction in
            try transaction.quarantine(topic: "t", reason: "no JSON", at: at.adding(seconds: 5), sample: [1])
            try transaction.quarantine(topic: "t", reason: "no JSON", at: at, sample: [2])
            try transaction.quarantine(topic: "t", reason: "no JSON", at: at.adding(seconds: 9), sample: [3])
            try transaction.quarantine(topic: "t", reason: "unknown", at: at, sample: [])
        }
        #expect(
            try store.quarantine() == [
                QuarantineRow(
                    topic: "t", reason: "no JSON", count: 3, firstAt: at, lastAt: at.adding(seconds: 9), sample: [1]),
                QuarantineRow(topic: "t", reason: "unknown", count: 1, firstAt: at, lastAt: at, sample: []),
            ])
        try #expect(store.figures().quarantineRows == 2)
        try #expect(store.figures().quarantinedMessages == 4)
    }

    @Test func aLongSampleIsCut() throws {
        let sample = [UInt8](repeating: 5, count: QuarantineRow.sampleLimitBytes + 1)
        try store.write { try $0.quarantine(topic: "t", reason: "r", at: StoreFixture.start, sample: sample) }
        try #expect(store.quarantine()[0].sample == Array(sample.dropLast()))
    }

    @Test func aFloodOfTopicsIsCountedInOneRow() throws {
        let limit = QuarantineRow.rowLimit
        try store.write { transaction in
            for number in 1...limit + 4 {
                try transaction.quarantine(topic: "t\(number)", reason: "r", at: StoreFixture.start, sample: [1])
            }
            try transaction.quarantine(topic: "t1", reason: "r", at: StoreFixture.start, sample: [1])
        }
        let rows = try store.quarantine()
        #expect(rows.count == limit)
        #expect(rows[0].reason == QuarantineRow.overflowReason)
        #expect(rows[0].topic == "")
        #expect(rows[0].count == 5)
        #expect(rows[1].topic == "t1")
        #expect(rows[1].count == 2)
        try #expect(store.figures().quarantinedMessages == limit + 5)
    }
}
