import ArgumentParser
import Store

/// Whether a database knows the home that a command was asked about: one misspelt must not look like one without data.
enum KnownHomes {
    /// Says so and ends with status 1 when `home` is not among the database's.
    static func require(_ home: String?, in store: CareStore, _ database: String) throws {
        guard let home else { return }
        let known = try store.homes().map(\.id).sorted()
        guard !known.contains(home) else { return }
        let others = known.isEmpty ? "it knows none" : "it knows: \(known.joined(separator: ", "))"
        throw Terminal.fail("\(database): knows no home \(home); \(others)")
    }
}
