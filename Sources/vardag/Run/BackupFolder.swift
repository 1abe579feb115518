import CareModel
import Foundation
import Settings
import Store

/// The nightly copies: `vardag-20260105T031500Z.db`, each checked before it gets its name.
struct BackupFolder: Sendable {
    let settings: GatewaySettings.Backup

    struct Copy: Equatable, Sendable {
        var path: String
        var at: Timestamp
    }

    static let goodForHours: Int64 = 36

    /// The copies that are there, the oldest first.
    func copies() -> [Copy] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: settings.folder)) ?? []
        return names.compactMap { name in
            Self.time(of: name).map { Copy(path: settings.folder + "/" + name, at: $0) }
        }.sorted { $0.at < $1.at }
    }

    /// Writes a copy, opens it once more, and removes those beyond the number to keep. Throws `StoreError`.
    func write(_ store: CareStore, now: Timestamp, isCancelled: @escaping () -> Bool) throws -> Copy {
        let copy = Copy(path: settings.folder + "/" + Self.name(now), at: now)
        try store.backUp(to: copy.path, replacing: true, isCancelled: isCancelled)
        _ = try CareStore(readingOnly: copy.path).lastMessages(1)
        for old in copies().dropLast(settings.keep) { try? FileManager.default.removeItem(atPath: old.path) }
        return copy
    }

    static func isOverdue(now: Timestamp, last: Timestamp?) -> Bool {
        guard let last else { return false }
        return now > last.adding(hours: goodForHours)
    }

    static func name(_ time: Timestamp) -> String {
        let digits = "\(time)".prefix(19).filter { $0 != "-" && $0 != ":" }
        return "vardag-\(digits)Z.db"
    }

    static func time(of name: String) -> Timestamp? {
        let text = Array(name)
        guard text.count == 26, name.hasPrefix("vardag-"), name.hasSuffix("Z.db") else { return nil }
        let (day, clock) = (String(text[7..<15]), String(text[16..<22]))
        func part(_ text: String, _ from: Int, _ length: Int) -> Substring {
            text.dropFirst(from).prefix(length)
        }
        return Timestamp(
            iso8601: "\(part(day, 0, 4))-\(part(day, 4, 2))-\(part(day, 6, 2))T"
                + "\(part(clock, 0, 2)):\(part(clock, 2, 2)):\(part(clock, 4, 2))Z")
    }
}
