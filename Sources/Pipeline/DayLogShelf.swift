import CareEngine
import CareModel
import Store

/// Finds the logs of closed days for late data: those not yet written first, then the store's.
final class DayLogShelf {
    private let store: CareStore
    private var unsaved: [Key: DayLog] = [:]

    private struct Key: Hashable {
        var home: Int64
        var day: LocalDay
    }

    init(store: CareStore) { self.store = store }

    /// Nil when the day is not kept, or its log cannot be read and is then rebuilt from what is known.
    func log(home: Int64, day: LocalDay) -> DayLog? {
        if let log = unsaved[Key(home: home, day: day)] { return log }
        guard let row = try? store.dayLogs(home: home, from: day, to: day).first else { return nil }
        return try? DayLog(decoding: row.bytes)
    }

    func put(_ log: DayLog, home: Int64) { unsaved[Key(home: home, day: log.day)] = log }

    func saved() { unsaved.removeAll(keepingCapacity: true) }
}
