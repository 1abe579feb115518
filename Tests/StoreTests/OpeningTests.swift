import CareModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct OpeningTests {
    let fixture: StoreFixture
    init() throws { fixture = try StoreFixture() }

    @Test func commitsAreFullySynchronousAndTheLogIsBounded() throws {
        let store = try fixture.open()
        let check = { (database: Database) throws in
            try #expect(Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
            try #expect(String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
            try #expect(Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint") == 4000)
            try #expect(Int.fetchOne(database, sql: "PRAGMA journal_size_limit") == 64 << 20)
            try #expect(Int.fetchOne(database, sql: "PRAGMA busy_timeout") == 10_000)
        }
        try store.pool.writeWithoutTransaction(check)
    }

    @Test func theFileSaysWhoseItIsAndIsNotForEveryone() throws {
        let store = try fixture.open()
        try store.append(1...1)
        try store.read { database in
            try #expect(Int.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID)
            try #expect(Int.fetchOne(database, sql: "PRAGMA user_version") == Schema.version)
        }
        for name in ["care.db", "care.db-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path(name))
            let mode = try #require(attributes[.posixPermissions] as? NSNumber)
            #expect(mode.intValue & 0o7 == 0)
        }
    }

    @Test func aNewerSchemaIsRefusedAndLeftAlone() throws {
        try fixture.open().close()
        try alter("PRAGMA user_version = 99")
        #expect {
            try fixture.open()
        } throws: {
            guard case StoreError.newerSchema(_, 99, Schema.version) = $0 else { return false }
            return "\($0)".contains("care.db: written by a newer version (schema 99")
        }
        #expect(throws: StoreError.self) { try CareStore(readingOnly: fixture.path()) }
    }

    @Test func anotherProgramsDatabaseIsRefusedAndLeftAlone() throws {
        try alter("CREATE TABLE recipe (id INTEGER)")
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path()))
        #expect {
            try fixture.open()
        } throws: {
            if case StoreError.foreign = $0 { true } else { false }
        }
        try #expect(Data(contentsOf: URL(fileURLWithPath: fixture.path())) == before)
    }

    @Test func whatIsNoDatabaseIsReportedAsDamaged() throws {
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: fixture.path()))
        #expect {
            try fixture.open()
        } throws: {
            if case StoreError.damaged = $0 { true } else { false }
        }
    }

    @Test func aMissingDirectoryOrFileIsNamed() throws {
        #expect {
            try CareStore(path: fixture.path("none/care.db"))
        } throws: {
            if case StoreError.cannotOpen(let path, _) = $0 { path.hasSuffix("none/care.db") } else { false }
        }
        #expect {
            try CareStore(readingOnly: fixture.path("none.db"))
        } throws: {
            if case StoreError.cannotOpen = $0 { true } else { false }
        }
        #expect(!fixture.exists("none.db"))
    }

    @Test func aLiveDatabaseIsReadByAnother() throws {
        let store = try fixture.open()
        let reader = try CareStore(readingOnly: fixture.path())
        try store.append(1...3)
        try #expect(reader.messages().count == 3)
        try store.write { transaction in
            _ = try transaction.append(StoreFixture.message(4))
            try #expect(reader.messages().count == 3)
        }
        try #expect(reader.messages().count == 4)
        #expect {
            try reader.append(5...5)
        } throws: {
            if case StoreError.readOnly = $0 { true } else { false }
        }
    }

    @Test func aClosedDatabaseIsReadAndOpenedAgain() throws {
        let store = try fixture.open()
        try store.append(1...3)
        try #expect(store.messages().count == 3)
        try store.close()
        #expect(!fixture.exists("care.db-wal"))
        try #expect(CareStore(readingOnly: fixture.path()).messages().count == 3)
        try #expect(fixture.open().messages().count == 3)
    }

    /// A database as version 1 wrote it: opened, kept, and of the same form as a new one.
    @Test func aDatabaseOfVersion1IsMigrated() throws {
        try alter(VersionOneSchema.sql)
        try alter(
            """
            INSERT INTO home VALUES (1, 'h1', NULL); INSERT INTO topic VALUES (1, 'homes/h1/x');
            INSERT INTO message VALUES (7, 1, 1000, 5, 1, 3, -4, 1, x'0102', NULL);
            INSERT INTO feature VALUES (1, 20370, 'f', NULL, 2.5, 'min', 0.9, 'visitor', 1, 2);
            """)
        let store = try fixture.open()
        let message = try #require(try store.messages().first)
        #expect(message.id == 7)
        #expect(message.receivedAt == Timestamp(milliseconds: 1005))
        #expect(message.payload == [1, 2])
        #expect(message.readings.isEmpty)
        let feature = try #require(try store.features().first)
        #expect(feature.resident == "h1")
        #expect(feature.context == .visitor)
        try #expect(store.write { try $0.append(StoreFixture.message(1)) } == 8)

        let new = try CareStore(path: fixture.path("new.db"))
        try #expect(form(store) == form(new))
    }

    /// Read without writing, before the gateway has migrated it.
    @Test func featuresOfVersion2AreReadWithoutTheirScores() throws {
        let store = try fixture.open()
        try store.write { try $0.save([StoreFixture.feature("f")]) }
        try store.close()
        try alter("ALTER TABLE feature DROP COLUMN u; PRAGMA user_version = 2")
        try #expect(CareStore(readingOnly: fixture.path()).features() == [StoreFixture.feature("f")])
    }

    @Test func alertsOfVersion5AreFoundByTheirTitles() throws {
        var store = try fixture.open()
        var alert = StoreFixture.alert("a")
        alert.title = .init(sv: "Stilla", en: "Still")
        try store.write { try $0.save(alert) }
        try store.close()
        try alter(
            """
            DROP INDEX alertOfTitle; DROP INDEX alertOfUnseenHome; ALTER TABLE alert DROP COLUMN title;
            DELETE FROM grdb_migrations WHERE identifier = '6'; PRAGMA user_version = 5
            """)
        store = try fixture.open()
        var filter = FeedFilter()
        for (text, count) in [("stilla", 1), ("h1", 1), ("other", 0)] {
            filter.text = text
            try #expect(store.feed(.care, filter, at: StoreFixture.start, limit: 9).groups.count == count)
        }
    }

    @Test func accountsOfVersion6AreReadWithoutASecondFactor() throws {
        let store = try fixture.open()
        try store.write {
            let code = SetupCode(digest: [1], until: StoreFixture.start)
            _ = try $0.add(
                NewAccount(login: "kim", name: "Kim", role: .nurse, scope: .all), code, at: StoreFixture.start)
        }
        try store.close()
        try alter(
            """
            ALTER TABLE account DROP COLUMN seed; ALTER TABLE account DROP COLUMN lastStep;
            DELETE FROM grdb_migrations WHERE identifier = '7'; PRAGMA user_version = 6
            """)
        for accounts in [
            try CareStore(readingOnly: fixture.path()).accounts(), try fixture.open().accounts(),
        ] {
            #expect(accounts.map(\.login) == ["kim"] && accounts.allSatisfy { !$0.hasSecondFactor })
        }
    }

    private func form(_ store: CareStore) throws -> [String] {
        try store.read {
            try String.fetchAll(
                $0, sql: "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
        }
    }

    private func alter(_ sql: String) throws {
        let queue = try DatabaseQueue(path: fixture.path())
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
