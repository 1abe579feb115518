import ArgumentParser
import CareModel
import Foundation
import Pipeline
import Store

/// `vardag export`: data out of the database.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the kept raw messages as a log that `vardag replay` reads.")

    @Option(help: "The database.") var database: String
    @Flag(help: "The raw messages.") var messages = false
    @Option(help: "Only this home.") var home: String?
    @Option(name: .shortAndLong, help: "Write to this file instead of the standard output.") var output: String?

    func validate() throws {
        guard messages else { throw ValidationError("say what to export: --messages") }
    }

    func run() throws {
        do {
            let store = try CareStore(readingOnly: database)
            try KnownHomes.require(home, in: store, database)
            let count = try write(store)
            Terminal.say("\(count) messages")
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }

    private func write(_ store: CareStore) throws -> Int {
        let export = MessageExport(store: store)
        guard let output else {
            var lines = LineOutput()
            let count = try export.forEachLine(home: home) { try lines.line($0) }
            try lines.flush()
            return count
        }
        guard FileManager.default.createFile(atPath: output, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: output)
        else {
            Terminal.say("vardag: \(output): cannot be written")
            throw ExitCode.failure
        }
        var buffer: [UInt8] = []
        let count = try export.forEachLine(home: home) { line in
            buffer.append(contentsOf: line.utf8)
            buffer.append(UInt8(ascii: "\n"))
            if buffer.count > 1 << 16 {
                try file.write(contentsOf: Data(buffer))
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: Data(buffer))
        try file.close()
        return count
    }
}
