/// One value of a YAML file with its place.
///
/// The typed accessors (`text()`, `integer()`, `map(required:optional:)` and so on) return nil and report an error at
/// the value's place when it is not what was asked for. Scalars are read as the text in the file, never as YAML's own
/// types, so that `12:30` stays a time and `on` a name.
package struct FormValue {
    package internal(set) var content: Content
    /// The key path of the map or list around it; empty at the top.
    let outerName: String
    let step: Step
    package let path: String
    package let line: Int
    package let column: Int
    package let diagnostics: Diagnostics

    /// How one gets to the value from what is around it.
    enum Step {
        case top
        case key(String)
        case index(Int)
    }

    /// The key path, for messages: `broker.port`, `devices[2].room`; empty for the whole file.
    package var name: String {
        switch step {
        case .top: ""
        case .key(let key): outerName.isEmpty ? key : "\(outerName).\(key)"
        case .index(let index): "\(outerName)[\(index)]"
        }
    }

    package enum Content {
        case scalar(text: String, isQuoted: Bool)
        case list([FormValue])
        case map([Entry])
    }

    /// A key of a map with its value.
    package struct Entry {
        package let key: FormValue
        package let value: FormValue
    }

    /// Nothing was written (`key:`), or `null` or `~` without quotes.
    package var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text.lowercased() == "null"
    }

    /// Reports an error at this value's place: what is wrong, and what would be right.
    package func error(_ message: String) { report(.error, message) }

    /// Reports a warning at this value's place.
    package func warning(_ message: String) { report(.warning, message) }

    private func report(_ severity: Diagnostic.Severity, _ message: String) {
        diagnostics.report(
            Diagnostic(path: path, line: line, column: column, severity: severity, message: message))
    }

    /// The elements of a list.
    package func list() -> [FormValue]? {
        guard case .list(let values) = content else { return mismatch("a list (lines that begin with `- `)") }
        return values
    }

    /// The entries of a map whose keys are free, in the file's order; keys are unique scalars.
    package func entries() -> [Entry]? {
        guard case .map(let entries) = content else { return mismatch("a map (lines of `key: value`)") }
        return entries
    }

    /// Reads a map whose keys are known: reports keys that are missing or unknown, then runs `body`.
    ///
    /// `body` should read every value before it gives up on one, so that all problems are reported.
    package func map<T>(
        required: [String] = [], optional: [String] = [], _ body: (FormReader) -> T?
    ) -> T? {
        guard let form = FormReader(self, required: required, optional: optional) else { return nil }
        return body(form)
    }

    /// Reports that this value should have been `wanted`; always nil, for `return mismatch(...)`.
    package func mismatch<T>(_ wanted: String) -> T? {
        error("\(label) must be \(wanted), read \(shown)")
        return nil
    }

    /// How messages call this value.
    package var label: String { name.isEmpty ? "the file" : "`\(name)`" }

    /// How messages show what was read.
    package var shown: String {
        switch content {
        case .scalar where isNull: return "nothing"
        case .scalar(let text, _): return "`\(text.count > 60 ? text.prefix(60) + "..." : text)`"
        case .list(let values): return "a list of \(values.count)"
        case .map(let entries): return entries.isEmpty ? "an empty map" : "a map"
        }
    }
}
