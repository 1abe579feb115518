import ArgumentParser
import CareModel
import Foundation
import Secrets
import Settings
import Store

/// `vardag access-log`: who saw or did what about whom.
struct AccessLogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log", abstract: "Export the log of who saw or did what, and check that it is whole.",
        subcommands: [Export.self, Verify.self])

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Each row as one line of JSON with its number and its hash.")

        @Option(help: "The gateway's settings file.") var config: String
        @Option(help: "Only rows after this number.") var after: Int64 = 0

        func run() throws {
            let store = try AccessLogCommand.store(config)
            var output = LineOutput()
            do {
                try store.forEachAccess(after: after) { row in
                    try output.line(
                        "{\"number\":\(row.number),\"hash\":\"\(row.hash.hexadecimal)\",\"entry\":\(row.body)}")
                }
            } catch let problem as StoreError {
                throw Terminal.fail(problem)
            }
            try output.flush()
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the chain of hashes; tells the first row that does not fit.",
            discussion:
                "Rows cut off the end leave a chain that fits: keep the last hash somewhere else and give it with --expect."
        )

        @Option(help: "The gateway's settings file.") var config: String
        @Option(help: "A hash that a row must have: the last one of an earlier check.") var expect: String?

        func run() throws {
            let store = try AccessLogCommand.store(config)
            do {
                let (last, hash) = try store.verifyAccessLog()
                if let expect { try require(expect.lowercased(), store) }
                print("\(last) rows, each fits; the last hash is \(hash.hexadecimal)")
            } catch let fault as AccessLogFault {
                throw Terminal.fail(fault)
            } catch let problem as StoreError {
                throw Terminal.fail(problem)
            }
        }

        private func require(_ expected: String, _ store: CareStore) throws {
            var isFound = expected == AccessLog.start.hexadecimal
            try store.forEachAccess { row in
                if row.hash.hexadecimal == expected { isFound = true }
            }
            guard isFound else {
                throw Terminal.fail("no row has the hash \(expected): the log was cut off or made anew since then")
            }
        }
    }

    /// Read while the gateway runs, too.
    private static func store(_ config: String) throws -> CareStore {
        let configured = try Configured.required(config)
        do { return try CareStore(readingOnly: configured.settings.database) } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }
}
