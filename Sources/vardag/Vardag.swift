import ArgumentParser

/// The `vardag` command.
@main
struct Vardag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vardag", abstract: "Smart-home sensor gateway for elder care.")
}
