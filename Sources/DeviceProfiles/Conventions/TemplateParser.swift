/// Reads a value template; whatever it does not know makes the whole template unreadable.
struct TemplateParser {
    private var rest: Substring
    private var tokens = TemplateTokens("")
    /// What `{% set name = ... %}` gave.
    private var names: [String: (expression: TemplateExpression, size: Int)] = [:]
    private var size = 0
    private var depth = 0

    private static let sizeLimit = 1000
    private static let depthLimit = 16

    init(_ text: String) { rest = text[...] }

    /// The template's pieces; nil when it is not understood.
    mutating func parts() -> [TemplatePart]? {
        var ended = ""
        guard let parts = parts(endedBy: &ended), ended.isEmpty else { return nil }
        let told = parts.filter {
            if case .text(let text) = $0 { return !text.trimmed.isEmpty }
            return true
        }
        return told.isEmpty ? nil : told.count == 1 ? told : parts
    }

    /// Until the template's end or a statement that ends a block, which `ended` then names.
    private mutating func parts(endedBy ended: inout String) -> [TemplatePart]? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        var parts: [TemplatePart] = []
        while !rest.isEmpty {
            if take("{{") {
                guard open(until: "}}"), let expression = expression(), tokens.isAtEnd else { return nil }
                parts.append(.output(expression))
            } else if take("{%") {
                guard open(until: "%}"), let word = tokens.takeName() else { return nil }
                switch word {
                case "if":
                    guard let part = branches() else { return nil }
                    parts.append(part)
                case "set":
                    guard assign() else { return nil }
                case "elif", "else", "endif":
                    ended = word
                    return parts
                default: return nil
                }
            } else {
                let text = rest.prefix { $0 != "{" }
                parts.append(.text(text.isEmpty ? "{" : String(text)))
                rest = rest.dropFirst(max(1, text.count))
            }
        }
        return parts
    }

    private mutating func take(_ opening: String) -> Bool {
        guard rest.hasPrefix(opening) else { return false }
        rest = rest.dropFirst(opening.count)
        return true
    }

    /// Takes what stands before `closing`, which may also stand in quotes.
    private mutating func open(until closing: String) -> Bool {
        var quote: Character?
        var at = rest.startIndex
        while at < rest.endIndex {
            let letter = rest[at]
            if let open = quote {
                if letter == open { quote = nil }
            } else if letter == "'" || letter == "\"" {
                quote = letter
            } else if rest[at...].hasPrefix(closing) {
                var inner = rest[..<at]
                if inner.first == "-" || inner.first == "+" { inner.removeFirst() }
                if inner.last == "-" { inner.removeLast() }
                tokens = TemplateTokens(String(inner))
                rest = rest[at...].dropFirst(closing.count)
                return tokens.isReadable
            }
            at = rest.index(after: at)
        }
        return false
    }

    private mutating func branches() -> TemplatePart? {
        var found: [(condition: TemplateExpression?, parts: [TemplatePart])] = []
        var ended = "if"
        while ended != "endif" {
            var condition: TemplateExpression?
            if ended != "else" {
                guard let stated = expression() else { return nil }
                condition = stated
            }
            guard tokens.isAtEnd, found.count <= Self.depthLimit else { return nil }
            ended = ""
            guard let inner = parts(endedBy: &ended), !ended.isEmpty else { return nil }
            found.append((condition, inner))
        }
        return .branches(found)
    }

    private mutating func assign() -> Bool {
        let before = size
        guard let name = tokens.takeName(), tokens.take("="), let value = expression(), tokens.isAtEnd else {
            return false
        }
        names[name] = (value, size - before)
        return true
    }
}

// MARK: - Expressions, from the weakest binding to the strongest

