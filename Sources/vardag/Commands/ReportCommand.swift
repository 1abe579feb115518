import ArgumentParser

/// `vardag report`: figures about homes and about the product's own work, one subcommand a file.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print figures, as text or JSON.", subcommands: [ReportStatisticsCommand.self])
}
