import ArgumentParser

/// `vardag report`: figures about homes and about our own judgement, one subcommand a file.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print figures, as text or JSON.",
        subcommands: [
            ReportSituationsCommand.self, ReportAgreementCommand.self, ReportStatisticsCommand.self,
            ReportTrendsCommand.self, ReportQualityCommand.self,
        ])
}
