import CareModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct MessageTests {
    let store: CareStore
    let fixture: StoreFixture
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func aMessageComesBackAsItWas() throws {
        let at = StoreFixture.start
        let messages = [
            StoredMessage(
                home: 3, at: at, receivedAt: at, topic: 70_000, packetID: 65_535, digest: .min,
                flags: [.retained, .quarantined], payload: Array(0...255), readings: [1, 0, 2]),
            StoredMessage(
                home: 0, at: at.adding(seconds: 1), receivedAt: at.adding(milliseconds: -3), topic: 1, packetID: 0,
                digest: .max, flags: [], payload: [], readings: []),
            StoredMessage(
                home: 1, at: .distantPast, receivedAt: .distantFuture, topic: 1, packetID: 1, digest: 0,
                flags: .backlog, payload: [0], readings: [0]),
        ]
        let ids = try store.write { transaction in try messages.map(transaction.append) }
        #expect(ids == [1, 2, 3])
        try #expect(store.messages().map(\.id) == ids)
        let read = try store.messages().map { message in
            var copy = message
            copy.id = 0
            return copy
        }
        #expect(read == messages)
    }

    @Test func messagesAreStreamedInStepsByIDHomeAndLimit() throws {
        try store.write { transaction in
            for number in 1...5000 {
                _ = try transaction.append(StoreFixture.message(Int64(number), home: Int64(number % 2)))
            }
        }
        try #expect(store.messages().map(\.id) == Array(1...5000))
        try #expect(store.messages(after: 4990).map(\.id) == Array(4991...5000))
        try #expect(store.messages(home: 1).map(\.id) == Array(stride(from: 1, to: 5000, by: 2)))
        try #expect(store.messages(after: 10, home: 0, limit: 2001).count == 2001)
        try #expect(store.messages(after: 10, home: 0, limit: 2).map(\.id) == [12, 14])
        try #expect(store.messages(home: 9).isEmpty)
        try #expect(store.messages(limit: 0).isEmpty)
    }

    @Test func largeMessagesAreStreamedWhole() throws {
        let payload = [UInt8](repeating: 7, count: 3 << 20)
        try store.write { transaction in
            for number in 1...5 { _ = try transaction.append(StoreFixture.message(Int64(number), payload: payload)) }
        }
        let read = try store.messages()
        #expect(read.map(\.id) == [1, 2, 3, 4, 5])
        #expect(read.allSatisfy { $0.payload == payload })
    }

    @Test func streamingEndsWithWhatWasCommittedAndTheBodyMayWrite() throws {
        try store.append(1...10)
        var seen = 0
        try store.forEachMessage(after: 0, home: nil, limit: nil) { message in
            seen += 1
            try store.append(100 + message.id...100 + message.id)
        }
        #expect(seen == 10)
        try #expect(store.messages().count == 20)
    }

    @Test func theBodysErrorStopsTheStream() throws {
        struct Stop: Error {}
        try store.append(1...10)
        var seen = 0
        #expect(throws: Stop.self) {
            try store.forEachMessage(after: 0, home: nil, limit: nil) { _ in
                seen += 1
                if seen == 3 { throw Stop() }
            }
        }
        #expect(seen == 3)
    }

    /// The gateway's marker to itself (6) comes back from the broker and is in the tail; its own notes (5) are not.
    @Test func theTailHoldsTheBrokersMessagesOnly() throws {
        try store.write { transaction in
            for number in 1...6 as ClosedRange<Int64> {
                _ = try transaction.append(
                    StoreFixture.message(
                        number, packetID: number == 5 ? 0 : UInt16(number * 10),
                        flags: number >= 5 ? .gateway : [.retained]))
            }
        }
        let tail = try store.lastMessages(4)
        #expect(tail.map(\.id) == [2, 3, 4, 6])
        #expect(tail.map(\.packetID) == [20, 30, 40, 60])
        #expect(tail.map(\.digest) == [2, 3, 4, 6])
        try #expect(store.lastMessages(65_535).count == 5)
        try #expect(store.lastMessages(4, after: 3).map(\.id) == [4, 6])
        try #expect(store.lastMessages(1, after: 6).isEmpty)
    }

    @Test func knownMessagesAreCountedThroughAnID() throws {
        try #expect(store.latestMessageAt() == nil)
        let message = StoreFixture.message(5)
        try store.write { transaction in
            for _ in 1...3 { _ = try transaction.append(message) }
            _ = try transaction.append(StoreFixture.message(4))
        }
        try #expect(store.latestMessageAt() == message.at)
        try store.prepareKnownMessages()
        try store.prepareKnownMessages()
        try #expect(store.countOfMessages(at: message.at, digest: 5, through: 2) == 2)
        try #expect(store.countOfMessages(at: message.at, digest: 5, through: 100) == 3)
        try #expect(store.countOfMessages(at: message.at, digest: 4, through: 100) == 0)
        try store.write { transaction in
            _ = try transaction.append(message)
            try #expect(transaction.countOfMessages(at: message.at, digest: 5, through: 4) == 3)
            try #expect(transaction.countOfMessages(at: message.at, digest: 5, through: 5) == 4)
        }
        try store.dropKnownMessages()
        try store.dropKnownMessages()
        try #expect(store.countOfMessages(at: message.at, digest: 5, through: 100) == 4)
    }

    @Test func theIndexOfAKilledReplayIsDroppedOnOpening() throws {
        try store.prepareKnownMessages()
        let again = try fixture.open()
        try #expect(again.read { try $0.indexes(on: "message").isEmpty })
    }

    @Test func pruningTakesTheOldestInStepsAndStopsAtTheFirstYounger() throws {
        try store.append(1...10)
        try store.write { transaction in
            _ = try transaction.append(StoreFixture.message(2))
            let before = StoreFixture.start.adding(seconds: 8)
            try #expect(transaction.pruneMessages(before: before, limit: 4) == 4)
            try #expect(transaction.pruneMessages(before: before, limit: 4) == 3)
            try #expect(transaction.pruneMessages(before: before, limit: 4) == 0)
        }
        try #expect(store.messages().map(\.id) == [8, 9, 10, 11])
        try #expect(store.figures().messages == 4)
        try #expect(store.figures().oldestMessageAt == StoreFixture.start.adding(seconds: 8))
    }

    @Test func pruningLeavesTheLastMessageSoThatNoIDComesTwice() throws {
        try store.append(1...3)
        try store.write { try #expect($0.pruneMessages(before: .distantFuture, limit: 100) == 2) }
        try #expect(store.messages().map(\.id) == [3])
        try store.append(4...4)
        try #expect(store.messages().map(\.id) == [3, 4])
    }

    @Test func pruningAnEmptyStoreDoesNothing() throws {
        try store.write { transaction in
            try #expect(transaction.pruneMessages(before: .distantFuture, limit: 100) == 0)
            try #expect(transaction.pruneOutgoing(before: .distantFuture, deliveredThrough: 9, limit: 10) == 0)
        }
    }
}
