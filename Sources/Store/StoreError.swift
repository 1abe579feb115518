import GRDB

/// What can go wrong with the database, by what a caller can do about it.
package enum StoreError: Error {
    /// No room: nothing of the transaction was kept; try again when there is room.
    case diskFull(path: String, cause: any Error)
    /// The disk failed to read or write: nothing of the transaction was kept; try again, look at the disk.
    case inputOutput(path: String, cause: any Error)
    /// Not a database, or a broken one: restore a backup.
    case damaged(path: String, detail: String)
    /// Another program's database.
    case foreign(path: String)
    /// Written by a newer version of vardag: use that version.
    case newerSchema(path: String, found: Int, known: Int)
    /// SQLite did not accept `synchronous = FULL`; a power cut could lose what was acknowledged.
    case notFull(path: String, synchronous: Int)
    /// Another process held the database for longer than `CareStore.busyLimitSeconds`.
    case busy(path: String, cause: any Error)
    /// There is no such file, or it may not be opened.
    case cannotOpen(path: String, detail: String)
    /// Opened with `init(readingOnly:)`.
    case readOnly(path: String)
    /// A backup that must not be restored.
    case unusableBackup(path: String, reason: String)
    /// A backup or a restore would replace a file without being told to.
    case exists(path: String)
    /// A restore would replace a database that a process has open.
    case inUse(path: String)
    /// A home has used up its 65,536 device numbers.
    case tooManyDevices(home: Int64)
    /// Anything else that SQLite reports.
    case database(path: String, cause: any Error)

    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path, cause: error)
        case .SQLITE_IOERR: self = .inputOutput(path: path, cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, detail: error.message ?? "\(error)")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path, cause: error)
        case .SQLITE_CANTOPEN, .SQLITE_PERM: self = .cannotOpen(path: path, detail: error.message ?? "\(error)")
        case .SQLITE_READONLY: self = .readOnly(path: path)
        default: self = .database(path: path, cause: error)
        }
    }

    /// Runs the body; SQLite's errors come out as `StoreError`, all others as they are.
    static func translating<T>(_ path: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError { throw StoreError(error, path: path) }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diskFull(let path, let cause): "\(path): no room on the disk: \(cause)"
        case .inputOutput(let path, let cause): "\(path): the disk failed: \(cause)"
        case .damaged(let path, let detail): "\(path): not a sound database (\(detail)); restore a backup"
        case .foreign(let path): "\(path): a database of another program; name a file of vardag's or a new one"
        case .newerSchema(let path, let found, let known):
            "\(path): written by a newer version (schema \(found), this one knows up to \(known)); use that version"
        case .notFull(let path, let synchronous):
            "\(path): PRAGMA synchronous reads \(synchronous) instead of 2 (FULL)"
        case .busy(let path, let cause): "\(path): held by another process: \(cause)"
        case .cannotOpen(let path, let detail): "\(path): cannot be opened: \(detail)"
        case .readOnly(let path): "\(path): opened for reading only"
        case .unusableBackup(let path, let reason): "\(path): not a usable backup: \(reason)"
        case .exists(let path): "\(path): exists already; name another file, or replace it with --replace"
        case .inUse(let path): "\(path): in use by another process; stop it first"
        case .tooManyDevices(let home): "home \(home): more than 65536 devices"
        case .database(let path, let cause): "\(path): \(cause)"
        }
    }
}
