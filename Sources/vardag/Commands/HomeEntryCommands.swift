import ArgumentParser
import CareModel
import Pipeline
import Settings
import Store

/// Which home an entry is about, and who enters it.
struct EntryOptions: ParsableArguments {
    @Option(help: "The gateway's settings file.") var config: String
    @Option(help: "The home's id.") var home: String
    @Option(help: "Who enters this.") var by = "command line"

    /// Leaves the entry in the inbox of the gateway's database: taken within a second, or when the gateway next starts.
    func leave(_ entry: (Configured, HomeDefinition) throws -> HomeEntry) throws {
        let configured = try Configured.required(config)
        let definition = try configured.home(home)
        let event = GatewayEvent.enter(try entry(configured, definition), home: home, by: by)
        do {
            try CareStore.leave(
                entry: String(decoding: event.payload, as: UTF8.self), at: WallClock.read(),
                database: configured.settings.database)
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        }
        Terminal.say("entered; the gateway takes it up within a second, or when it next starts")
    }
}

extension Circumstance.Kind: ExpressibleByArgument {}

extension HomeCommand {
    struct Admit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Somebody moves in: nothing that was learned of the one before is used.")
        @OptionGroup var about: EntryOptions
        @Option(help: "The resident's id.") var resident: String

        func validate() throws {
            guard (1...64).contains(resident.utf8.count) else { throw ValidationError("--resident is 1 to 64 letters") }
        }

        func run() throws { try about.leave { _, _ in .admitted(resident: resident) } }
    }

    struct Discharge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The resident has moved out: only technical alerts until somebody is admitted.")
        @OptionGroup var about: EntryOptions

        func run() throws { try about.leave { _, _ in .discharged } }
    }

    struct Begin: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A hospital stay, an absence, a visit, a pause or a test begins or is planned.")
        @OptionGroup var about: EntryOptions
        @Option(help: "hospital, away, visit, paused or test.") var kind: Circumstance.Kind
        @Option(help: "From this moment (ISO 8601 with an offset); now unless given.") var from: Timestamp?
        @Option(help: "Until this moment; until further notice unless given (visit: 2 h, test: 1 h, at most 24 h).")
        var until: Timestamp?

        func run() throws {
            let start = from ?? WallClock.read()
            if let until, until <= start { throw ValidationError("--until must be after --from") }
            try about.leave { _, _ in .begins(Circumstance(kind: kind, from: start, until: until, by: about.by)) }
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was begun ends now; planned ones of the kind are dropped.")
        @OptionGroup var about: EntryOptions
        @Option(help: "hospital, away, visit, paused or test.") var kind: Circumstance.Kind

        func run() throws { try about.leave { _, _ in .ends(kind) } }
    }

    struct Replaced: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Another sensor has the name of an old one: the old one's rhythm is forgotten.")
        @OptionGroup var about: EntryOptions
        @Option(help: "The device's name in the home's file.") var device: String

        func run() throws {
            try about.leave { _, home in
                guard home.devices.contains(where: { $0.name == device }) else {
                    throw Terminal.fail("home \(home.id) has no device \(device)", Terminal.badData)
                }
                return .replaced(device: device)
            }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Test the sensors: alerts are shown and nobody is told, for the given time.")
        @OptionGroup var about: EntryOptions
        @Option(help: "How long, 1 to 1440.") var minutes = 60

        func validate() throws {
            guard (1...1440).contains(minutes) else { throw ValidationError("--minutes is 1 to 1440") }
        }

        func run() throws {
            let now = WallClock.read()
            try about.leave { _, _ in
                let until = now.adding(minutes: Int64(minutes))
                return .begins(Circumstance(kind: .test, from: now, until: until, by: about.by))
            }
        }
    }
}
