/// The words, signs and literals of one expression or statement of a template.
struct TemplateTokens {
    private enum Token: Hashable {
        case name(String)
        case literal(JSONValue)
        case sign(String)
    }

    private var tokens: [Token] = []
    private var at = 0
    private(set) var isReadable = true

    init(_ text: String) {
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "'" || first == "\"" {
                guard let text = Self.string(&rest) else {
                    isReadable = false
                    return
                }
                tokens.append(.literal(.text(text)))
            } else if first.isASCII, first.isNumber {
                let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
                guard let number = Double(digits) else {
                    isReadable = false
                    return
                }
                tokens.append(.literal(.number(number)))
                rest = rest.dropFirst(digits.count)
            } else if first.isLetter || first == "_" {
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.name(String(name)))
                rest = rest.dropFirst(name.count)
            } else {
                let pair = String(rest.prefix(2))
                let sign = ["==", "!=", "<=", ">=", "//"].contains(pair) ? pair : String(first)
                tokens.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            }
        }
    }

    private static func string(_ rest: inout Substring) -> String? {
        let quote = rest.removeFirst()
        var text = ""
        while let letter = rest.popFirst() {
            if letter == quote { return text }
            if letter == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            } else {
                text.append(letter)
            }
        }
        return nil
    }

    private var next: Token? { tokens.indices.contains(at) ? tokens[at] : nil }

    var isAtEnd: Bool { at >= tokens.count }

    func isNext(_ sign: String) -> Bool { next == .sign(sign) }

    mutating func take(_ sign: String) -> Bool {
        guard next == .sign(sign) else { return false }
        at += 1
        return true
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard next == .name(word) else { return false }
        at += 1
        return true
    }

    mutating func takeName() -> String? {
        guard case .name(let name) = next else { return nil }
        at += 1
        return name
    }

    mutating func takeLiteral() -> JSONValue? {
        guard case .literal(let value) = next else { return nil }
        at += 1
        return value
    }

    mutating func takeSign(of signs: [String]) -> TemplateExpression.Operator? {
        guard case .sign(let sign) = next, signs.contains(sign) else { return nil }
        at += 1
        return TemplateExpression.Operator(rawValue: sign)
    }

    /// `name=` of a named argument.
    mutating func takeArgumentName() -> String? {
        guard case .name(let name) = next, tokens.indices.contains(at + 1), tokens[at + 1] == .sign("=") else {
            return nil
        }
        at += 2
        return name
    }
}
