import CareModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct TransactionTests {
    let fixture: StoreFixture
    init() throws { fixture = try StoreFixture() }

    struct Abort: Error {}

    @Test func anAbortedWriteLeavesNothing() throws {
        let store = try fixture.open()
        try store.append(1...2)
        #expect(throws: Abort.self) {
            try store.write { transaction in
                _ = try transaction.homeNumber("h9")
                _ = try transaction.topicNumber("t9")
                _ = try transaction.append(StoreFixture.message(3))
                try transaction.save([StoreFixture.feature("f")])
                try transaction.save(StoreFixture.alert("a"))
                _ = try transaction.append(StoreFixture.outgoing("k"))
                try transaction.setCheckpoint("c", "1")
                throw Abort()
            }
        }
        let figures = try store.figures()
        #expect(figures.messages == 2)
        #expect(figures.features == 0)
        #expect(figures.alerts == 0)
        #expect(figures.outgoing == 0)
        try #expect(store.homes().isEmpty)
        try #expect(store.checkpoint("c") == nil)
        try #expect(store.latestMessageAt() == StoreFixture.start.adding(seconds: 2))
    }

    @Test func aNumberFromAnAbortedWriteIsGivenAnewAndStored() throws {
        let store = try fixture.open()
        _ = try? store.write { transaction in
            try #expect(transaction.homeNumber("h1") == 1)
            throw Abort()
        }
        try store.write { transaction in
            try #expect(transaction.homeNumber("h2") == 1)
            try #expect(transaction.homeNumber("h1") == 2)
            try #expect(transaction.topicNumber("t") == 1)
        }
        try #expect(store.homes() == [.init(number: 1, id: "h2"), .init(number: 2, id: "h1")])
        try store.write { transaction in
            try #expect(transaction.homeNumber("h1") == 2)
            try #expect(transaction.homeNumber("h3") == 3)
            try #expect(transaction.topicNumber("t") == 1)
        }
        try #expect(store.topics() == [1: "t"])
        let again = try CareStore(path: fixture.path())
        try again.write { try #expect($0.homeNumber("h3") == 3) }
    }

    @Test func aFullDatabaseIsReportedAndUsableAgain() throws {
        let store = try fixture.open()
        try store.append(1...10)
        try limitPages(store, to: 60)
        #expect {
            try store.append(11...5000)
        } throws: {
            if case StoreError.diskFull = $0 { true } else { false }
        }
        try #expect(store.messages().count == 10)
        try store.append(11...12)
        try limitPages(store, to: 1_000_000)
        try store.append(13...5000)
        try #expect(store.messages().map(\.id) == Array(1...5000))
        try #expect(store.integrityProblems().isEmpty)
    }

    /// SQLite rolls back by itself when it is full; nothing after that may be kept on its own.
    @Test func aSwallowedFailureStillUndoesEverything() throws {
        let store = try fixture.open()
        try limitPages(store, to: 60)
        #expect(throws: StoreError.self) {
            try store.write { transaction in
                for number in 1...5000 { _ = try? transaction.append(StoreFixture.message(Int64(number))) }
                _ = try? transaction.append(StoreFixture.message(9))
                try? transaction.setCheckpoint("c", "1")
            }
        }
        try #expect(store.messages().isEmpty)
        try #expect(store.checkpoint("c") == nil)
        try store.append(1...1)
    }

    /// The real thing where the test may mount a file system: no room for the log of the commit.
    @Test func aFullDiskIsReportedAndUsableAgain() throws {
        let disk = fixture.directory.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        guard run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.path) else {
            print("skipped: mounting a small file system is not allowed here")
            return
        }
        defer { _ = run("umount", "-l", disk.path) }
        let store = try CareStore(path: disk.appending(path: "care.db").path)
        let ballast = disk.appending(path: "ballast")
        try store.append(1...10)
        _ = try? Data(repeating: 1, count: 700_000).write(to: ballast)
        #expect {
            try store.append(11...20_000)
        } throws: {
            if case StoreError.diskFull = $0 { true } else { false }
        }
        try #expect(store.messages().count == 10)
        try FileManager.default.removeItem(at: ballast)
        try store.append(11...100)
        try #expect(store.messages().count == 100)
        try #expect(store.integrityProblems().isEmpty)
    }

    @Test func aReadOnlyStoreIsNotWritten() throws {
        try fixture.open().close()
        let reader = try CareStore(readingOnly: fixture.path())
        #expect(throws: StoreError.self) { try reader.write { try $0.setCheckpoint("a", "b") } }
    }

    @Test func aReaderWithinAWriteSeesWhatWasCommittedBefore() throws {
        let store = try fixture.open()
        try store.write { transaction in
            try transaction.setCheckpoint("a", "1")
            try #expect(store.checkpoint("a") == nil)
        }
        try #expect(store.checkpoint("a") == "1")
    }

    @Test func checkpointsAreReplaced() throws {
        let store = try fixture.open()
        try store.write { try $0.setCheckpoint("a", "1") }
        try store.write { try $0.setCheckpoint("a", "2") }
        try #expect(store.checkpoint("a") == "2")
        try #expect(store.checkpoint("b") == nil)
    }

    private func limitPages(_ store: CareStore, to pages: Int) throws {
        try store.pool.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private func run(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
