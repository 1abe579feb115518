import CareModel
import Foundation
import GRDB

extension StoreTransaction {
    /// Replaces the home's state.
    package func save(_ state: HomeStateRow) throws {
        try execute(
            """
            INSERT INTO state (home, version, sequence, clock, bytes) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, sequence = excluded.sequence,
              clock = excluded.clock, bytes = excluded.bytes
            """, [state.home, state.version, state.sequence, state.clock.milliseconds, Data(state.bytes)])
    }

    /// Replaces the home's log of that day.
    package func save(_ log: DayLogRow) throws {
        try execute(
            """
            INSERT INTO dayLog (home, day, bytes) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET bytes = excluded.bytes
            """, [log.home, log.day.number, Data(log.bytes)])
    }

    /// Replaces what is known of the device.
    package func save(_ device: LearnedDeviceRow) throws {
        try execute(
            """
            INSERT INTO learnedDevice (home, address, bytes) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET bytes = excluded.bytes
            """, [device.home, device.address, Data(device.bytes)])
    }

    private static let deviceNumbers = RowsInsert(into: "deviceNumber (home, name, number)", columns: 3)

    /// The devices' numbers within their home, in the order of `names`: 0, 1, 2 ... by first sight, never given again.
    package func deviceNumbers(_ names: [String], home: Int64) throws -> [UInt16] {
        var known: [String: UInt16] = [:]
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: "SELECT name, number FROM deviceNumber WHERE home = ?"), arguments: [home])
        while let row = try rows.next() { known[row[0]] = row[1] }
        var next = known.values.max().map { Int($0) + 1 } ?? 0
        var new: [(name: String, number: UInt16)] = []
        let numbers = try names.map { name in
            if let number = known[name] { return number }
            guard let number = UInt16(exactly: next) else { throw StoreError.tooManyDevices(home: home) }
            new.append((name, number))
            known[name] = number
            next += 1
            return number
        }
        try Self.deviceNumbers(new, database) { device, row in
            row.bind(home)
            row.bind(device.name)
            row.bind(Int64(device.number))
        }
        return numbers
    }
}
