/// A table of comma-separated values (RFC 4180) with the place of every field.
struct CSVTable {
    struct Field {
        var text: String
        let line: Int
        let column: Int
    }

    /// Every row that holds anything; the first is the header.
    private(set) var rows: [[Field]] = []

    /// Reads quoted fields (also with line breaks), LF, CRLF and CR; spaces around unquoted fields are left out.
    /// Nil (reported) when quotes do not match.
    init?(_ text: String, path: String, into diagnostics: Diagnostics) {
        var scanner = Scanner(rest: text.unicodeScalars[...])
        while !scanner.rest.isEmpty {
            let row = scanner.row()
            if let fault = scanner.fault {
                diagnostics.report(
                    Diagnostic(
                        path: path, line: fault.line, column: fault.column, severity: .error, message: fault.text))
                return nil
            }
            if row.contains(where: { !$0.text.isEmpty }) { rows.append(row) }
        }
    }

    private struct Scanner {
        var rest: Substring.UnicodeScalarView
        var line = 1
        var column = 1
        var fault: Field?

        mutating func row() -> [Field] {
            var fields = [field()]
            while fault == nil, rest.first == "," {
                next()
                fields.append(field())
            }
            if rest.first == "\r" { next() }
            if rest.first == "\n" { next() }
            return fields
        }

        private mutating func field() -> Field {
            while rest.first == " " || rest.first == "\t" { next() }
            let (startLine, startColumn) = (line, column)
            if rest.first == "\"" {
                return Field(text: quoted(), line: startLine, column: startColumn)
            }
            var text = String.UnicodeScalarView()
            while let scalar = rest.first, scalar != ",", !isLineEnd(scalar) {
                text.append(scalar)
                next()
            }
            while text.last == " " || text.last == "\t" { text.removeLast() }
            return Field(text: String(text), line: startLine, column: startColumn)
        }

        private mutating func quoted() -> String {
            let start = Field(text: "the quote is never closed; end the field with `\"`", line: line, column: column)
            var text = String.UnicodeScalarView()
            next()
            while let scalar = rest.first {
                next()
                if scalar != "\"" {
                    text.append(scalar)
                } else if rest.first == "\"" {
                    text.append(scalar)
                    next()
                } else {
                    expectFieldEnd()
                    return String(text)
                }
            }
            fault = start
            return String(text)
        }

        private mutating func expectFieldEnd() {
            while rest.first == " " || rest.first == "\t" { next() }
            guard let scalar = rest.first, scalar != ",", !isLineEnd(scalar) else { return }
            fault = Field(
                text: "text follows a closing quote; write a quote inside a field as `\"\"`", line: line,
                column: column)
        }

        private func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

        private mutating func next() {
            let scalar = rest.removeFirst()
            if scalar == "\n" || scalar == "\r" && rest.first != "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
    }
}
