package import CareModel
import Foundation
import GRDB

extension CareStore {
    /// All homes, by number.
    package func homes() throws -> [StoredHome] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT number, id FROM home ORDER BY number")
                .map { StoredHome(number: $0[0], id: $0[1]) }
        }
    }

    /// The engine's state of every home that has one, by home, one at a time: together they are large.
    package func forEachState(_ body: (HomeStateRow) throws -> Void) throws {
        try read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT home, version, sequence, clock, bytes FROM state ORDER BY home")
            while let row = try rows.next() {
                try body(
                    HomeStateRow(
                        home: row[0], version: row[1], sequence: row[2], clock: Timestamp(milliseconds: row[3]),
                        bytes: row.bytes(4)))
            }
        }
    }

    /// The engine's state of every home that has one, by home.
    package func states() throws -> [HomeStateRow] {
        var states: [HomeStateRow] = []
        try forEachState { states.append($0) }
        return states
    }

    /// The home's logs of the days from the first to the last, both included, by day.
    package func dayLogs(home: Int64, from: LocalDay, to: LocalDay) throws -> [DayLogRow] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT day, bytes FROM dayLog WHERE home = ? AND day BETWEEN ? AND ? ORDER BY day",
                arguments: [home, from.number, to.number]
            ).map { try DayLogRow(home: home, day: LocalDay(number: $0[0]), bytes: $0.bytes(1)) }
        }
    }

    /// What devices and bridges announced, by home, each in the order of the addresses.
    package func learnedDevices() throws -> [Int64: [LearnedDeviceRow]] {
        try read { database in
            var found: [Int64: [LearnedDeviceRow]] = [:]
            let rows = try Row.fetchCursor(
                database, sql: "SELECT home, address, bytes FROM learnedDevice ORDER BY home, address")
            while let row = try rows.next() {
                let home: Int64 = row[0]
                found[home, default: []].append(
                    try LearnedDeviceRow(home: home, address: row[1], bytes: row.bytes(2)))
            }
            return found
        }
    }

    /// The number of each of the home's devices by name.
    package func deviceNumbers(home: Int64) throws -> [String: UInt16] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT name, number FROM deviceNumber WHERE home = ?", arguments: [home])
            return Dictionary(rows.map { ($0[0], UInt16(truncatingIfNeeded: $0[1] as Int64)) }) { first, _ in first }
        }
    }

    /// What `setCheckpoint` stored under the key; nil when nothing was.
    package func checkpoint(_ key: String) throws -> String? {
        try read { database in
            try String.fetchOne(database, sql: "SELECT value FROM checkpoint WHERE key = ?", arguments: [key])
        }
    }
}

extension Row {
    /// The bytes of a column; none for NULL.
    func bytes(_ index: Int) throws -> [UInt8] {
        try withUnsafeData(atIndex: index) { $0.map { [UInt8]($0) } } ?? []
    }
}
