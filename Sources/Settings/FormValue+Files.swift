import Foundation

extension FormValue {
    /// A path as an absolute one; a relative path counts from the folder of the file that it is written in.
    package func filePath() -> String? {
        guard let text = text() else { return nil }
        guard !text.isEmpty else { return mismatch("a path") }
        let folder = URL(filePath: path).deletingLastPathComponent()
        return URL(filePath: text, relativeTo: folder).absoluteURL.standardizedFileURL.path(percentEncoded: false)
    }

    /// The absolute path of a folder that exists.
    package func folder() -> String? {
        guard let folder = filePath() else { return nil }
        switch Self.isFolder(folder) {
        case true?: return Self.withoutSlash(folder)
        case false?: error("\(label) must be a folder; \(folder) is a file")
        case nil: error("\(label): the folder \(folder) does not exist; create it or correct the path")
        }
        return nil
    }

    /// The absolute path of a file that this process can read.
    package func readableFile() -> String? {
        guard let file = filePath() else { return nil }
        switch Self.isFolder(file) {
        case true?: error("\(label) must be a file; \(file) is a folder")
        case nil: error("\(label): the file \(file) does not exist; create it or correct the path")
        case false? where !FileManager.default.isReadableFile(atPath: file):
            error("\(label): \(file) cannot be read by this user; change its owner or mode")
        case false?: return file
        }
        return nil
    }

    /// As `readableFile()`, for a password or key: too short is an error, readable by everybody a warning.
    func secretFile(minimumBytes: Int) -> String? {
        guard let file = readableFile() else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        if let size = attributes?[.size] as? Int, size < minimumBytes {
            error("\(label): \(file) has \(size) bytes; it must hold at least \(minimumBytes)")
            return nil
        }
        if let mode = attributes?[.posixPermissions] as? Int, mode & 0o004 != 0 {
            warning("\(label): everybody on this machine can read \(file); `chmod o-r` it")
        }
        return file
    }

    /// The absolute path of a file that the gateway creates where it does not exist.
    func fileInFolder() -> String? {
        guard let file = filePath() else { return nil }
        if Self.isFolder(file) == true || file.hasSuffix("/") {
            error("\(label) must be a file; \(file) is a folder")
            return nil
        }
        let folder = URL(filePath: file).deletingLastPathComponent().path(percentEncoded: false)
        if Self.isFolder(folder) != true {
            warning("\(label): the folder \(folder) does not exist; create it before `vardag run`")
        }
        return file
    }

    /// Nil when there is nothing at `path`.
    private static func isFolder(_ path: String) -> Bool? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        return isFolder.boolValue
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
