import ArgumentParser
import DeviceProfiles
import Settings

/// `vardag check`: everything that is wrong with a configuration, at once.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate the configuration, the homes and the device profiles.")

    @Option(help: "The gateway's settings file.") var config: String
    @Flag(help: "Print the findings as JSON.") var json = false

    func run() throws {
        let diagnostics = Diagnostics()
        let configured = Configured.load(config, into: diagnostics)
        for fault in configured?.profiles.exampleFaults() ?? [] { diagnostics.report(fault) }
        if json {
            print(diagnostics.json())
        } else {
            if !diagnostics.all.isEmpty { print(diagnostics.text, terminator: "") }
            if let count = configured?.homes.count, !diagnostics.hasErrors {
                print("\(config): sound; \(count) \(count == 1 ? "home" : "homes")")
            }
        }
        guard configured != nil, !diagnostics.hasErrors else { throw Terminal.badConfiguration }
    }
}
