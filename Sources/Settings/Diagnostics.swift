import Foundation

/// Collects every problem found while files are read, so that all are reported at once.
package final class Diagnostics {
    /// In the order in which they were found.
    package private(set) var all: [Diagnostic] = []
    package private(set) var errorCount = 0
    private var seen: Set<Diagnostic> = []

    package init() {}

    /// True when at least one problem is an error; warnings alone let the program start.
    package var hasErrors: Bool { errorCount > 0 }

    /// Adds one problem; the same problem twice is kept once.
    package func report(_ diagnostic: Diagnostic) {
        guard seen.insert(diagnostic).inserted else { return }
        all.append(diagnostic)
        if diagnostic.severity == .error { errorCount += 1 }
    }

    /// By file (in the order in which files were first reported), line and column.
    package var sorted: [Diagnostic] {
        var rank: [String: Int] = [:]
        for diagnostic in all where rank[diagnostic.path] == nil { rank[diagnostic.path] = rank.count }
        func key(_ d: Diagnostic) -> (Int, Int, Int) { (rank[d.path] ?? 0, d.line, d.column) }
        return all.enumerated().sorted { a, b in
            key(a.element) == key(b.element) ? a.offset < b.offset : key(a.element) < key(b.element)
        }.map(\.element)
    }

    /// One line a problem, sorted: what `vardag check` prints.
    package var text: String { sorted.map { "\($0)\n" }.joined() }

    /// A JSON array of `{path, line, column, severity, message}`, sorted: what `vardag check --json` prints.
    package func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(sorted) else { return "[]" }
        return String(decoding: data, as: UTF8.self)
    }
}
