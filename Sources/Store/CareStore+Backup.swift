import Foundation
import GRDB

extension CareStore {
    /// Writes a consistent copy, also of a live database, checks it, and only then gives it its name; a file that has
    /// that name is replaced only where told so. One file, without a log beside it. Ends early, with an error, as soon
    /// as `isCancelled`.
    package func backUp(
        to backup: String, replacing: Bool = false, isCancelled: @escaping () -> Bool = { false }
    ) throws {
        guard URL(fileURLWithPath: backup).standardizedFileURL != URL(fileURLWithPath: path).standardizedFileURL
        else { throw StoreError.unusableBackup(path: backup, reason: "it is the database itself") }
        guard replacing || !FileOnDisk(backup).exists else { throw StoreError.exists(path: backup) }
        let partial = FileOnDisk(backup + ".partial")
        try partial.remove()
        partial.createPrivately()
        do {
            try Self.copy(pool, path: path, to: partial, isCancelled: isCancelled)
            try partial.synchronize()
            try partial.rename(to: backup)
            try partial.directory.synchronize()
        } catch {
            try? partial.remove()
            throw error
        }
    }

    /// Puts a backup in a database's place. Checks it first and changes nothing when it is unfit; keeps what was there
    /// as `<database>.before-restore`.
    package static func restore(from backup: String, to database: String, replacing: Bool) throws {
        guard replacing || !FileOnDisk(database).exists else { throw StoreError.exists(path: database) }
        let partial = FileOnDisk(database + ".restoring")
        try partial.remove()
        do {
            try copyChecked(backup, to: partial)
            try partial.synchronize()
            try setAside(database)
            try partial.rename(to: database)
            try partial.directory.synchronize()
        } catch {
            try? partial.remove()
            throw error
        }
    }

    /// What SQLite's full check finds wrong; empty for a sound database.
    package func integrityProblems() throws -> [String] {
        try read(Self.integrityProblems)
    }

    private static func integrityProblems(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    }

    private static func copyChecked(_ backup: String, to partial: FileOnDisk) throws {
        guard FileOnDisk(backup).exists else { throw StoreError.cannotOpen(path: backup, detail: "no such file") }
        let source = try StoreError.translating(backup) {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: backup, configuration: configuration)
            try source.read { try checkFitness($0, path: backup) }
            return source
        }
        partial.createPrivately()
        try copy(source, path: backup, to: partial)
    }

    private static func checkFitness(_ database: Database, path: String) throws {
        try Schema.check(database, path: path, mayBeEmpty: false)
        let problems = try integrityProblems(database)
        guard problems.isEmpty else {
            throw StoreError.damaged(path: path, detail: problems.joined(separator: "; "))
        }
    }

    /// Copies in one snapshot, and checks the copy: sound, and as many rows in every table. An error names the file
    /// that is written, unless the source is at fault.
    private static func copy(
        _ source: any DatabaseReader, path: String, to partial: FileOnDisk,
        isCancelled: @escaping () -> Bool = { false }
    ) throws {
        try StoreError.translating(partial.path) {
            let target = try DatabaseQueue(path: partial.path)
            defer { try? target.close() }
            let expected = try source.read { database in
                if isCancelled() { throw CancellationError() }
                try target.writeWithoutTransaction { copy in
                    try database.backup(to: copy, pagesPerStep: 1000) { _ in
                        if isCancelled() { throw CancellationError() }
                    }
                }
                return try rowCounts(database)
            }
            try target.writeWithoutTransaction { database in
                // The copy's header asks for a log beside it; a backup is one file.
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
                try checkFitness(database, path: path)
                guard try rowCounts(database) == expected else {
                    throw StoreError.damaged(path: path, detail: "the copy has not as many rows")
                }
            }
        }
    }

    private static func rowCounts(_ database: Database) throws -> [String: Int] {
        let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        var counts: [String: Int] = [:]
        for table in tables {
            counts[table] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)")
        }
        return counts
    }

    /// Moves the database away, with its log: the log of the old must not be read into the new.
    private static func setAside(_ database: String) throws {
        let (main, log) = (FileOnDisk(database), FileOnDisk(database + "-wal"))
        if main.exists {
            try refuseIfOpen(database)
            // An older one's log would be read into the one that takes its name.
            try FileOnDisk(database + ".before-restore-wal").remove()
            try FileOnDisk(database + ".before-restore-shm").remove()
            try main.rename(to: database + ".before-restore")
        }
        if log.exists { try log.rename(to: database + ".before-restore-wal") }
        try FileOnDisk(database + "-shm").remove()
    }

    /// Leaving WAL mode needs the database alone, and writes its log back; a damaged one is moved as it is.
    private static func refuseIfOpen(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreError.inUse(path: path)
        } catch is DatabaseError {
            return
        }
    }
}
