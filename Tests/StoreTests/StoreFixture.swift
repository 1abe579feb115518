import CareModel
import Foundation
import Store

/// A directory of its own for one test, removed with it, and sample rows.
final class StoreFixture: Sendable {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func path(_ name: String = "care.db") -> String { directory.appending(path: name).path }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    func open() throws -> CareStore { try CareStore(path: path()) }

    static let start = Timestamp(seconds: 1_760_000_000)
    static let day = LocalDay(number: 20_370)

    static func message(
        _ number: Int64, home: Int64 = 1, topic: Int64 = 1, packetID: UInt16 = 0, flags: MessageFlags = [],
        payload: [UInt8] = [1, 2, 3]
    ) -> StoredMessage {
        let at = start.adding(seconds: number)
        return StoredMessage(
            home: home, at: at, receivedAt: at, topic: topic, packetID: packetID, digest: number, flags: flags,
            payload: payload, readings: [9])
    }

    static func feature(
        _ name: String, home: String = "h1", day: LocalDay = day, value: Double? = 3, revision: Int = 0
    ) -> DailyFeature {
        DailyFeature(
            home: home, resident: home, date: day, feature: name, value: value, unit: "count", coverage: 1,
            context: .alone, definitionVersion: 1, revision: revision)
    }

    static func alert(
        _ id: String, home: String = "h1", onset: Timestamp = start, priority: Alert.Priority = .p2,
        state: Alert.State = .firing
    ) -> Alert {
        Alert(
            id: id, home: home, resident: home, rule: "rule", family: .toilet, priority: priority, state: state,
            onset: onset, raisedAt: onset, place: nil,
            features: [
                .init(feature: "f", value: 7, expected: 3, usualLow: 2, usualHigh: 4.5, direction: "up")
            ], probability: 0.01, title: .init(sv: "Å", en: "A"), explanation: .init(sv: "b/c", en: "b"),
            suggestion: .init(sv: "c", en: "c"),
            history: [.init(at: onset, from: nil, to: state, by: "engine")])
    }

    static func outgoing(_ key: String, kind: Outgoing.Kind = .alert, at: Timestamp = start) -> Outgoing {
        Outgoing(kind: kind, subject: "h1", key: key, urgent: false, createdAt: at, body: #"{"a":1}"#)
    }
}

extension CareStore {
    /// Appends messages with the numbers as clock seconds and digests.
    func append(_ numbers: ClosedRange<Int64>) throws {
        try write { transaction in
            for number in numbers { _ = try transaction.append(StoreFixture.message(number)) }
        }
    }

    func messages(after id: Int64 = 0, home: Int64? = nil, limit: Int? = nil) throws -> [StoredMessage] {
        var messages: [StoredMessage] = []
        try forEachMessage(after: id, home: home, limit: limit) { messages.append($0) }
        return messages
    }

    func features(home: String? = nil, from: LocalDay? = nil, to: LocalDay? = nil) throws -> [DailyFeature] {
        var features: [DailyFeature] = []
        try forEachFeature(home: home, from: from, to: to) { features.append($0) }
        return features
    }
}
