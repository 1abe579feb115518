import Foundation
import Glibc
import Store
import Testing

/// One life of `vardag run`.
final class RunningGateway {
    private let process: Process

    init(_ ward: Ward, environment: [String: String] = [:]) throws {
        process = try Program.start(
            try Program.path(), ["run", "--config", ward.config.path], output: ward.log, complaint: ward.log,
            environment: environment)
    }

    deinit { if process.isRunning { kill() } }

    var isRunning: Bool { process.isRunning }
    var processID: Int32 { process.processIdentifier }

    /// SIGKILL.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        try? Program.finish(process, "the killed gateway", seconds: 30)
    }

    /// SIGTERM; the status with which it ends.
    func terminate() throws -> Int32 {
        Glibc.kill(process.processIdentifier, SIGTERM)
        try Program.finish(process, "the gateway after SIGTERM", seconds: 60)
        #expect(process.terminationReason == .exit)
        return process.terminationStatus
    }

    /// Waits until it ends by itself; true when a fault ended it.
    func diedOfFault() throws -> Bool {
        try Program.finish(process, "a gateway that should crash", seconds: 60)
        return process.terminationReason == .uncaughtSignal
    }
}
