package import CareModel
import Foundation
import GRDB

extension CareStore {
    /// What commands left and nobody has taken yet, in the order of entering.
    package func entries() throws -> [EntryRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT number, enteredAt, body FROM inbox ORDER BY number")
                .map { EntryRow(number: $0[0], enteredAt: Timestamp(milliseconds: $0[1]), body: $0[2]) }
        }
    }

    /// Leaves an entry in the inbox of an existing database, also while the gateway writes it. Throws `StoreError`.
    package static func leave(entry body: String, at time: Timestamp, database path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError.cannotOpen(path: path, detail: "no such file; start the gateway once")
        }
        try StoreError.translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration(path: path, readOnly: false))
            try queue.write { database in
                guard try database.tableExists("inbox") else {
                    throw StoreError.cannotOpen(path: path, detail: "of an older version; start the gateway once")
                }
                try database.execute(
                    sql: "INSERT INTO inbox (enteredAt, body) VALUES (?, ?)", arguments: [time.milliseconds, body])
            }
            try queue.close()
        }
    }
}

extension StoreTransaction {
    /// Takes an entry out of the inbox.
    package func removeEntry(_ number: Int64) throws {
        try execute("DELETE FROM inbox WHERE number = ?", [number])
    }
}
