import CareModel
import Foundation
import Logging
import Settings
import Synchronization

/// The homes' files while the gateway runs: what they said when they were last taken up, and whether they have changed.
final class HomeFiles: Sendable {
    private let config: String
    private let folder: String
    private let logger: Logger
    private let state: Mutex<State>

    private struct State {
        var homes: [HomeDefinition]
        /// Of the files that were last read, good or bad.
        var seen: [String: Stamp]
    }

    struct Stamp: Hashable {
        var changedAt: Date
        var size: Int
    }

    init(_ configured: Configured, config: String, logger: Logger) {
        self.config = config
        self.logger = logger
        folder = configured.settings.homes
        state = Mutex(State(homes: configured.homes, seen: Self.stamps(in: configured.settings.homes)))
    }

    /// The homes as they are in force.
    var homes: [HomeDefinition] { state.withLock { $0.homes } }

    func inForce(_ homes: [HomeDefinition]) { state.withLock { $0.homes = homes } }

    /// The homes that the files now name, when the files have changed since they were last read and hold no error.
    /// What is wrong with them goes to the log, once.
    func changed() -> [HomeDefinition]? {
        let now = Self.stamps(in: folder)
        return state.withLock { $0.seen != now } ? read(now) : nil
    }

    /// The homes that the files name now, which is then no change any more; nil when something is wrong with them.
    func read() -> [HomeDefinition]? { read(Self.stamps(in: folder)) }

    private func read(_ stamps: [String: Stamp]) -> [HomeDefinition]? {
        state.withLock { $0.seen = stamps }
        let diagnostics = Diagnostics()
        let found = Configured.load(config, into: diagnostics)
        if found == nil {
            logger.error(
                "the homes' files have errors; the old ones stay in force", metadata: ["what": "\(diagnostics.text)"])
        }
        return found?.homes
    }

    /// Adds a device to its home's file; nil when that is done, else what is in the way.
    func add(_ device: HomeFileEdit.NewDevice, to home: String) -> String? {
        guard let path = HomesFolder.file(of: home, in: folder) else { return "there is no file of the home \(home)" }
        let diagnostics = Diagnostics()
        return HomeFileEdit.add(device, toFile: path, into: diagnostics)
            ? nil : diagnostics.all.map(\.message).joined(separator: "; ")
    }

    private static func stamps(in folder: String) -> [String: Stamp] {
        var found: [String: Stamp] = [:]
        for path in HomesFolder.paths(in: folder) {
            let facts = try? FileManager.default.attributesOfItem(atPath: path)
            guard let changedAt = facts?[.modificationDate] as? Date, let size = facts?[.size] as? Int else { continue }
            found[path] = Stamp(changedAt: changedAt, size: size)
        }
        return found
    }
}
