/// An expression of a value template.
indirect enum TemplateExpression: Sendable {
    /// The payload as it came.
    case payload
    /// The payload as JSON.
    case json
    case literal(JSONValue)
    /// Home Assistant's own states and clock: nothing that the payload says.
    case unknown
    case list([TemplateExpression])
    case mapping([(key: TemplateExpression, value: TemplateExpression)])
    /// A member or element; `fallback` of `get(key, fallback)`.
    case member(TemplateExpression, TemplateExpression, fallback: TemplateExpression?)
    case filter(TemplateExpression, Filter, [TemplateExpression])
    case not(TemplateExpression)
    case binary(Operator, TemplateExpression, TemplateExpression)
    case test(TemplateExpression, Test, isNegated: Bool)
    case choice(condition: TemplateExpression, then: TemplateExpression, otherwise: TemplateExpression?)

    enum Filter: String, Sendable {
        /// Gives its value or none.
        case same
        case number, whole, rounded, magnitude, times, plus
        case lower, upper, trimmed, text, truth, replaced, choice, formatted
    }

    enum Operator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case quotient = "//"
        case remainder = "%"
        case join = "~"
        case equal = "=="
        case different = "!="
        case less = "<"
        case more = ">"
        case atMost = "<="
        case atLeast = ">="
        case isIn = "in"
        case and, or
    }

    enum Test: String, Sendable {
        case defined, undefined, none, number, string
    }

    /// The steps when it is nothing but a member of the payload, also behind filters that change nothing.
    var path: [TemplateStep]? {
        switch self {
        case .payload, .json: return []
        case .filter(let inner, .same, _): return inner.path
        case .member(let inner, .literal(let key), fallback: nil):
            guard let path = inner.path else { return nil }
            if let text = key.text { return path + [.key(text)] }
            if let number = key.number.flatMap({ Int(exactly: $0) }) { return path + [.index(number)] }
            return nil
        default: return nil
        }
    }

    /// Nil where the payload states nothing for it.
    func value(in payload: JSONValue) -> JSONValue? {
        switch self {
        case .payload: return payload
        case .json: return payload.scalar
        case .literal(let value): return value
        case .list(let elements): return .list(JSONValue.List(elements.map { $0.value(in: payload) ?? .null }))
        case .mapping, .unknown: return nil
        case .member(let owner, let key, let fallback):
            guard let key = key.value(in: payload) else { return nil }
            return member(of: owner, key, in: payload) ?? fallback?.value(in: payload)
        case .filter(let inner, let filter, let arguments):
            return inner.value(in: payload).flatMap {
                filter.apply(to: $0, arguments.map { $0.value(in: payload) ?? .null })
            }
        case .not(let inner): return inner.value(in: payload)?.holds.map { .truth(!$0) }
        case .binary(.and, let left, let right):
            guard let holds = left.value(in: payload)?.holds else { return nil }
            return holds ? right.value(in: payload) : .truth(false)
        case .binary(.or, let left, let right):
            guard let first = left.value(in: payload), let holds = first.holds else { return nil }
            return holds ? first : right.value(in: payload)
        case .binary(let sign, let left, let right):
            guard let left = left.value(in: payload), let right = right.value(in: payload) else { return nil }
            return sign.apply(left, right)
        case .test(let inner, let test, let isNegated):
            return test.holds(for: inner.value(in: payload)).map { .truth($0 != isNegated) }
        case .choice(let condition, let then, let otherwise):
            guard let holds = condition.value(in: payload)?.holds else { return nil }
            return holds ? then.value(in: payload) : otherwise?.value(in: payload)
        }
    }

    private func member(of owner: TemplateExpression, _ key: JSONValue, in payload: JSONValue) -> JSONValue? {
        if case .mapping(let entries) = owner {
            let found = entries.first { $0.key.value(in: payload).map { $0 == key } ?? false }
            return found?.value.value(in: payload)
        }
        guard let owner = owner.value(in: payload) else { return nil }
        if let text = key.text { return owner[text] }
        guard let index = key.number.flatMap({ Int(exactly: $0) }) else { return nil }
        return owner.value(at: [.index(index)])
    }
}

extension JSONValue {
    /// Whether a condition holds; nil for null, which says nothing.
    var holds: Bool? {
        switch self {
        case .null: nil
        case .truth(let truth): truth
        case .number(let number): number != 0
        case .text(let text): !text.isEmpty
        case .list(let elements): !elements.isEmpty
        case .object: !members.isEmpty
        }
    }

