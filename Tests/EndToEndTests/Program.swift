import Foundation

/// The built `vardag`, which lies beside the test bundle.
enum Program {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// How a command ended.
    struct Outcome {
        var status: Int32
        var output: String
        var complaint: String
    }

    static func path() throws -> String {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let path = folder.appendingPathComponent("vardag").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "\(path) is not there; build it with `swift build --product vardag`")
        }
        return path
    }

    /// Starts a program with its output in files; `environment` is added to ours.
    static func start(
        _ path: String, _ arguments: [String], output: URL, complaint: URL, environment: [String: String] = [:],
        input: URL? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        var all = ProcessInfo.processInfo.environment
        all["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = all.merging(environment) { $1 }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? .nullDevice
        process.standardOutput = try appending(to: output)
        process.standardError = try appending(to: complaint)
        try process.run()
        return process
    }

    /// Runs `vardag` to its end.
    static func run(
        _ arguments: [String], in folder: URL, input: URL? = nil, seconds: Double = 300
    ) throws -> Outcome {
        let name = UUID().uuidString
        let output = folder.appendingPathComponent(name + ".out")
        let complaint = folder.appendingPathComponent(name + ".err")
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: complaint)
        }
        let process = try start(try path(), arguments, output: output, complaint: complaint, input: input)
        try finish(process, "vardag \(arguments.joined(separator: " "))", seconds: seconds)
        return Outcome(
            status: process.terminationStatus, output: try text(output), complaint: try text(complaint))
    }

    /// Waits for the end of a process; one that does not end is killed.
    static func finish(_ process: Process, _ what: String, seconds: Double) throws {
        do {
            try Deadline.wait(for: "the end of \(what)", seconds: seconds) { !process.isRunning }
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
    }

    static func text(_ file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    private static func appending(to file: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        return handle
    }
}
