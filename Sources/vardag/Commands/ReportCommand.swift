import ArgumentParser

/// `vardag report`: figures about homes and about the gateway's own judgement.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Figures about homes, and about our own judgement.",
        subcommands: [ReportAgreementCommand.self])
}
