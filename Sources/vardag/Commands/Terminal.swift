import ArgumentParser
import Foundation

/// What commands say and how they end.
enum Terminal {
    /// Exit statuses beyond success, failure (1) and usage (64).
    static let badData = ExitCode(65)
    static let badConfiguration = ExitCode(78)

    /// To the standard error stream.
    static func say(_ text: String) {
        let line = text.hasSuffix("\n") ? text : text + "\n"
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    static var isInteractive: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

    /// Ends the command with what went wrong.
    static func fail(_ problem: some Any, _ status: ExitCode = .failure) -> ExitCode {
        say("vardag: \(problem)")
        return status
    }
}

/// Writes lines to the standard output, buffered; quiet when the reader has gone away.
struct LineOutput {
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 16

    mutating func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// A report's rows as one JSON object a line, or its table for people.
    mutating func report(_ rows: [some Encodable], table: @autoclosure () -> [String], json: Bool) throws {
        guard json else {
            for text in table() { try line(text) }
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for row in rows { try line(String(decoding: try encoder.encode(row), as: UTF8.self)) }
    }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try FileHandle.standardOutput.write(contentsOf: Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }
}
