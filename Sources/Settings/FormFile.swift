import Foundation

/// Reads a YAML file that people write.
package enum FormFile {
    /// No file of settings is larger; a profile or home of this size would be a mistake.
    static let sizeLimitBytes = 4 << 20

    /// Reads the file at `path` and hands its value to `body`; nil when the file has any error.
    ///
    /// Everything wrong goes to `diagnostics`: an unreadable file, syntax, duplicate keys, and what `body` reports.
    package static func read<T>(_ path: String, into diagnostics: Diagnostics, _ body: (FormValue) -> T?) -> T? {
        guard let text = text(of: path, into: diagnostics) else { return nil }
        return read(text: text, path: path, into: diagnostics, body)
    }

    /// As `read(_:into:_:)`, from text; `path` is what messages call it.
    package static func read<T>(
        text: String, path: String, into diagnostics: Diagnostics, _ body: (FormValue) -> T?
    ) -> T? {
        let errorsBefore = diagnostics.errorCount
        guard let root = FormParser(text: text, path: path, diagnostics: diagnostics).parse() else { return nil }
        let result = body(root)
        return diagnostics.errorCount == errorsBefore ? result : nil
    }

    /// A text file's content without a byte order mark; nil (reported) when it cannot be read or is not UTF-8.
    static func text(of path: String, into diagnostics: Diagnostics) -> String? {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            let what = exists ? "cannot be read: \(error.localizedDescription)" : "does not exist"
            diagnostics.report(Diagnostic(path: path, severity: .error, message: "the file \(what)"))
            return nil
        }
        guard data.count <= sizeLimitBytes else {
            let message = "the file has \(data.count) bytes; at most \(sizeLimitBytes) are read"
            diagnostics.report(Diagnostic(path: path, severity: .error, message: message))
            return nil
        }
        return text(of: data, path: path, into: diagnostics)
    }

    private static func text(of data: Data, path: String, into diagnostics: Diagnostics) -> String? {
        let bytes = Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        diagnostics.report(
            Diagnostic(
                path: path, line: bad + 1, severity: .error,
                message: "the line is not UTF-8 text; save the file in the encoding UTF-8"))
        return nil
    }
}
