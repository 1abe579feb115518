import Yams

/// Turns YAML text into `FormValue`s, reporting syntax errors and duplicate keys with their places.
struct FormParser {
    let text: String
    let path: String
    let diagnostics: Diagnostics
    /// First occurrences of duplicate keys, by place; see `compose()`.
    private var renamed: [Place: String] = [:]
    private var valuesLeft = 200_000

    private struct Place: Hashable {
        let line: Int
        let column: Int
        init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
        init(_ mark: Mark?) { (line, column) = (mark?.line ?? 1, mark?.column ?? 1) }
    }

    init(text: String, path: String, diagnostics: Diagnostics) {
        self.text = text
        self.path = path
        self.diagnostics = diagnostics
    }

    consuming func parse() -> FormValue? {
        guard let node = compose() else { return nil }
        let value = value(of: node, at: .top, in: "", outer: Place(nil))
        guard valuesLeft > 0 else {
            report(Place(node.mark), "the file repeats itself through aliases too often; write the values out")
            return nil
        }
        return value
    }

    /// Yams refuses a map with duplicate keys and names only the first such map. So that all are reported, the first
    /// occurrence is renamed in place (one character for one, so that all marks stay) and the text composed again.
    private mutating func compose() -> Node? {
        var text = text
        while true {
            do {
                // Without Yams' own resolver: its types are not used, and its expressions cost most of the time.
                if let node = try Yams.compose(yaml: text, .basic, .default, .utf8) { return node }
                report(Place(nil), "the file is empty")
                return nil
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = Place(context.mark)
                guard let key = keys.first, renamed.count < 100, renamed[place] == nil,
                    let next = renaming(place, in: text)
                else {
                    report(place, "the key `\(keys.first ?? "")` is given twice; keep one")
                    return nil
                }
                text = next
                renamed[place] = key
            } catch {
                report(syntax: error)
                return nil
            }
        }
    }

    /// The text with another first letter of the key at `place`; nil when there is no such place.
    private func renaming(_ place: Place, in text: String) -> String? {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        guard lines.indices.contains(place.line - 1), let letter = Unicode.Scalar(0xE000 + renamed.count) else {
            return nil
        }
        var column = place.column - 1
        let line = lines[place.line - 1]
        if line.indices.contains(column), line[column] == "\"" || line[column] == "'" { column += 1 }
        guard line.indices.contains(column) else { return nil }
        lines[place.line - 1][column] = letter
        var result = String.UnicodeScalarView()
        result.append(contentsOf: lines.joined(separator: ["\n"]))
        return String(result)
    }

    private mutating func value(
        of node: Node, at step: FormValue.Step, in outerName: String, outer: Place
    ) -> FormValue {
        let place = node.mark.map { Place($0) } ?? outer
        valuesLeft -= 1
        var value = FormValue(
            content: .list([]), outerName: outerName, step: step, path: path, line: place.line, column: place.column,
            diagnostics: diagnostics)
        switch node {
        case _ where valuesLeft <= 0: break
        case .scalar(let scalar): value.content = .scalar(text: scalar.string, isQuoted: scalar.style != .plain)
        case .sequence(let nodes):
            let name = value.name
            value.content = .list(
                nodes.enumerated().map { self.value(of: $1, at: .index($0), in: name, outer: place) })
        case .mapping(let pairs): value.content = .map(entries(of: pairs, name: value.name, outer: place))
        case .alias: break
        }
        return value
    }

    private mutating func entries(of pairs: Node.Mapping, name: String, outer: Place) -> [FormValue.Entry] {
        var entries: [FormValue.Entry] = []
        // The names of short maps are compared one by one; only long ones are worth a table.
        var first: [String: Place] = [:]
        func earlier(_ text: String) -> Place? {
            guard pairs.count <= 8 else { return first[text] }
            return entries.first { $0.key.name == text }.map { Place(line: $0.key.line, column: $0.key.column) }
        }
        entries.reserveCapacity(pairs.count)
        for (keyNode, valueNode) in pairs {
            let place = keyNode.mark.map { Place($0) } ?? outer
            guard let scalar = keyNode.scalar else {
                report(place, "a key must be text, read a list or a map")
                continue
            }
            let text = renamed.isEmpty ? scalar.string : renamed[place] ?? scalar.string
            if let earlier = earlier(text) {
                report(place, "the key `\(text)` is given twice, first on line \(earlier.line); keep one")
                continue
            }
            if pairs.count > 8 { first[text] = place }
            let key = FormValue(
                content: .scalar(text: text, isQuoted: true), outerName: "", step: .key(text), path: path,
                line: place.line, column: place.column, diagnostics: diagnostics)
            let value = value(of: valueNode, at: .key(text), in: name, outer: place)
            entries.append(.init(key: key, value: value))
        }
        return entries
    }

    private func report(_ place: Place, _ message: String) {
        diagnostics.report(
            Diagnostic(path: path, line: place.line, column: place.column, severity: .error, message: message))
    }

    private func report(syntax error: any Error) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let setting = context.map { " (\($0.text), which begins on line \($0.mark.line))" } ?? ""
            report(Place(mark), "this is not YAML: \(problem)\(setting)")
        case YamlError.reader(let problem, let offset, _, let yaml):
            let before = yaml.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            report(Place(line: line, column: 1), "this is not YAML: \(problem); remove the character")
        default:
            report(Place(nil), "this is not YAML: \(error)")
        }
    }
}
