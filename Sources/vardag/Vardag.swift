import ArgumentParser

/// The `vardag` command: one subcommand a file in `Commands/`.
@main
struct Vardag: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "vardag",
        abstract: "Smart-home sensor gateway for elder care.",
        discussion: """
            Exit status: 0 success, 1 a finding or failure, 64 usage, 65 bad input data, 78 bad configuration.
            """,
        version: version,
        subcommands: [
            RunCommand.self, CheckCommand.self, DoctorCommand.self, DecodeCommand.self, HomeCommand.self,
            ReplayCommand.self, FeaturesCommand.self, AlertsCommand.self, SimulateCommand.self, ExportCommand.self,
            BackupCommand.self, RestoreCommand.self, FeedCommand.self, ReportCommand.self,
            DevicesCommand.self, AccountCommand.self, WebhooksCommand.self, AccessLogCommand.self, CoverageCommand.self,
            MeasureDetectorCommand.self, BacktestCommand.self,
        ])
}
