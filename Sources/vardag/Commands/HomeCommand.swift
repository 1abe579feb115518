import ArgumentParser
import Settings

/// `vardag home`: homes' files, and what staff and installers enter about a home.
struct HomeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "home", abstract: "Make homes' files, and enter what happens to a home.",
        subcommands: [New.self, Admit.self, Discharge.self, Begin.self, End.self, Replaced.self, Test.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: "Write a home's file from a list of its devices.",
            discussion:
                "The list is CSV with the header device,kind,room,placement[,topic]. Redirect the output to Config/homes/ID.yaml."
        )

        @Option(help: "The home's id: letters, digits, - and _.") var id: String
        @Option(help: "IANA time zone, Europe/Stockholm.") var timeZone: String
        @Option(help: "CSV file with the devices.") var devices: String
        @Option(help: "Topic that all of the home's topics begin with; homes/ID unless given.") var baseTopic: String?
        @Option(help: "The resident's id; the home's unless given.") var resident: String?

        func run() throws {
            let diagnostics = Diagnostics()
            guard
                let writer = HomeFileWriter(
                    id: id, timeZone: timeZone, baseTopic: baseTopic, resident: resident, into: diagnostics)
            else {
                Terminal.say(diagnostics.text)
                throw ExitCode(64)
            }
            let yaml = writer.yaml(devicesFile: devices, into: diagnostics)
            if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
            guard let yaml else { throw Terminal.badData }
            print(yaml, terminator: yaml.hasSuffix("\n") ? "" : "\n")
        }
    }
}
