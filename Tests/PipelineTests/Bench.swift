import CareEngine
import CareModel
import DeviceProfiles
import Foundation
import Simulator
import Store

@testable import Pipeline

/// A folder with a database, and a pipeline over it that can be thrown away and made anew.
final class Bench {
    static let firstDay = LocalDay(year: 2026, month: 1, day: 5) ?? LocalDay(number: 0)

    let folder: URL
    let homes: [SimulatedHome]
    let store: CareStore
    var pipeline: CarePipeline
    private let profiles: DeviceProfiles

    init(_ homes: [SimulatedHome]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.homes = homes
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        profiles = DeviceProfiles.load(folder: root.appending(path: "Devices").path).profiles
        store = try CareStore(path: folder.appending(path: "care.db").path)
        pipeline = try Self.pipeline(store, homes.map(\.definition), profiles)
        _ = try pipeline.recover()
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func pipeline(
        _ store: CareStore, _ homes: [HomeDefinition], _ profiles: DeviceProfiles
    ) throws -> CarePipeline {
        try CarePipeline(
            store: store, homes: homes, profiles: profiles,
            options: .init(engine: EngineSettings(), pseudonyms: Pseudonyms(key: Array(0..<32))))
    }

    /// Dies and starts again: whatever was not committed is forgotten.
    @discardableResult
    func restart(_ changed: [HomeDefinition]? = nil) throws -> CarePipeline.Recovery {
        pipeline = try Self.pipeline(store, changed ?? homes.map(\.definition), profiles)
        return try pipeline.recover()
    }

    func take(_ messages: some Sequence<IncomingMessage>) {
        for message in messages { pipeline.take(message, digest: message.digest) }
    }

    func take(_ messages: some Collection<IncomingMessage>, committingEvery size: Int) throws {
        var left = messages[...]
        while !left.isEmpty {
            take(left.prefix(size))
            try pipeline.commit()
            left = left.dropFirst(size)
        }
    }

    /// The orderly end.
    func finish() throws {
        pipeline.settle()
        try pipeline.commitAndSaveStates()
    }

    /// Everything that the database says to others, as text.
    func contents() throws -> [String] {
        var lines: [String] = []
        try store.forEachFeature(home: nil, from: nil, to: nil) { lines.append("feature \($0)") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        for alert in try store.alerts(home: nil, from: nil, to: nil) {
            lines.append("alert " + String(decoding: try encoder.encode(alert), as: UTF8.self))
        }
        try store.forEachMessage(after: 0, home: nil, limit: nil) { message in
            lines.append("message \(message.home) \(message.receivedAt) \(message.digest) \(message.flags.rawValue)")
        }
        for letter in try store.outgoing(kinds: [.alert, .feature], after: 0, limit: .max) {
            lines.append("letter \(letter.cursor) \(letter.key) \(letter.body)")
        }
        for row in try store.quarantine() { lines.append("quarantine \(row.topic) \(row.reason) \(row.count)") }
        return lines
    }

    /// All homes' messages in the order of time, ties by home.
    var messages: [IncomingMessage] {
        var all: [(home: Int, place: Int, message: IncomingMessage)] = []
        for (index, home) in homes.enumerated() {
            for (place, message) in home.messages.enumerated() {
                all.append(
                    (
                        index, place,
                        IncomingMessage(
                            topic: message.topic, payload: Array(message.payload.utf8), isRetained: message.retained,
                            receivedAt: message.at)
                    ))
            }
        }
        all.sort { ($0.message.receivedAt, $0.home, $0.place) < ($1.message.receivedAt, $1.home, $1.place) }
        return all.map(\.message)
    }

    /// An eventful home, and one whose messages come late and out of order, with all quirks.
    static func homes(days: Int) -> [SimulatedHome] {
        var eventful = Plan()
        eventful.episodes = [.sosPress(at: PlanTime(day: days / 2, minute: 900))]
        eventful.faults.deadSensors = [.init(device: "fridge-door", fromDay: days / 3)]
        eventful.faults.outages = [
            .init(from: PlanTime(day: days / 2, minute: 600), to: PlanTime(day: days / 2, minute: 840), announced: true)
        ]
        var belated = Plan.quirky
        belated.faults.lateShare = 0.03
        belated.faults.outOfOrderShare = 0.03
        let simulation = Simulation(seed: 99)
        return [eventful, belated].enumerated().map { index, plan in
            simulation.home(index, days: days, start: firstDay, plan: plan)
        }
    }
}

/// Random numbers that are the same in every run (S. Vigna, splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
