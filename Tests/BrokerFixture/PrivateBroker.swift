package import Foundation
import Glibc
import Synchronization

/// A mosquitto of our own on a free loopback port, with its files in a temporary folder; ended by its process id.
package final class PrivateBroker {
    /// The settings that the gateway asks of a broker, with a snapshot a second.
    package static let durable = """
        persistence true
        autosave_interval 1
        autosave_on_changes false
        max_queued_messages 100000000
        upgrade_outgoing_qos true
        """

    package struct NotInstalled: Error, CustomStringConvertible {
        package let description = "mosquitto is not installed; apt-get install mosquitto"
    }

    package struct DidNotStart: Error, CustomStringConvertible { package let description: String }

    package let folder: URL
    package let port: UInt16
    private let configuration: String
    private var process: Process?

    /// Writes the settings and starts. `settings` are added to the listener's; `listener` to the line after it.
    package init(_ settings: String = durable, listener: String = "allow_anonymous true") throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        configuration = folder.appendingPathComponent("mosquitto.conf").path
        let text = """
            per_listener_settings false
            \(settings)
            persistence_location \(folder.path)/
            log_dest stderr
            log_type information
            log_type error
            connection_messages false
            user root
            listener \(port) 127.0.0.1
            \(listener.replacingOccurrences(of: "$FOLDER", with: folder.path))

            """
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The snapshot file, which mosquitto replaces as a whole.
    package var snapshot: URL { folder.appendingPathComponent("mosquitto.db") }

    package var processID: Int32? { process?.processIdentifier }

    /// Starts the broker and returns when it takes connections.
    package func start() throws {
        let paths = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"]
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else { throw NotInstalled() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", configuration]
        // A file, because a pipe that nobody empties stops the broker.
        let log = folder.appendingPathComponent("mosquitto.log")
        let from = try logText().utf8.count
        if from == 0 { try Data().write(to: log) }
        let sink = try FileHandle(forWritingTo: log)
        try sink.seekToEnd()
        process.standardError = sink
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
        while true {
            let said = String(decoding: try logText().utf8.dropFirst(from), as: UTF8.self)
            if said.contains("running") { return }
            guard process.isRunning else { throw DidNotStart(description: said) }
            usleep(2_000)
        }
    }

    /// What the broker has logged in all its lives.
    package func logText() throws -> String {
        let log = folder.appendingPathComponent("mosquitto.log")
        guard FileManager.default.fileExists(atPath: log.path) else { return "" }
        return String(decoding: try Data(contentsOf: log), as: UTF8.self)
    }

    /// SIGKILL: only the last snapshot is left. A test ends with it too: it keeps the broker alive that long.
    package func kill() { end(SIGKILL) }

    /// SIGTERM: mosquitto writes a snapshot and goes.
    package func terminate() { end(SIGTERM) }

    /// SIGUSR1 makes mosquitto write its snapshot now; returns when the file has been replaced.
    package func writeSnapshot() throws {
        let before = inode(snapshot)
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGUSR1)
        while inode(snapshot) == before { usleep(1_000) }
    }

    private func end(_ signal: Int32) {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, signal)
        process.waitUntilExit()
        self.process = nil
    }

    private func inode(_ file: URL) -> UInt64 {
        var status = stat()
        return stat(file.path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    private static let given = Mutex<Set<UInt16>>([])

    /// A port that nobody has and that this process is given once.
    ///
    /// Below the ports that the system gives to outgoing connections: one of those could take it before its listener
    /// does, or while the listener is away.
    package static func freePort() throws -> UInt16 {
        for _ in 0..<500 {
            let port = UInt16.random(in: 15_000..<30_000)
            let isNew = given.withLock { $0.insert(port).inserted }
            if isNew, isFree(port) { return port }
        }
        throw DidNotStart(description: "no free port")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
