import ArgumentParser
import CareEngine
import CareModel
import Delivery
import Foundation
import Logging
import MQTT
import Pipeline
import Settings
import Store
import Synchronization
import Web

/// `vardag run`: the daemon, wired in one straight line.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the gateway: MQTT in, alerts, web page and feeds out.",
        discussion: "Ends orderly on SIGTERM or SIGINT.")

    @Option(help: "The settings file.") var config: String
    @Option(help: "trace, debug, info, notice, warning, error or critical.") var logLevel = "info"

    func run() async throws {
        let configured = try Configured.required(config)
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "vardag")
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        do {
            try await Gateway(configured, config: config, logger: logger).run()
        } catch let problem as StoreError {
            throw Terminal.fail(problem)
        } catch let problem as SettingsError {
            throw Terminal.fail(problem, Terminal.badConfiguration)
        }
    }
}
