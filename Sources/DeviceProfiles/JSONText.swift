/// Writes JSON texts.
enum JSONText {
    /// A string with its quotes.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7f}": out += escaped(scalar)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// A number; whole ones without a decimal point.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return String(whole) }
        return value.isFinite ? "\(value)" : "null"
    }

    /// Any value, members in the order of their keys.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .truth(let truth): truth ? "true" : "false"
        case .number(let value): number(value)
        case .text(let text): quoted(text)
        case .list(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + text($0.value) }
                .joined(separator: ",") + "}"
        }
    }
}
