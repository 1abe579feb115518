import CareModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Access log")
struct AccessLogTests {
    let fixture: StoreFixture
    let store: CareStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    private func entry(_ act: String, home: String? = nil) -> AccessEntry {
        AccessEntry(
            at: StoreFixture.start, login: "kim", name: "Kim Å", role: "nurse", areas: "all", address: "127.0.0.1",
            session: "ab12", act: act, home: home, resident: home, status: 200)
    }

    private func rows() throws -> [AccessRow] {
        var rows: [AccessRow] = []
        try store.forEachAccess { rows.append($0) }
        return rows
    }

    private func logThree() throws {
        try store.write { try $0.log([entry("a", home: "h1"), entry("b", home: "h2")]) }
        try store.write { try $0.log([entry("c", home: "h1")]) }
    }

    /// As somebody would who has the file.
    private func tamper(_ sql: String) throws {
        try store.pool.write { database in
            try database.execute(sql: "DROP TRIGGER accessStays; DROP TRIGGER accessIsFinal;")
            try database.execute(sql: sql)
        }
    }

    private func fault() -> AccessLogFault? {
        do { _ = try store.verifyAccessLog() } catch let fault as AccessLogFault { return fault } catch {}
        return nil
    }

    @Test("entries are numbered, read back as they were, and chained by SHA-256 over the row and the hash before")
    func chain() throws {
        try #expect(store.verifyAccessLog() == (0, AccessLog.start))
        try logThree()
        let rows = try rows()
        #expect(rows.map(\.number) == [1, 2, 3])
        let decoded = try rows.map { try JSONDecoder().decode(AccessEntry.self, from: Data($0.body.utf8)) }
        #expect(decoded == [entry("a", home: "h1"), entry("b", home: "h2"), entry("c", home: "h1")])
        #expect(rows[1].hash == AccessLog.hash(number: 2, body: rows[1].body, after: rows[0].hash))
        try #expect(store.verifyAccessLog() == (3, rows[2].hash))
        try #expect(store.latestAccess(limit: 2).map(\.number) == [3, 2])
        try #expect(store.latestAccess(home: "h1", limit: 9).map(\.number) == [3, 1])
        try #expect(store.latestAccess(before: 3, limit: 1).map(\.number) == [2])
    }

    @Test("rows are neither changed nor removed")
    func appendOnly() throws {
        try logThree()
        for sql in ["DELETE FROM access", "DELETE FROM access WHERE number = 3", "UPDATE access SET body = '{}'"] {
            #expect(throws: DatabaseError.self) { try store.pool.write { try $0.execute(sql: sql) } }
        }
        try #expect(rows().count == 3)
    }

    @Test(
        "the first row that does not fit is named",
        arguments: [
            ("UPDATE access SET body = replace(body, 'kim', 'bo') WHERE number = 2", 2),
            ("UPDATE access SET hash = x'00' WHERE number = 1", 1),
            ("DELETE FROM access WHERE number = 2", 3), ("DELETE FROM access WHERE number = 1", 2),
            ("UPDATE access SET number = 9 WHERE number = 3", 9),
            ("UPDATE access SET body = (SELECT body FROM access WHERE number = 1) WHERE number = 3", 3),
        ])
    func tampered(sql: String, row: Int64) throws {
        try logThree()
        try tamper(sql)
        #expect(fault()?.row == row)
    }

    @Test("retention of messages, updates and days leaves the log alone")
    func retention() throws {
        try store.append(1...3)
        try logThree()
        try store.write { transaction in
            _ = try transaction.pruneMessages(before: .distantFuture, limit: 100)
            _ = try transaction.pruneOutgoing(before: .distantFuture, deliveredThrough: .max, limit: 100)
            try transaction.pruneDayLogs(before: StoreFixture.day.advanced(by: 10_000))
        }
        try #expect(store.verifyAccessLog().last == 3)
    }

    @Test("a backup keeps the log and its chain")
    func backup() throws {
        try logThree()
        try store.backUp(to: fixture.path("copy.db"))
        try #expect(CareStore(readingOnly: fixture.path("copy.db")).verifyAccessLog() == store.verifyAccessLog())
    }
}
