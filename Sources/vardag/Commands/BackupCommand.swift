import ArgumentParser
import Store

/// `vardag backup`: a checked copy, also of a database in use.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent, checked copy of the database.",
        discussion:
            "The gateway may go on running. The copy holds the pseudonyms' key: keep it as safe as the database.")

    @Option(help: "The database.") var database: String
    @Option(name: .customLong("to"), help: "The copy.") var target: String
    @Flag(help: "Replace an existing file.") var replace = false

    func run() throws {
        do {
            try CareStore(readingOnly: database).backUp(to: target, replacing: replace)
            Terminal.say("\(target): written and checked")
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }
}

/// `vardag restore`: a backup in the place of the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a checked backup in the place of the database.",
        discussion: "The gateway must be stopped. The old database is kept beside it as .before-restore.")

    @Option(help: "The backup.") var from: String
    @Option(help: "The database.") var database: String
    @Flag(help: "Replace an existing database.") var replace = false

    func run() throws {
        do {
            try CareStore.restore(from: from, to: database, replacing: replace)
            Terminal.say("\(database): restored from \(from)")
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
    }
}
