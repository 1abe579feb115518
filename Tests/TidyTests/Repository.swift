import Foundation

/// The checked-out repository that these tests read.
struct Repository: Sendable {
    /// Its top folder, found from where this file was compiled.
    let root: URL

    init(file: String = #filePath) {
        root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// Paths from the root of what is, or is about to be, tracked; nil where this is no git checkout.
    func listed(onlyTracked: Bool = false) -> [String]? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["git", "-C", root.path, "ls-files", "-z", "--cached"]
            + (onlyTracked ? [] : ["--others", "--exclude-standard"])
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// Every file that a reader of the repository would see: from git, else all but the build's folders.
    var files: [String] {
        let all = listed() ?? enumerated()
        return all.filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path) }
    }

    var swiftSources: [String] { files.filter { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") } }

    /// The text of a file; nil where it is not UTF-8.
    func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func enumerated() -> [String] {
        let skipped = [".build/", ".git/", ".run/"]
        let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return found.filter { path in
            guard !skipped.contains(where: path.hasPrefix) else { return false }
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue
        }
    }
}
