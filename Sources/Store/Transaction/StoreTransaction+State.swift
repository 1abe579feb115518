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

    /// The device's number within its home: 0, 1, 2 ... in the order of first sight, never given again.
    package func number(ofDevice name: String, home: Int64) throws -> UInt16 {
        let known = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT number FROM deviceNumber WHERE home = ? AND name = ?"),
            arguments: [home, name])
        if let known { return UInt16(known) }
        let next = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT coalesce(max(number) + 1, 0) FROM deviceNumber WHERE home = ?"),
            arguments: [home])
        guard let next, let number = UInt16(exactly: next) else { throw StoreError.tooManyDevices(home: home) }
        try execute("INSERT INTO deviceNumber (home, name, number) VALUES (?, ?, ?)", [home, name, next])
        return number
    }
}
