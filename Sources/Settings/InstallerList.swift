/// An installer's list of devices: CSV with the header `device,kind,room,placement[,topic]`.
struct InstallerList {
    /// One map a row, in the list's order, each value with its place.
    let rows: [FormValue]

    private static let required = ["device", "kind", "room", "placement"]
    private static let optional = ["topic"]

    /// Nil (reported) when the file cannot be read as such a list.
    init?(_ path: String, into diagnostics: Diagnostics) {
        guard let text = FormFile.text(of: path, into: diagnostics) else { return nil }
        self.init(text: text, path: path, into: diagnostics)
    }

    init?(text: String, path: String, into diagnostics: Diagnostics) {
        guard let table = CSVTable(text, path: path, into: diagnostics) else { return nil }
        guard let header = table.rows.first else {
            diagnostics.report(
                Diagnostic(
                    path: path, severity: .error,
                    message: "the list is empty; its first line must be `device,kind,room,placement`"))
            return nil
        }
        func value(_ field: CSVTable.Field, _ name: String, _ content: FormValue.Content? = nil) -> FormValue {
            FormValue(
                content: content ?? .scalar(text: field.text, isQuoted: true), outerName: "",
                step: name.isEmpty ? .top : .key(name), path: path, line: field.line, column: field.column,
                diagnostics: diagnostics)
        }
        guard Self.check(header.map { value($0, $0.text) }) else { return nil }
        rows = table.rows.dropFirst().compactMap { row in
            guard row.count == header.count else {
                value(row[0], "").error(
                    "the line has \(row.count) fields; the header has \(header.count)"
                        + " (\(header.map(\.text).joined(separator: ",")))")
                return nil
            }
            // An empty topic stands for the default one; every other empty field is a value.
            let entries = zip(header, row).filter { $0.text != "topic" || !$1.text.isEmpty }.map { column, field in
                FormValue.Entry(key: value(column, column.text), value: value(field, column.text))
            }
            return value(row[0], "", .map(entries))
        }
    }

    /// Reports each column that is missing, unknown or given twice.
    private static func check(_ header: [FormValue]) -> Bool {
        let names = header.map(\.name)
        guard let start = header.first else { return false }
        if names.count == 1, names[0].contains(";") || names[0].contains("\t") {
            start.error("the header has no commas; separate the fields with `,`: `device,kind,room,placement`")
            return false
        }
        var isRight = true
        for (index, column) in header.enumerated() {
            if names[..<index].contains(column.name) {
                column.error("the column `\(column.name)` is given twice; keep one")
                isRight = false
            } else if !(required + optional).contains(column.name) {
                let hint = Spelling.closest(to: column.name, in: required + optional).map { "; did you mean `\($0)`?" }
                column.error(
                    "unknown column \(column.shown)\(hint ?? "; the first line must be `device,kind,room,placement`")")
                isRight = false
            }
        }
        for name in required where !names.contains(name) {
            start.error("the column `\(name)` is missing; the first line must be `device,kind,room,placement`")
            isRight = false
        }
        return isRight
    }
}
