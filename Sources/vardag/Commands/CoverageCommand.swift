import ArgumentParser
import DeviceProfiles
import Foundation

/// `vardag coverage`: what becomes of each property that zigbee2mqtt definitions list.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Tell what becomes of each property in a file of zigbee2mqtt definitions.",
        discussion: """
            The file holds JSON lines with `vendor`, `model` and `exposes`, or one `bridge/devices` message. Exit \
            status 1 when a property sounds like care and has neither a rule nor a reason.
            """)

    @Option(help: "Folder with the device profiles.") var devices: String?
    @Argument(help: "The definitions.") var file: String

    func run() throws {
        var coverage = PropertyCoverage(profiles: try ShippedProfiles.load(devices))
        do {
            try coverage.read(Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        } catch let problem as RecordedMessage.Unreadable {
            throw Terminal.fail("\(file): \(problem)", Terminal.badData)
        }
        var output = LineOutput()
        try output.line(coverage.text)
        try output.flush()
        if !coverage.unexplained.isEmpty { throw ExitCode.failure }
    }
}