extension TemplateParser {
    private mutating func expression() -> TemplateExpression? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit, let value = either() else { return nil }
        guard tokens.takeWord("if") else { return value }
        guard let condition = either() else { return nil }
        var otherwise: TemplateExpression?
        if tokens.takeWord("else") {
            guard let stated = expression() else { return nil }
            otherwise = stated
        }
        return node(.choice(condition: condition, then: value, otherwise: otherwise))
    }

    private mutating func either() -> TemplateExpression? {
        guard var left = both() else { return nil }
        while tokens.takeWord("or") {
            guard let right = both(), let made = node(.binary(.or, left, right)) else { return nil }
            left = made
        }
        return left
    }

    private mutating func both() -> TemplateExpression? {
        guard var left = negation() else { return nil }
        while tokens.takeWord("and") {
            guard let right = negation(), let made = node(.binary(.and, left, right)) else { return nil }
            left = made
        }
        return left
    }

    private mutating func negation() -> TemplateExpression? {
        guard tokens.takeWord("not") else { return comparison() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        return negation().flatMap { node(.not($0)) }
    }

    private mutating func comparison() -> TemplateExpression? {
        guard let left = sum() else { return nil }
        if tokens.takeWord("is") {
            let isNegated = tokens.takeWord("not")
            guard let test = tokens.takeName().flatMap(TemplateExpression.Test.init(rawValue:)) else { return nil }
            return node(.test(left, test, isNegated: isNegated))
        }
        if tokens.takeWord("not") {
            guard tokens.takeWord("in"), let right = sum() else { return nil }
            return node(.not(.binary(.isIn, left, right)))
        }
        let sign: TemplateExpression.Operator
        if tokens.takeWord("in") {
            sign = .isIn
        } else if let found = tokens.takeSign(of: ["==", "!=", "<=", ">=", "<", ">"]) {
            sign = found
        } else {
            return left
        }
        return sum().flatMap { node(.binary(sign, left, $0)) }
    }

    private mutating func sum() -> TemplateExpression? {
        guard var left = product() else { return nil }
        while let sign = tokens.takeSign(of: ["+", "-", "~"]) {
            guard let right = product(), let made = node(.binary(sign, left, right)) else { return nil }
            left = made
        }
        return left
    }

    private mutating func product() -> TemplateExpression? {
        guard var left = filtered() else { return nil }
        while let sign = tokens.takeSign(of: ["*", "//", "/", "%"]) {
            guard let right = filtered(), let made = node(.binary(sign, left, right)) else { return nil }
            left = made
        }
        return left
    }

    private mutating func filtered() -> TemplateExpression? {
        let isNegative = tokens.take("-")
        guard var value = primary() else { return nil }
        while true {
            if tokens.take("|") {
                guard let name = tokens.takeName() else { return nil }
                let arguments = tokens.take("(") ? list(until: ")") : []
                guard let arguments, let made = filter(name, value, arguments) else { return nil }
                value = made
            } else if tokens.take(".") {
                guard let name = tokens.takeName(), let made = attribute(name, of: value) else { return nil }
                value = made
            } else if tokens.take("[") {
                guard let key = expression(), tokens.take("]"), let made = node(.member(value, key, fallback: nil))
                else { return nil }
                value = made
            } else {
                return isNegative ? node(.binary(.subtract, .literal(.number(0)), value)) : value
            }
        }
    }

    /// `.key`, or one of the few methods that map a value.
    private mutating func attribute(_ name: String, of value: TemplateExpression) -> TemplateExpression? {
        guard tokens.take("(") else { return node(.member(value, .literal(.text(name)), fallback: nil)) }
        guard let arguments = list(until: ")") else { return nil }
        switch name {
        case "get" where !arguments.isEmpty:
            // The value for what is absent counts in a mapping of the template's own, not in a payload.
            if case .mapping = value {
                return node(.member(value, arguments[0], fallback: arguments.dropFirst().first))
            }
            return node(.member(value, arguments[0], fallback: nil))
        case "lower", "upper", "strip", "replace": return filter(name, value, arguments)
        default: return nil
        }
    }

    private mutating func filter(_ name: String, _ value: TemplateExpression, _ arguments: [TemplateExpression])
        -> TemplateExpression?
    {
        let filters: [String: TemplateExpression.Filter] = [
            "is_defined": .same, "default": .same, "d": .same, "from_json": .same, "float": .number, "int": .whole,
            "round": .rounded, "abs": .magnitude, "multiply": .times, "add": .plus, "lower": .lower,
            "upper": .upper, "trim": .trimmed, "strip": .trimmed, "string": .text, "bool": .truth,
            "replace": .replaced, "iif": .choice, "format": .formatted,
        ]
        guard let found = filters[name] else { return nil }
        return node(.filter(value, found, found == .same ? [] : arguments))
    }

    private mutating func primary() -> TemplateExpression? {
        if let literal = tokens.takeLiteral() { return node(.literal(literal)) }
        if tokens.take("(") {
            guard let inner = expression(), tokens.take(")") else { return nil }
            return inner
        }
        if tokens.take("[") { return list(until: "]").flatMap { node(.list($0)) } }
        if tokens.take("{") { return mapping() }
        guard let name = tokens.takeName() else { return nil }
        switch name {
        case "value": return node(.payload)
        case "value_json": return node(.json)
        case "true", "True": return node(.literal(.truth(true)))
        case "false", "False": return node(.literal(.truth(false)))
        case "none", "None": return node(.literal(.null))
        case "float", "int", "bool", "iif":
            guard tokens.take("("), let arguments = list(until: ")"), let first = arguments.first else { return nil }
            return filter(name, first, Array(arguments.dropFirst()))
        case "this": return node(.unknown)
        case "states", "state_attr", "is_state", "now", "utcnow", "as_timestamp":
            guard tokens.take("("), list(until: ")") != nil else { return nil }
            return node(.unknown)
        default:
            guard let known = names[name] else { return nil }
            size += known.size
            return node(known.expression)
        }
    }

    private mutating func list(until closing: String) -> [TemplateExpression]? {
        var elements: [TemplateExpression] = []
        while !tokens.take(closing) {
            // `default=0` names an argument that has its place anyway.
            _ = tokens.takeArgumentName()
            guard let element = expression() else { return nil }
            elements.append(element)
            guard tokens.take(",") || tokens.isNext(closing) else { return nil }
        }
        return elements
    }

    private mutating func mapping() -> TemplateExpression? {
        var entries: [(key: TemplateExpression, value: TemplateExpression)] = []
        while !tokens.take("}") {
            guard let key = expression(), tokens.take(":"), let value = expression() else { return nil }
            entries.append((key, value))
            guard tokens.take(",") || tokens.isNext("}") else { return nil }
        }
        return node(.mapping(entries))
    }

    /// Counts the expression; nil when the template has grown too large.
    private mutating func node(_ expression: TemplateExpression) -> TemplateExpression? {
        size += 1
        return size <= Self.sizeLimit ? expression : nil
    }
}
