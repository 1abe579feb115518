import CareModel
import Foundation
import Logging
import Pipeline
import Store

extension IngestLoop {
    /// How often the inbox of the commands is looked into.
    static let entriesEveryMilliseconds: Int64 = 500

    /// Journals what commands left in the inbox.
    func takeEntries(_ now: Timestamp) {
        let next = lastEntries.adding(milliseconds: Self.entriesEveryMilliseconds)
        guard now >= next || now < lastEntries, !trouble.isActive else { return }
        lastEntries = now
        do {
            let rows = try around.store.entries()
            guard !rows.isEmpty else { return }
            around.state.update { $0.entries += rows.count }
            for row in pipeline.takeEntries(rows, at: ownTime(now)) {
                around.logger.warning(
                    "an entry that is about no home here is dropped", metadata: ["entry": "\(row.number)"])
            }
        } catch {
            around.logger.warning("the inbox cannot be read", metadata: ["cause": "\(error)"])
        }
    }
}
