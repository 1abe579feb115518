/// One problem in a file that people write, with its place; printed as `path:line:column: error: message`.
package struct Diagnostic: Hashable, Sendable, Codable {
    /// As the caller named the file.
    package var path: String
    /// From 1; 1 for a problem of the whole file.
    package var line: Int
    /// From 1, counted in Unicode scalars.
    package var column: Int
    package var severity: Severity
    /// What is wrong, and what would be right.
    package var message: String

    package enum Severity: String, Sendable, Codable { case error, warning }

    package init(path: String, line: Int = 1, column: Int = 1, severity: Severity, message: String) {
        self.path = path
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    package var description: String { "\(path):\(line):\(column): \(severity.rawValue): \(message)" }
}
