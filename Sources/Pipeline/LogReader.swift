import Foundation

/// Reads a recorded log line by line; a name that ends in `.gz` is decompressed on the way, by gzip.
package final class LogReader {
    package let path: String
    /// Number of the last line given, from 1.
    package private(set) var line = 0
    /// Bytes of the file read so far, for progress; of a compressed one the decompressed bytes.
    package private(set) var bytesRead = 0

    private let file: FileHandle
    private let gzip: Process?
    private var chunk: [UInt8] = []
    private var at = 0
    private var searched = 0
    private var isAtEnd = false

    private static let chunkBytes = 1 << 17
    /// A line longer than this is no message.
    static let lineLimitBytes = 32 << 20

    /// Throws `LogError` when the file cannot be opened.
    package init(path: String) throws {
        self.path = path
        guard FileManager.default.isReadableFile(atPath: path) else { throw LogError.unreadable(path) }
        if path.hasSuffix(".gz") {
            let pipe = Pipe()
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["gzip", "-dc", "--", path]
            process.standardOutput = pipe
            try process.run()
            gzip = process
            file = pipe.fileHandleForReading
        } else {
            guard let handle = FileHandle(forReadingAtPath: path) else { throw LogError.unreadable(path) }
            gzip = nil
            file = handle
        }
    }

    /// Read half only, gzip would complain of a broken pipe; it is ended before its pipe is closed. By the one signal
    /// that it cannot have inherited as ignored.
    deinit { if let gzip, gzip.isRunning { kill(gzip.processIdentifier, SIGKILL) } }

    /// The next line without its line break; nil at the end. Throws `LogError` when the file is damaged.
    package func next<R>(_ body: (ArraySlice<UInt8>) throws -> R) throws -> R? {
        while true {
            if let end = lineEnd() {
                defer { at = end + 1 }
                line += 1
                return try body(chunk[at..<trimmed(end)])
            }
            if isAtEnd {
                guard at < chunk.count else { return nil }
                defer { at = chunk.count }
                line += 1
                return try body(chunk[at..<trimmed(chunk.count)])
            }
            try refill()
        }
    }

    /// Where the next line break is, looked for from `searched` on: what a refill leaves is not searched again.
    private func lineEnd() -> Int? {
        let from = max(at, searched)
        let end = Self.lineEnd(in: chunk.span, from: from)
        if end == nil { searched = chunk.count }
        return end
    }

    /// Eight bytes a step. Source: the zero-byte test of H. S. Warren, "Hacker's Delight", 6-1; its lowest hit is true.
    private static func lineEnd(in bytes: Span<UInt8>, from: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = bytes.bytes
        var index = from
        while index &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
            let other = word ^ (ones &* UInt64(UInt8(ascii: "\n")))
            let hits = (other &- ones) & ~other & (ones &* 0x80)
            if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[unchecked: index] == UInt8(ascii: "\n") { return index }
            index &+= 1
        }
        return nil
    }

    private func trimmed(_ end: Int) -> Int {
        end > at && chunk[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    }

    private func refill() throws {
        chunk.removeSubrange(..<at)
        searched -= at
        at = 0
        guard chunk.count < Self.lineLimitBytes else { throw LogError.lineTooLong(path, line: line + 1) }
        if let data = try file.read(upToCount: Self.chunkBytes), !data.isEmpty {
            chunk.append(contentsOf: data)
            bytesRead += data.count
            return
        }
        isAtEnd = true
        if let gzip {
            gzip.waitUntilExit()
            guard gzip.terminationStatus == 0 else { throw LogError.damaged(path, line: line) }
        }
    }
}

/// What can be wrong with a recorded log.
package enum LogError: Error, CustomStringConvertible {
    case unreadable(String)
    case damaged(String, line: Int)
    case lineTooLong(String, line: Int)

    package var description: String {
        switch self {
        case .unreadable(let path): "\(path): cannot be read; name an existing log of `mosquitto_sub -F %j` lines"
        case .damaged(let path, let line): "\(path): ends early or is damaged after line \(line)"
        case .lineTooLong(let path, let line): "\(path):\(line): longer than any message can be"
        }
    }
}
