import CareModel
import Foundation
import GRDB
import Synchronization

/// The gateway's database: hides SQLite's writer; its verbs keep what must hold together together.
///
/// One process writes. Readers see a snapshot and never wait for the writer. Its errors are `StoreError`; an error of a
/// caller's own closure comes out unchanged. Within a `write` closure a reader sees what was committed before; another
/// `write` there is a programming error and traps.
package final class CareStore: Sendable {
    /// How long a locked database is waited for.
    package static let busyLimitSeconds = 10

    let path: String
    let pool: DatabasePool
    /// What is known from committed transactions, so that a number already given is not looked up again.
    let ledger = Mutex(CommittedLedger())

    /// Opens the database at the path, creates or migrates it, and checks that commits survive a power cut.
    package init(path: String) throws {
        self.path = path
        FileOnDisk(path).createPrivately()
        pool = try StoreError.translating(path) {
            let pool = try DatabasePool(path: path, configuration: Self.configuration(path: path, readOnly: false))
            try pool.writeWithoutTransaction { try Self.prepareWriter($0, path: path) }
            try Schema.migrator.migrate(pool)
            return pool
        }
        try dropKnownMessages()
    }

    /// Opens an existing database for reading, also while another process writes it.
    package init(readingOnly path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError.cannotOpen(path: path, detail: "no such file")
        }
        pool = try StoreError.translating(path) {
            try DatabasePool(path: path, configuration: Self.configuration(path: path, readOnly: true))
        }
    }

    /// Runs the body in exactly one transaction: all of it is kept, on disk, when this returns, and nothing of it when
    /// it throws.
    package func write<T>(_ body: (StoreTransaction) throws -> T) throws -> T {
        guard !pool.configuration.readonly else { throw StoreError.readOnly(path: path) }
        let notes = TransactionNotes(known: ledger.withLock { $0 })
        let result = try StoreError.translating(path) {
            try pool.write { database in
                let transaction = StoreTransaction(database: database, notes: notes)
                let result = try body(transaction)
                try transaction.saveNotes()
                return result
            }
        }
        ledger.withLock { notes.merge(into: &$0) }
        return result
    }

    /// Closes the database and leaves one file; every later call throws. Not needed for durability.
    package func close() throws {
        // The readers first: SQLite writes the log back when its last connection closes, but not when that one is a
        // reader's.
        pool.releaseMemory()
        try StoreError.translating(path) { try pool.close() }
    }

    /// Runs the body on one snapshot.
    func read<T>(_ body: (Database) throws -> T) throws -> T {
        try StoreError.translating(path) { try pool.read(body) }
    }

    static func configuration(path: String, readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(TimeInterval(busyLimitSeconds))
        configuration.foreignKeysEnabled = false
        // Before anything is written, so that a file of another program stays as it is.
        configuration.prepareDatabase { try Schema.check($0, path: path, mayBeEmpty: !readOnly) }
        return configuration
    }

    /// After opening, because `DatabasePool` sets NORMAL while it opens.
    private static func prepareWriter(_ database: Database, path: String) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
        _ = try Int.fetchOne(database, sql: "PRAGMA journal_size_limit = \(64 << 20)")
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard synchronous == 2 else { throw StoreError.notFull(path: path, synchronous: synchronous) }
    }
}