    /// A plain payload that is a JSON number, truth value or string, as such.
    fileprivate var scalar: JSONValue {
        guard let text else { return self }
        let bytes = Array(text.utf8)
        return (try? JSONValue(bytes)) ?? self
    }

    /// A number, also written as text or as a truth value.
    fileprivate var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .truth(let truth): truth ? 1 : 0
        case .text(let text): Double(text.trimmed).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }

    fileprivate var asTruth: Bool? {
        switch self {
        case .truth(let truth): return truth
        case .number(let number): return number != 0
        case .text(let text):
            switch text.lowercased() {
            case "true", "yes", "on", "enable", "1": return true
            case "false", "no", "off", "disable", "0": return false
            default: return nil
            }
        default: return nil
        }
    }
}

extension TemplateExpression.Filter {
    func apply(to value: JSONValue, _ arguments: [JSONValue]) -> JSONValue? {
        switch self {
        case .same: return value
        case .number: return value.asNumber.map { .number($0) }
        case .whole: return value.asNumber.map { .number($0.rounded(.towardZero)) }
        case .rounded:
            let digits = max(0, min(9, Int(exactly: arguments.first?.number ?? 0) ?? 0))
            let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
            return value.asNumber.map { .number(($0 * scale).rounded() / scale) }
        case .magnitude: return value.asNumber.map { .number(abs($0)) }
        case .times: return TemplateExpression.Operator.multiply.apply(value, arguments.first ?? .null)
        case .plus: return TemplateExpression.Operator.add.apply(value, arguments.first ?? .null)
        case .lower: return value.rendered.map { .text($0.lowercased()) }
        case .upper: return value.rendered.map { .text($0.uppercased()) }
        case .trimmed: return value.rendered.map { .text($0.trimmed) }
        case .text: return value.rendered.map { .text($0) }
        case .truth: return value.asTruth.map { .truth($0) }
        case .replaced:
            guard let text = value.rendered, arguments.count == 2, let old = arguments[0].text, !old.isEmpty,
                let new = arguments[1].rendered
            else { return nil }
            let made = text.utf8.count * max(1, new.utf8.count)
            return made <= 1 << 20 ? .text(text.replacing(old, with: new)) : nil
        case .choice:
            guard let holds = value.holds else { return nil }
            if arguments.isEmpty { return .truth(holds) }
            return holds ? arguments[0] : arguments.dropFirst().first
        case .formatted:
            // `'%0.1f' | format(x)` writes a number; which digits is of no interest.
            guard let text = value.text, text.hasPrefix("%"), text.hasSuffix("f") || text.hasSuffix("d") else {
                return nil
            }
            return arguments.first?.asNumber.map { .number($0) }
        }
    }
}

extension TemplateExpression.Operator {
    func apply(_ left: JSONValue, _ right: JSONValue) -> JSONValue? {
        switch self {
        case .remainder where left.text != nil: return TemplateExpression.Filter.formatted.apply(to: left, [right])
        case .add, .subtract, .multiply, .divide, .quotient, .remainder:
            guard case .number(let a) = left, case .number(let b) = right else { return nil }
            let result = calculate(a, b)
            return result.isFinite ? .number(result) : nil
        case .join:
            guard let a = left.rendered, let b = right.rendered else { return nil }
            return .text(a + b)
        case .equal: return .truth(left == right)
        case .different: return .truth(left != right)
        case .less, .more, .atMost, .atLeast: return compare(left, right).map { .truth($0) }
        case .isIn:
            if case .list(let elements) = right { return .truth(elements.contains(left)) }
            if case .object = right { return left.text.map { .truth(right[$0] != nil) } }
            guard let whole = right.text, let part = left.text else { return nil }
            return .truth(part.isEmpty || whole.contains(part))
        case .and, .or: return nil
        }
    }

    private func calculate(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .quotient: (a / b).rounded(.down)
        default: a - (a / b).rounded(.down) * b
        }
    }

    private func compare(_ left: JSONValue, _ right: JSONValue) -> Bool? {
        if case .number(let a) = left, case .number(let b) = right { return inOrder(a, b) }
        if let a = left.text, let b = right.text { return inOrder(a, b) }
        return nil
    }

    private func inOrder<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
        switch self {
        case .less: a < b
        case .more: a > b
        case .atMost: a <= b
        default: a >= b
        }
    }
}

extension TemplateExpression.Test {
    func holds(for value: JSONValue?) -> Bool? {
        switch self {
        case .defined: return value != nil
        case .undefined: return value == nil
        case .none: return value.map(\.isNull)
        case .number: return value.map { $0.number != nil }
        case .string: return value.map { $0.text != nil }
        }
    }
}
