package import CareModel

/// What a home did on one local day, packed by the engine.
package struct DayLogRow: Hashable, Sendable {
    package var home: Int64
    package var day: LocalDay
    package var bytes: [UInt8]

    package init(home: Int64, day: LocalDay, bytes: [UInt8]) {
        self.home = home
        self.day = day
        self.bytes = bytes
    }
}
