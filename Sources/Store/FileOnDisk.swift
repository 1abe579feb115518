import Foundation
import Glibc

/// A file by its path, with the operations that must survive a power cut.
struct FileOnDisk {
    let path: String

    init(_ path: String) { self.path = path }

    var exists: Bool { access(path, F_OK) == 0 }

    /// Nil when there is no such file.
    var sizeBytes: Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// Creates the file, if there is none, for its owner and group: health data is not for every user of the machine,
    /// and SQLite's other files take over the mode. What fails here is reported by SQLite when it opens the file.
    func createPrivately() {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o640)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Has the file's content (or a directory's names) on the disk when it returns.
    func synchronize() throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    /// Gives the file another name in the same directory, replacing what has that name.
    func rename(to other: String) throws {
        guard Glibc.rename(path, other) == 0 else { throw failure("rename to \(other)") }
    }

    /// Removes the file; that there is none is no error.
    func remove() throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove") }
    }

    var directory: FileOnDisk { FileOnDisk(URL(fileURLWithPath: path).deletingLastPathComponent().path) }

    /// Must be called before anything else can change `errno`.
    private func failure(_ what: String) -> StoreError {
        let code = errno
        let cause = NSError(domain: NSPOSIXErrorDomain, code: Int(code))
        let detail = "\(what): \(String(cString: strerror(code)))"
        switch code {
        case ENOSPC, EDQUOT, EFBIG: return .diskFull(path: path, cause: cause)
        case EIO: return .inputOutput(path: path, cause: cause)
        default: return .cannotOpen(path: path, detail: detail)
        }
    }
}
