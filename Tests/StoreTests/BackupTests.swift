import CareModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct BackupTests {
    let fixture: StoreFixture
    let store: CareStore
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
        try store.append(1...100)
        try store.write { transaction in
            try transaction.save([StoreFixture.feature("f")])
            try transaction.save(StoreFixture.alert("a"))
        }
    }

    @Test func aBackupIsOneSoundFileAndIsRestored() throws {
        try store.backUp(to: fixture.path("backup.db"))
        try store.append(101...150)
        #expect {
            try store.backUp(to: fixture.path("backup.db"))
        } throws: {
            if case StoreError.exists = $0 { true } else { false }
        }
        try #expect(CareStore(readingOnly: fixture.path("backup.db")).messages().count == 100)
        try store.backUp(to: fixture.path("backup.db"), replacing: true)
        #expect(!fixture.exists("backup.db-wal"))
        #expect(!fixture.exists("backup.db.partial"))
        let mode = try FileManager.default.attributesOfItem(atPath: fixture.path("backup.db"))[.posixPermissions]
        #expect((mode as? NSNumber).map { $0.intValue & 0o7 } == 0)

        try CareStore.restore(from: fixture.path("backup.db"), to: fixture.path("new.db"), replacing: false)
        let restored = try CareStore(path: fixture.path("new.db"))
        try #expect(restored.messages() == store.messages())
        try #expect(restored.features() == store.features())
        try #expect(restored.alerts() == store.alerts())
        try #expect(restored.figures().features == 1)
        try restored.append(151...151)
    }

    @Test func aReaderBacksUpALiveDatabase() throws {
        let reader = try CareStore(readingOnly: fixture.path())
        try reader.backUp(to: fixture.path("backup.db"))
        try #expect(CareStore(readingOnly: fixture.path("backup.db")).messages().count == 100)
    }

    @Test func theOldDatabaseIsKept() throws {
        try store.backUp(to: fixture.path("backup.db"))
        try store.append(101...150)
        try store.close()
        #expect {
            try restore(replacing: false)
        } throws: {
            if case StoreError.exists = $0 { true } else { false }
        }
        try restore(replacing: true)
        try #expect(fixture.open().messages().count == 100)
        try #expect(CareStore(path: fixture.path("care.db.before-restore")).messages().count == 150)
    }

    /// The log of the old must neither be lost nor be read into the new.
    @Test func theLogOfAKilledDaemonStaysWithTheOldDatabase() throws {
        try store.backUp(to: fixture.path("backup.db"))
        try store.append(101...150)
        let killed = fixture.path("killed.db")
        for end in ["", "-wal", "-shm"] {
            try FileManager.default.copyItem(atPath: fixture.path("care.db") + end, toPath: killed + end)
        }
        try CareStore.restore(from: fixture.path("backup.db"), to: killed, replacing: true)
        try #expect(CareStore(path: killed).messages().count == 100)
        try #expect(CareStore(path: killed + ".before-restore").messages().count == 150)
    }

    @Test func aDatabaseInUseIsNotReplaced() throws {
        try store.backUp(to: fixture.path("backup.db"))
        #expect {
            try restore(replacing: true)
        } throws: {
            if case StoreError.inUse = $0 { true } else { false }
        }
        try store.append(101...101)
        try #expect(store.messages().count == 101)
        #expect(!fixture.exists("care.db.restoring"))
    }

    @Test func aDamagedDatabaseIsReplacedAndKeptAsItIs() throws {
        try store.backUp(to: fixture.path("backup.db"))
        try store.close()
        let rubbish = Data(repeating: 66, count: 9000)
        try rubbish.write(to: URL(fileURLWithPath: fixture.path()))
        try restore(replacing: true)
        try #expect(fixture.open().messages().count == 100)
        try #expect(Data(contentsOf: URL(fileURLWithPath: fixture.path("care.db.before-restore"))) == rubbish)
    }

    enum Damage: CaseIterable { case cut, overwritten, rubbish, empty, missing, foreign, newer }

    @Test(arguments: Damage.allCases) func anUnfitBackupChangesNothing(_ damage: Damage) throws {
        let backup = fixture.path("backup.db")
        try store.append(101...2000)
        try store.backUp(to: backup)
        try store.close()
        try apply(damage, to: backup)
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path()))
        #expect(throws: StoreError.self) { try restore(replacing: true) }
        try #expect(Data(contentsOf: URL(fileURLWithPath: fixture.path())) == before)
        #expect(!fixture.exists("care.db.restoring"))
        #expect(!fixture.exists("care.db.before-restore"))
    }

    private func apply(_ damage: Damage, to backup: String) throws {
        let url = URL(fileURLWithPath: backup)
        var bytes = try Data(contentsOf: url)
        switch damage {
        case .cut: try bytes.prefix(bytes.count / 2).write(to: url)
        case .overwritten:
            bytes.replaceSubrange(20_000..<60_000, with: Data(repeating: 0xA5, count: 40_000))
            try bytes.write(to: url)
        case .rubbish: try Data(repeating: 1, count: 9000).write(to: url)
        case .empty: try Data().write(to: url)
        case .missing: try FileManager.default.removeItem(at: url)
        case .foreign: try alter(backup, "PRAGMA application_id = 5")
        case .newer: try alter(backup, "PRAGMA user_version = 99")
        }
    }

    @Test func aBackupIsNotWrittenOverTheDatabaseItself() throws {
        #expect {
            try store.backUp(to: fixture.directory.path + "/./care.db")
        } throws: {
            if case StoreError.unusableBackup = $0 { true } else { false }
        }
    }

    @Test func aBackupThatCannotBeWrittenLeavesTheOlderOne() throws {
        #expect(throws: StoreError.self) { try store.backUp(to: fixture.path("none/backup.db")) }
        try #expect(store.messages().count == 100)
    }

    @Test func soundnessIsChecked() throws {
        try #expect(store.integrityProblems().isEmpty)
        try store.pool.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_master SET sql = replace(sql, 'onset INTEGER NOT NULL', 'onset TEXT NOT NULL')
                      WHERE name = 'alert';
                    PRAGMA writable_schema = RESET;
                    """)
        }
        let reopened = try CareStore(readingOnly: fixture.path())
        try #expect(!reopened.integrityProblems().isEmpty)
    }

    private func restore(replacing: Bool) throws {
        try CareStore.restore(from: fixture.path("backup.db"), to: fixture.path(), replacing: replacing)
    }

    private func alter(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
